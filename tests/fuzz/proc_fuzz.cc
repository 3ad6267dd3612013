// Texts of /proc and of control groups: what the kernel writes is read as it was meant, whatever
// processes call themselves; and anything else as a plain second reading has it.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/cgroup.h"
#include "core/proc_text.h"
#include "fuzz/input.h"

namespace dumb_init::core {
namespace {

using fuzz::Require;
using fuzz::Split;
using fuzz::Whole;

bool Same(const std::optional<Process>& one, const std::optional<Process>& other) {
  return one.has_value() == other.has_value() &&
         (!one ||
          (one->pid == other->pid && one->parent == other->parent && one->group == other->group &&
           one->alive == other->alive && one->has_terminal == other->has_terminal &&
           one->started == other->started && one->name.text() == other->name.text()));
}

Pid PidIn(const std::string& text) { return {static_cast<int>(Whole(text).value_or(0))}; }

std::optional<Process> ProcessIn(const std::string& text) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) {
    return std::nullopt;
  }
  // From field 3 on, as proc(5) counts them.
  const auto fields = Split(text.substr(std::min(close + 2, text.size())), ' ');
  const auto field = [&](std::size_t number) { return fields[number - 3]; };
  if (fields.size() < 22 - 2) {
    return std::nullopt;
  }
  Process process;
  process.pid = PidIn(text.substr(0, text.find(' ')));
  process.parent = PidIn(field(4));
  process.group = PidIn(field(5));
  process.has_terminal = Whole(field(7)).value_or(0) != 0;
  process.started = Whole(field(22)).value_or(0);
  const bool ended = field(3) == "Z" || field(3) == "X";
  process.alive = !ended || Whole(field(20)).value_or(0) > 1;
  const std::string name = text.substr(open + 1, close - open - 1).substr(0, 15);
  process.name.size = name.copy(process.name.bytes.data(), 15);
  return process;
}

// As the kernel writes it, with a name and numbers of anybody's choice.
void CheckWritten(fuzz::Input input) {
  Process process;
  process.pid = {static_cast<int>(input.Number() & 0x7fffffffU)};
  process.parent = {static_cast<int>(input.Number() & 0x7fffffffU)};
  process.group = {static_cast<int>(input.Number() & 0x7fffffffU)};
  const int terminal = static_cast<int>(input.Byte()) - 1;
  process.has_terminal = terminal > 0;
  process.alive = !input.Flip();
  process.started = input.Number();
  const std::string name = input.Rest().substr(0, 15);
  process.name.size = name.copy(process.name.bytes.data(), 15);
  std::string text = std::to_string(process.pid.number) + " (" + name + ") " +
                     (process.alive ? "S" : "Z") + " " + std::to_string(process.parent.number) +
                     " " + std::to_string(process.group.number) + " 5 " + std::to_string(terminal) +
                     " -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 " + std::to_string(process.started) +
                     " 2 3 18446744073709551615\n";
  Require(Same(ParseStat(text), process));
}

std::optional<SignalSet> SetIn(const std::string& text, const std::string& key) {
  for (const std::string& line : Split(text, '\n')) {
    const std::size_t tab = std::min(line.find('\t'), line.size());
    if (line.substr(0, tab) == key) {
      const std::string digits = line.substr(std::min(tab + 1, line.size()));
      const auto bits = Whole(digits, 16);
      return bits && digits.size() == 16 ? std::optional(SignalSet::FromBits(*bits)) : std::nullopt;
    }
  }
  return std::nullopt;
}

void CheckSignals(const std::string& text) {
  const auto pending = SetIn(text, "SigPnd:");
  const auto shared = SetIn(text, "ShdPnd:");
  const auto blocked = SetIn(text, "SigBlk:");
  const auto ignored = SetIn(text, "SigIgn:");
  const auto caught = SetIn(text, "SigCgt:");
  const auto sets = ParseSignalSets(text);
  Require(sets.has_value() == (pending && shared && blocked && ignored && caught));
  if (sets) {
    Require(sets->caught == *caught && sets->ignored == *ignored && sets->blocked == *blocked);
    Require(sets->waiting.bits() == (pending->bits() | shared->bits()));
  }
}

void CheckWords(const std::string& text, std::size_t room) {
  std::string word = text.substr(0, text.find('\0'));
  word.erase(0, word.rfind('/') + 1);
  word.erase(0, word.starts_with('-') ? 1 : 0);
  Require(ProgramIn(text) == word);
  std::vector<char> copy(text.begin(), text.end());
  std::vector<char*> places(room + 1);
  const std::size_t count = FindWords(copy, places);
  const auto ends = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
  Require(count == std::min(ends, room) && places[count] == nullptr);
  const auto words = Split(text, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    Require(places[i] == words[i]);
  }
}

std::optional<Cgroup> CgroupIn(const std::string& text, const std::string& controller,
                               std::string& path) {
  std::optional<Cgroup> found;
  for (const std::string& line : Split(text, '\n')) {
    const std::size_t first = std::min(line.find(':'), line.size());
    const std::size_t second = std::min(line.find(':', first + 1), line.size());
    const std::string controllers = line.substr(first, second - first);
    const std::string behind = line.substr(std::min(second + 1, line.size()));
    for (const std::string& one :
         Split(controllers.substr(std::min<std::size_t>(1, controllers.size())), ',')) {
      if (one == controller) {
        path = behind;
        return Cgroup{Cgroup::Version::kOne, path};
      }
    }
    if (controllers.size() <= 1 && !behind.empty()) {
      path = behind;
      found = Cgroup{Cgroup::Version::kTwo, path};
    }
  }
  return found;
}

void CheckCgroups(const std::string& text) {
  for (const std::string controller : {"memory", "pids"}) {
    std::string path;
    const auto expected = CgroupIn(text, controller, path);
    const auto found = FindCgroup(text, controller);
    Require(found.has_value() == expected.has_value());
    Require(!found || (found->version == expected->version && found->path == path));
  }
  for (const std::string key : {"", "oom_kill", "inactive_file"}) {
    std::optional<std::uint64_t> expected;
    for (const std::string& line : Split(text, '\n')) {
      const std::size_t blank = std::min(line.find(' '), line.size());
      if (key.empty() || line.substr(0, blank) == key) {
        const std::string figure =
            key.empty() ? line : line.substr(std::min(blank + 1, line.size()));
        expected = figure == "max" ? std::optional(kUnlimited) : Whole(figure);
        expected = expected.value_or(0) >> 62U != 0 ? kUnlimited : expected;
        break;
      }
    }
    Require(FindFigure(text, key) == expected);
  }
}

}  // namespace
}  // namespace dumb_init::core

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dumb_init;  // NOLINT
  fuzz::Input input(data, size);
  core::CheckWritten(input);
  const std::string text = input.Rest();
  fuzz::Require(core::Same(core::ParseStat(text), core::ProcessIn(text)));
  core::CheckSignals(text);
  core::CheckWords(text, size % 5);
  core::CheckCgroups(text);
  return 0;
}
