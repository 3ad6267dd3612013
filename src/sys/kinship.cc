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

// The word number `index` of `text`, the first being 0; empty: it has fewer.
std::string_view FieldOf(std::string_view text, int index) {
  for (; index > 0; --index) {
    text.remove_prefix(std::min(text.find(' '), text.size()));
    text.remove_prefix(text.empty() ? 0 : 1);
  }
  return {text.data(), std::min(text.find(' '), text.size())};
}

int NumberIn(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

bool ProcIsOurs(core::Pid self) {
  std::array<char, 16> target{};
  const ssize_t size = ::readlink("/proc/self", target.data(), target.size());
  int number = 0;
  std::from_chars(target.data(), target.data() + std::max<ssize_t>(size, 0), number);
  return number == self.number;
}

std::optional<Kinship> KinshipOf(core::Pid pid) {
  std::array<char, 512> bytes;
  std::string_view text = ReadProc(pid, "/stat", bytes);
  // "PID (NAME) STATE PARENT ...": the name may hold anything, so what counts is its last ")".
  text.remove_prefix(std::min(text.rfind(')'), text.size()));
  constexpr int kState = 1;
  constexpr int kParent = 2;
  constexpr int kGroup = 3;
  constexpr int kThreads = 18;
  const std::string_view state = FieldOf(text, kState);
  if (state.empty()) {
    return std::nullopt;
  }
  // A process whose first thread has ended looks like a zombie and may have others.
  const bool ended = state.front() == 'Z' || state.front() == 'X';
  const bool alive = !ended || NumberIn(FieldOf(text, kThreads)) > 1;
  return Kinship{{NumberIn(FieldOf(text, kParent))}, {NumberIn(FieldOf(text, kGroup))}, alive};
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
