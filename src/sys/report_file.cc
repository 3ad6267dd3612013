// The file that somebody reads when we are gone.
#include "sys/report_file.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>
#include <cstddef>

#include "sys/descriptors.h"

namespace dumb_init::sys {
namespace {

// Some file systems cannot make room and say so; there the write finds out. What is no regular file
// needs none.
bool MakeRoom(int descriptor, std::size_t size) {
  const int made = RetryOnEintr(
      [&] { return ::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size)); });
  return made == 0 || errno == EOPNOTSUPP || errno == ENOSYS || errno == ENODEV || errno == ESPIPE;
}

// False, and errno says why.
bool Write(int descriptor, std::string_view text) {
  if (!MakeRoom(descriptor, text.size())) {
    return false;
  }
  const auto write = [&](std::string_view rest) {
    return RetryOnEintr([&] { return ::write(descriptor, rest.data(), rest.size()); });
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
  const bool written = Write(descriptor, text);
  const int error = errno;
  Close(descriptor);
  if (!written) {
    return SysError{path, error};
  }
  return Done{};
}

}  // namespace dumb_init::sys
