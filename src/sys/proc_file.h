// Small files that the kernel makes up as they are read.
#pragma once

#include <span>
#include <string_view>

#include "core/process.h"

namespace dumb_init::sys {

// What is in the file, as much of it as fits into `room`; empty if it cannot be read.
// Nothing is waited for, should it be a pipe that somebody has put there.
std::string_view ReadFile(const char* path, std::span<char> room);

// The same for /proc/PID/`file`.
std::string_view ReadProc(core::Pid pid, const char* file, std::span<char> room);

}  // namespace dumb_init::sys
