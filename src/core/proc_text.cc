// What the files of /proc/PID say.
#include "core/proc_text.h"

#include <algorithm>
#include <array>

#include "base/number.h"
#include "base/take_until.h"

namespace dumb_init::core {
namespace {

// 0 for what is none, as for a negative one.
std::uint64_t NumberIn(std::string_view text) { return ParseWhole(text).value_or(0); }

// The set behind `key` on its own line.
std::optional<SignalSet> FindSet(std::string_view text, std::string_view key) {
  constexpr unsigned kHexadecimal = 16;
  while (!text.empty()) {
    std::string_view line = TakeUntil(text, '\n');
    if (TakeUntil(line, '\t') == key) {
      const auto bits = ParseWhole(line, kHexadecimal);
      return bits && line.size() == kHexadecimal ? std::optional(SignalSet::FromBits(*bits))
                                                 : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Process> ParseStat(std::string_view text) {
  // "PID (NAME) STATE PARENT ...": the name may hold anything, so what counts is its last ")".
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    return std::nullopt;
  }
  std::string_view rest = text;
  rest.remove_prefix(std::min(close + 2, rest.size()));
  const std::string_view state = TakeUntil(rest, ' ');
  enum { kParent, kGroup, kTerminal = 3, kFlags = 5, kThreads = 16, kStarted = 18, kFields };
  std::array<std::uint64_t, kFields> fields;
  for (std::uint64_t& field : fields) {
    if (rest.empty()) {
      return std::nullopt;
    }
    field = NumberIn(TakeUntil(rest, ' '));
  }
  const auto pid_in = [&](std::uint64_t number) { return Pid{static_cast<int>(number)}; };
  Process process;
  process.parent = pid_in(fields[kParent]);
  process.group = pid_in(fields[kGroup]);
  // A process whose first thread has ended looks like a zombie and may have others.
  process.alive = (state != "Z" && state != "X") || fields[kThreads] > 1;
  constexpr std::uint64_t kKernelThread = 0x00200000;  // PF_KTHREAD of the kernel's sched.h
  process.of_kernel = (fields[kFlags] & kKernelThread) != 0;
  process.has_terminal = fields[kTerminal] != 0;
  process.started = fields[kStarted];
  const std::string_view name(text.data() + open + 1, close - open - 1);
  process.name.size = name.copy(process.name.bytes.data(), process.name.bytes.size() - 1);
  process.pid = pid_in(NumberIn(TakeUntil(text, ' ')));
  return process;
}

std::optional<SignalSets> ParseSignalSets(std::string_view text) {
  constexpr std::array<const char*, 5> kKeys = {
      "SigPnd:", "ShdPnd:", "SigBlk:", "SigIgn:", "SigCgt:"};
  std::array<SignalSet, kKeys.size()> sets;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::optional<SignalSet> set = FindSet(text, kKeys[i]);
    if (!set) {
      return std::nullopt;
    }
    sets[i] = *set;
  }
  return SignalSets{sets[4], sets[3], sets[2],
                    SignalSet::FromBits(sets[0].bits() | sets[1].bits())};
}

std::string_view ProgramIn(std::string_view command_line) {
  std::string_view word = TakeUntil(command_line, '\0');
  const std::size_t slash = word.rfind('/');
  word.remove_prefix(slash == std::string_view::npos ? 0 : slash + 1);
  word.remove_prefix(word.starts_with('-') ? 1 : 0);
  return word;
}

std::size_t FindWords(std::span<char> text, std::span<char*> places) {
  std::size_t count = 0;
  char* start = text.data();
  for (char& byte : text) {
    if (byte == '\0' && count + 1 < places.size()) {
      places[count] = start;
      ++count;
      start = &byte + 1;
    }
  }
  places[count] = nullptr;
  return count;
}

}  // namespace dumb_init::core
