// Descriptors and the working directory: what the init lets go of.
#include "sys/descriptors.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <array>
#include <climits>
#include <cstddef>
#include <optional>

#include "sys/number_folder.h"

namespace dumb_init::sys {
namespace {

// fs.nr_open is this much unless an administrator raised it (proc_sys_fs(5)). The limit of our own
// says nothing: it may be a thousand times more, or have been lowered under what is open.
constexpr int kMostDescriptors = 1048576;

// False when /proc does not say what is open.
bool CloseWhatProcLists(int first) {
  NumberFolder folder("/proc/self/fd");
  // Closing moves the list under the reader, so it is read again from the start until it is empty.
  // What cannot be closed does not count, or it would be read for ever.
  for (std::size_t closed = 1; folder.ok() && closed > 0; folder.Rewind()) {
    closed = 0;
    while (const std::optional<int> descriptor = folder.Next()) {
      if (*descriptor >= first && *descriptor != folder.descriptor()) {
        closed += ::close(*descriptor) == 0 ? 1U : 0U;
      }
    }
  }
  return folder.ok();
}

void CloseEveryNumber(int first) {
  for (int descriptor = first; descriptor < kMostDescriptors; ++descriptor) {
    Close(descriptor);
  }
}

}  // namespace

void Close(int descriptor) { ::close(descriptor); }

void CloseInputAndOutput() {
  Close(STDIN_FILENO);
  Close(STDOUT_FILENO);
}

void CloseFrom(int first) {
  // 436 on every architecture (close_range(2)); older libc headers do not name it.
  constexpr long kCloseRange = 436;
  if (::syscall(kCloseRange, first, UINT_MAX, 0) == 0 || CloseWhatProcLists(first)) {
    return;
  }
  CloseEveryNumber(first);
}

int MoveAboveStandard(int descriptor) {
  if (descriptor == -1 || descriptor >= kFirstAfterStandard) {
    return descriptor;
  }
  const int moved =
      static_cast<int>(::syscall(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, kFirstAfterStandard));
  const int error = errno;
  Close(descriptor);
  errno = error;
  return moved;
}

Result<Done> LeaveWorkingDirectory() {
  if (::chdir("/") == -1) {
    return SysError{"chdir", errno};
  }
  return Done{};
}

int Open(const char* path, int flags, mode_t mode) {
  constexpr int kAnySize = O_LARGEFILE | O_CLOEXEC;
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags | kAnySize, mode));
}

int Control(int descriptor, unsigned long request, void* argument) {
  return static_cast<int>(::syscall(SYS_ioctl, descriptor, request, argument));
}

Result<Pipe> OpenPipe() {
  std::array<int, 2> ends{-1, -1};
  // Some libcs have a pipe2 for kernels without one, which is longer than all of this.
  if (::syscall(SYS_pipe2, ends.data(), O_CLOEXEC) == -1) {
    return SysError{"pipe2", errno};
  }
  // Both ends move before either is judged: a failure must leave neither below 3.
  const Pipe pipe{MoveAboveStandard(ends[0]), MoveAboveStandard(ends[1])};
  if (pipe.read_end == -1 || pipe.write_end == -1) {
    const SysError error{"fcntl(F_DUPFD_CLOEXEC)", errno};
    Close(pipe.read_end);
    Close(pipe.write_end);
    return error;
  }
  return pipe;
}

}  // namespace dumb_init::sys
