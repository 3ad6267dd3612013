// What the kernel tells about a process while it runs, read without slowing it down.
#pragma once

#include <sys/types.h>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dumb_init::race {

// A file of /proc that is opened once and read anew each time.
class ProcFile {
 public:
  ProcFile(pid_t pid, std::string_view name);
  ProcFile(const ProcFile&) = delete;
  ProcFile& operator=(const ProcFile&) = delete;
  ~ProcFile();

  // Its text right now; empty when the process is gone. The text stays until the next call.
  std::string_view Read();

 private:
  int descriptor_;
  std::array<char, 4096> bytes_{};
};

// The value of a field of /proc/PID/status, without the blanks in front of it.
std::string_view FieldOf(std::string_view status, std::string_view name);

// The set of signals in such a field; bit 0 is signal 1.
std::uint64_t SignalsIn(std::string_view status, std::string_view name);

constexpr std::uint64_t BitOf(int signal) { return std::uint64_t{1} << (signal - 1); }

// The first child of a process, from its /proc/PID/task/PID/children.
std::optional<pid_t> FirstOf(std::string_view children);

// Whether both processes sleep, with no signal waiting for either, and have not run between two
// looks: then nothing that was sent is still on its way. `command` must be the program of that name
// by now.
bool SleepForGood(pid_t init, pid_t command, std::string_view command_name);

}  // namespace dumb_init::race
