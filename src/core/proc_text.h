// What the files of /proc/PID say (proc(5)).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/process.h"
#include "core/signal.h"

namespace dumb_init::core {

// What /proc/PID/stat tells of a process.
struct Process {
  Pid pid;
  // 0: it is outside of our PID namespace; whoever came in by an exec of the engine has such one.
  Pid parent;
  // 0 where the leader is outside of our PID namespace.
  Pid group;
  // False: it has ended and waits for its parent to reap it.
  bool alive = false;
  // It is a thread of the kernel's own, which no signal ends.
  bool of_kernel = false;
  bool has_terminal = false;
  // When it was started, in ticks of the kernel's clock: later ones have no smaller number.
  std::uint64_t started = 0;
  // The names of threads of the kernel's own may be longer, and are cut.
  Name name;
};

// Reads the text of /proc/PID/stat; nothing: it is no such text.
std::optional<Process> ParseStat(std::string_view text);

// What /proc/PID/status tells of signals.
struct SignalSets {
  SignalSet caught;
  SignalSet ignored;
  // By the first thread.
  SignalSet blocked;
  // Sent and not taken.
  SignalSet waiting;
};

// Reads the text of /proc/PID/status; nothing: one of the sets is not there or has other than 64
// signals.
std::optional<SignalSets> ParseSignalSets(std::string_view text);

// The base name of the first word of /proc/PID/cmdline, without the "-" that a login shell has in
// front. A script's is that of its interpreter.
std::string_view ProgramIn(std::string_view command_line);

// Puts the address of each word of `text`, which a NUL ends as in /proc/PID/cmdline and environ,
// into `places`, and null behind the last. How many there are: what has no NUL is none, and what
// finds no place is left out.
std::size_t FindWords(std::span<char> text, std::span<char*> places);

}  // namespace dumb_init::core
