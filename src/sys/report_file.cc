// The file that somebody reads when we are gone.
#include "sys/report_file.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>
#include <array>
#include <cstddef>
#include <cstdint>

#include "sys/descriptors.h"

namespace dumb_init::sys {
namespace {

// Whoever may make files in the folder may have linked another file there that only we may write to
// (proc_sys_fs(5), protected_hardlinks). EMLINK.
bool HasOtherNames(int descriptor) {
  // struct statx, which older libc headers do not have, as words of 32 bits.
  std::array<std::uint32_t, 64> status;
  constexpr std::size_t kNames = 4;
  constexpr unsigned kNamesAreWanted = 4;  // STATX_NLINK
  status[kNames] = 0;
  ::syscall(SYS_statx, descriptor, "", AT_EMPTY_PATH, kNamesAreWanted, status.data());
  errno = EMLINK;
  return status[kNames] > 1;
}

// Some file systems cannot make room, and what is no regular file needs none: there the write finds
// out.
bool MakeRoom(int descriptor, std::size_t size) {
  const int made = ::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size));
  return made == 0 || (errno != ENOSPC && errno != EDQUOT);
}

// False, and errno says why.
bool Write(int descriptor, std::string_view text) {
  if (!MakeRoom(descriptor, text.size())) {
    return false;
  }
  // All signals are blocked, so none interrupts.
  const auto write = [&](std::string_view rest) {
    return ::write(descriptor, rest.data(), rest.size());
  };
  const ssize_t written = write(text);
  const bool whole = written == static_cast<ssize_t>(text.size());
  // What is only a part is nothing; the rest tells why.
  if (!whole && written > 0) {
    write({text.data() + written, text.size() - static_cast<std::size_t>(written)});
  }
  const int error = errno;
  if (whole || written > 0) {
    const int cut = ::ftruncate(descriptor, whole ? written : 0);
    static_cast<void>(cut);
  }
  errno = error;
  return whole;
}

}  // namespace

Result<Done> WriteWholeFile(const char* path, std::string_view text) {
  constexpr mode_t kReadableByAll = 0644;
  const int descriptor = MoveAboveStandard(
      Open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, kReadableByAll));
  if (descriptor == -1) {
    return SysError{path, errno};
  }
  const bool written = !HasOtherNames(descriptor) && Write(descriptor, text);
  const int error = errno;
  Close(descriptor);
  if (!written) {
    return SysError{path, error};
  }
  return Done{};
}

}  // namespace dumb_init::sys
