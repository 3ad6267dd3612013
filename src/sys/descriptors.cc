// Descriptors and the working directory: what the init lets go of.
#include "sys/descriptors.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dumb_init::sys {
namespace {

// fs.nr_open is this much unless an administrator raised it (proc_sys_fs(5)). The limit of our own
// says nothing: it may be a thousand times more, or have been lowered under what is open.
constexpr int kMostDescriptors = 1048576;

// The head of one record of getdents64(2); the name follows it.
struct DirectoryEntry {
  std::uint64_t inode;
  std::int64_t offset;
  std::uint16_t length;
  std::uint8_t type;
};
constexpr std::size_t kNameOffset = 19;

std::size_t CloseListed(std::string_view records, int first, int folder) {
  std::size_t closed = 0;
  while (!records.empty()) {
    DirectoryEntry entry{};
    std::memcpy(&entry, records.data(), kNameOffset);
    const char* const name = records.data() + kNameOffset;
    int descriptor = -1;
    const auto parsed = std::from_chars(name, records.data() + entry.length, descriptor);
    if (parsed.ec == std::errc{} && descriptor >= first && descriptor != folder) {
      // What cannot be closed does not count, or the list would be read for ever.
      closed += ::close(descriptor) == 0 ? 1U : 0U;
    }
    records.remove_prefix(entry.length);
  }
  return closed;
}

// False when /proc does not say what is open.
bool CloseWhatProcLists(int first) {
  const int folder = MoveAboveStandard(::open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder == -1) {
    return false;
  }
  // Closing moves the list under the reader, so it is read again from the start until it is empty.
  std::array<char, 1024> records{};
  std::size_t closed = 1;
  long size = 0;
  while (closed > 0) {
    closed = 0;
    ::lseek(folder, 0, SEEK_SET);
    while ((size = ::syscall(SYS_getdents64, folder, records.data(), records.size())) > 0) {
      closed += CloseListed({records.data(), static_cast<std::size_t>(size)}, first, folder);
    }
  }
  Close(folder);
  return size == 0;
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
  const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstAfterStandard);
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

Result<Pipe> OpenPipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) == -1) {
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
