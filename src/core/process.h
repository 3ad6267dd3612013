// Processes as the policy sees them: who, and how one ended.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "base/match.h"
#include "core/exit_codes.h"
#include "core/signal.h"

namespace dumb_init::core {

// A process id in our own PID namespace.
struct Pid {
  int number = 0;
  friend constexpr auto operator<=>(const Pid&, const Pid&) = default;
};

// The first process of a PID namespace; the kernel protects it and hands it every orphan
// (pid_namespaces(7)).
constexpr Pid kPidOne{1};

// What a process calls itself (proc(5), /proc/PID/comm): at most 15 bytes, any at all.
struct Name {
  std::array<char, 16> bytes{};
  std::size_t size = 0;
  constexpr std::string_view text() const { return {bytes.data(), size}; }
};

// The process called _exit(2) with this code.
struct Exited {
  ShellCode code = 0;
  friend constexpr auto operator<=>(const Exited&, const Exited&) = default;
};

enum class CoreDump { kNone, kWritten };

// This signal ended the process.
struct Killed {
  Signal signal;
  CoreDump core = CoreDump::kNone;
  friend constexpr auto operator<=>(const Killed&, const Killed&) = default;
};

// How a process ended; a stopped process has not ended.
using Ending = std::variant<Exited, Killed>;

// How the command ended, and what we have to do with it.
struct Outcome {
  Ending ending;
  // What we leave with.
  ShellCode status = 0;
  // Whether the signal that ended it had gone out to it: because somebody asked us, or because its
  // time was over.
  enum class Cause { kNotUs, kForwarded, kTimeOver } cause = Cause::kNotUs;
  // Whether those who were left after it had no more time and were killed.
  enum class Grace { kEnough, kOver } grace = Grace::kEnough;
  friend constexpr auto operator<=>(const Outcome&, const Outcome&) = default;
};

// The status we pass on for this ending: the code itself, or 128 + n for signal n.
constexpr ShellCode StatusOf(const Ending& ending) {
  return Match(
      ending, [](const Exited& exited) { return exited.code; },
      [](const Killed& killed) {
        return static_cast<ShellCode>(kSignalBase + killed.signal.number);
      });
}

}  // namespace dumb_init::core
