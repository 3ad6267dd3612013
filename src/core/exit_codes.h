// Every status the init leaves with on its own account, and why.
#pragma once

#include <cstdint>

namespace dumb_init::core {

// What a process tells its parent by exiting: 0 to 255.
using ShellCode = std::uint8_t;

constexpr ShellCode kSuccess = 0;
// Wrong arguments or environment: nothing was run.
constexpr ShellCode kUsage = 1;
// The init could not start the command for a reason of its own: no process, no memory, no session.
constexpr ShellCode kCannotStart = 125;
// execve(2) refused the command for any reason but ENOENT.
constexpr ShellCode kCannotExecute = 126;
// execve(2) said ENOENT: no such command, or its interpreter is missing.
constexpr ShellCode kNotFound = 127;
// What --doctor leaves with.
constexpr ShellCode kNothingFound = 0;
constexpr ShellCode kSomethingFound = 1;
constexpr ShellCode kCouldNotLook = 2;
// Added to the number of the signal that ended the command, as shells do.
constexpr ShellCode kSignalBase = 128;

}  // namespace dumb_init::core
