// Small files of /proc.
#include "sys/proc_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "sys/descriptors.h"
#include "sys/error.h"

namespace dumb_init::sys {

std::string_view ReadProc(core::Pid pid, std::string_view file, std::span<char> room) {
  constexpr std::string_view kFolder = "/proc/";
  std::array<char, 32> path{};
  char* end = std::copy(kFolder.begin(), kFolder.end(), path.data());
  end = std::to_chars(end, path.data() + path.size(), pid.number).ptr;
  std::copy(file.begin(), file.end(), end);
  const int descriptor = MoveAboveStandard(::open(path.data(), O_RDONLY | O_CLOEXEC));
  if (descriptor == -1) {
    return {};
  }
  const ssize_t size = RetryOnEintr([&] { return ::read(descriptor, room.data(), room.size()); });
  Close(descriptor);
  return {room.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

}  // namespace dumb_init::sys
