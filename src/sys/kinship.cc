// Who is whose child, by /proc.
#include "sys/kinship.h"

#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/number.h"
#include "sys/clock.h"
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

std::int64_t NumberIn(std::string_view text) {
  return static_cast<std::int64_t>(ParseWhole(text).value_or(0));
}

core::Pid PidIn(std::string_view text) { return {static_cast<int>(NumberIn(text))}; }

// "PID (NAME) STATE PARENT ..." (proc(5)) from the state on, as much as fits into `room`. The name
// may hold anything, so what counts is its last ")".
using StatRoom = std::array<char, 512>;
std::string_view ReadStat(core::Pid pid, StatRoom& room) {
  std::string_view text = ReadProc(pid, "/stat", room);
  const std::size_t name_end = text.rfind(") ");
  text.remove_prefix(name_end == std::string_view::npos ? text.size() : name_end + 2);
  return text;
}
enum Field { kState = 0, kParent = 1, kGroup = 2, kThreads = 17, kStarted = 19 };

}  // namespace

bool ProcIsOurs(core::Pid self) {
  std::array<char, 16> target{};
  const ssize_t size = ::readlink("/proc/self", target.data(), target.size());
  const std::string_view text(target.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return ParseNumber(text) == self.number;
}

std::optional<Kinship> KinshipOf(core::Pid pid) {
  StatRoom room;
  const std::string_view stat = ReadStat(pid, room);
  if (stat.empty()) {
    return std::nullopt;
  }
  // A process whose first thread has ended looks like a zombie and may have others.
  const bool ended = stat.front() == 'Z' || stat.front() == 'X';
  const bool alive = !ended || NumberIn(FieldOf(stat, kThreads)) > 1;
  return Kinship{PidIn(FieldOf(stat, kParent)), PidIn(FieldOf(stat, kGroup)), alive};
}

std::optional<core::Moment> AgeOf(core::Pid pid) {
  // USER_HZ is 100 on every architecture we know.
  constexpr core::Moment kMillisecondsPerTick = 10;
  StatRoom room;
  const std::string_view started = FieldOf(ReadStat(pid, room), kStarted);
  if (started.empty()) {
    return std::nullopt;
  }
  return std::max<core::Moment>(SinceBoot() - NumberIn(started) * kMillisecondsPerTick, 0);
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
