// Small files that the kernel makes up as they are read.
#include "sys/proc_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <cstddef>

#include "sys/descriptors.h"
#include "sys/error.h"
#include "sys/file_name.h"

namespace dumb_init::sys {

std::string_view ReadFile(const char* path, std::span<char> room) {
  const int descriptor = MoveAboveStandard(Open(path, O_RDONLY | O_NONBLOCK));
  if (descriptor == -1) {
    return {};
  }
  std::size_t size = 0;
  ssize_t count = 0;
  // A long one comes in several pieces.
  do {
    count =
        RetryOnEintr([&] { return ::read(descriptor, room.data() + size, room.size() - size); });
    size += count > 0 ? static_cast<std::size_t>(count) : 0;
  } while (count > 0 && size < room.size());
  Close(descriptor);
  return {room.data(), size};
}

std::string_view ReadProc(core::Pid pid, const char* file, std::span<char> room) {
  FileName name;
  name.Add("/proc/").Add(pid.number).Add(file);
  return ReadFile(name.text(), room);
}

}  // namespace dumb_init::sys
