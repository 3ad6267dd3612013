// Who is whose child, by /proc.
#include "sys/kinship.h"

#include <array>
#include <cstddef>
#include <string_view>

#include "base/number.h"
#include "base/take_until.h"
#include "sys/clock.h"
#include "sys/proc_file.h"
#include "sys/process_facts.h"

namespace dumb_init::sys {
namespace {

// No family is deeper than this; a pid that is used again while we climb cannot keep us for ever.
constexpr int kMostGenerations = 1 << 16;

}  // namespace

bool ProcIsOurs(core::Pid self) {
  std::array<char, 16> room;
  std::string_view text = ReadFile("/proc/self/stat", room);
  return ParseNumber(TakeUntil(text, ' ')) == self.number;
}

std::optional<Kinship> KinshipOf(core::Pid pid) {
  const std::optional<core::Process> process = ReadProcess(pid);
  if (!process) {
    return std::nullopt;
  }
  return Kinship{process->parent, process->group, process->alive && !process->of_kernel};
}

std::optional<core::Moment> AgeOf(core::Pid pid) {
  // USER_HZ is 100 on every architecture we know.
  constexpr core::Moment kMillisecondsPerTick = 10;
  const std::optional<core::Process> process = ReadProcess(pid);
  if (!process) {
    return std::nullopt;
  }
  const auto started = static_cast<core::Moment>(process->started) * kMillisecondsPerTick;
  return std::max<core::Moment>(SinceBoot() - started, 0);
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
