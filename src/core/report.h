// How the command ended and what we saw of the cause, in words for people and for machines.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/fixed_list.h"
#include "base/line.h"
#include "core/process.h"
#include "core/signal.h"
#include "core/timers.h"

namespace dumb_init::core {

// Some processes: how many, and what the first of them call themselves.
struct Crowd {
  static constexpr std::size_t kNamed = 8;
  FixedList<Name, kNamed> names;
  int count = 0;

  void Add(const Name& name) {
    if (names.size() < kNamed) {
      names.push_back(name);
    }
    ++count;
  }
};

// A stop request that reached us.
struct StopRequest {
  Signal signal;
  // 0: it was sent from outside the container; nothing: nobody vouches for who sent it.
  std::optional<Pid> sender;
  // Empty: not known.
  Name sender_name;
};

// What was seen. Whatever could not be seen is absent, and nothing is said of it.
struct Facts {
  std::string_view command;
  Pid pid;
  Outcome outcome;
  // How long it lived, in milliseconds.
  std::optional<Moment> lifetime;
  // The last one.
  std::optional<StopRequest> stop_request;
  // Who was left when it had ended.
  std::optional<Crowd> left;
  enum class Told { kNo, kYes } told = Told::kNo;  // Whether those were told to end.
  // Who was killed when the grace was over, or cut short by a second stop request.
  std::optional<Crowd> killed;
  // Of our control group: processes killed because memory ran out so far, and its limit in bytes.
  std::optional<std::uint64_t> oom_kills;
  std::optional<std::uint64_t> memory_limit;
  // As PID 1 that group is the container's.
  enum class Cgroup { kAny, kContainers } cgroup = Cgroup::kAny;
};

// Whether memory ran out and that ended the command: a KILL that was not ours, in a container of
// ours in which there have been such kills.
bool MemoryRanOut(const Facts& facts);

// Appends a sentence: "node (PID 7) was ended by SIGKILL after 2.50s; ...".
void AddReport(Line& line, const Facts& facts);

// Appends one object of JSON; docs/report.schema.json says what is in it. It fits into a line
// whatever the names are.
void AddReportAsJson(Line& line, const Facts& facts);

// The same for a command that could not be started.
void AddFailureAsJson(Line& line, std::string_view command, std::string_view error,
                      ShellCode status);

// For other messages, too: "exited with status 3", "ended by SIGSEGV (core dumped)".
void AddEnding(Line& line, const Ending& ending);

// For other messages, too: " from PID 7", " from outside the container".
void AddSender(Line& line, Pid sender);

}  // namespace dumb_init::core
