// Lengths of time that somebody asked for.
#include "core/duration.h"

#include "base/number.h"

namespace dumb_init::core {
namespace {

struct Unit {
  std::string_view name;
  int milliseconds;
};
// The first that fits counts, so "ms" comes before "s"; the last one always fits.
constexpr Unit kUnits[] = {
    {"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"h", 60 * 60 * 1000}, {"", 1000}};

}  // namespace

std::optional<Duration> ParseDuration(std::string_view text) {
  const Unit* unit = kUnits;
  while (!text.ends_with(unit->name)) {
    ++unit;
  }
  text.remove_suffix(unit->name.size());
  const std::optional<int> count = ParseNumber(text);
  if (!count || *count > kLongestDuration.milliseconds / unit->milliseconds) {
    return std::nullopt;
  }
  return Duration{*count * unit->milliseconds};
}

}  // namespace dumb_init::core
