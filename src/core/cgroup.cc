// What the files of control groups say.
#include "core/cgroup.h"

#include "base/number.h"
#include "base/take_until.h"

namespace dumb_init::core {
namespace {

std::optional<std::uint64_t> ParseFigure(std::string_view text) {
  // Version 1 says "no limit" with the largest number of whole pages in 63 bits.
  constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 62U;
  if (text == "max") {
    return kUnlimited;
  }
  const std::optional<std::uint64_t> figure = ParseWhole(text);
  return figure.value_or(0) >= kNoLimit ? kUnlimited : figure;
}

}  // namespace

std::optional<Cgroup> FindCgroup(std::string_view text, std::string_view controller) {
  std::optional<Cgroup> found;
  while (!text.empty()) {
    // "ID:CONTROLLERS:PATH", and "0::PATH" for version 2, which has all that version 1 has not.
    std::string_view path = TakeUntil(text, '\n');
    TakeUntil(path, ':');
    const std::string_view controllers = TakeUntil(path, ':');
    if (Lists(controllers, ',', controller)) {
      return Cgroup{Cgroup::Version::kOne, path};
    }
    if (controllers.empty() && !path.empty()) {
      found = Cgroup{Cgroup::Version::kTwo, path};
    }
  }
  return found;
}

std::optional<std::uint64_t> FindFigure(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    std::string_view line = TakeUntil(text, '\n');
    if (key.empty() || TakeUntil(line, ' ') == key) {
      return ParseFigure(line);
    }
  }
  return std::nullopt;
}

}  // namespace dumb_init::core
