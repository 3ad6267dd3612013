// Who is whose child, by /proc.
#include "sys/kinship.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "sys/descriptors.h"
#include "sys/error.h"
#include "sys/proc_file.h"

namespace dumb_init::sys {
namespace {

// No family is deeper than this; a pid that is used again while we climb cannot keep us for ever.
constexpr int kMostGenerations = 1 << 16;

}  // namespace

bool ProcIsOurs(core::Pid self) {
  std::array<char, 16> target{};
  const ssize_t size = ::readlink("/proc/self", target.data(), target.size());
  int number = 0;
  std::from_chars(target.data(), target.data() + std::max<ssize_t>(size, 0), number);
  return number == self.number;
}

std::optional<Kinship> KinshipOf(core::Pid pid) {
  // "PID (NAME) STATE PARENT ...": the name may hold anything, so what counts is its last ")".
  std::array<char, 128> bytes;
  const std::string_view text = ReadProc(pid, "/stat", bytes);
  const std::size_t name_end = text.rfind(')');
  constexpr std::size_t kToState = 2;
  constexpr std::size_t kToParent = 4;
  if (name_end == std::string_view::npos || name_end + kToParent >= text.size()) {
    return std::nullopt;
  }
  const char state = text[name_end + kToState];
  int parent = 0;
  std::from_chars(text.data() + name_end + kToParent, text.data() + text.size(), parent);
  return Kinship{{parent}, state != 'Z' && state != 'X'};
}

bool IsBelow(const Kinship& kin, core::Pid ancestor) {
  core::Pid parent = kin.parent;
  for (int generation = 0; generation < kMostGenerations && parent.number > 0; ++generation) {
    if (parent == ancestor) {
      return true;
    }
    const std::optional<Kinship> next = KinshipOf(parent);
    if (!next) {
      return false;
    }
    parent = next->parent;
  }
  return false;
}

}  // namespace dumb_init::sys
