// Lengths of time that somebody asked for.
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace dumb_init::core {

// A length of time; the longest that can be asked for is a day.
struct Duration {
  int milliseconds = 0;
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
};

constexpr Duration kLongestDuration{24 * 60 * 60 * 1000};

// Reads a whole number with ms, s, m or h right behind it, or nothing, which means seconds. Nothing
// if it is anything else or longer than the longest.
std::optional<Duration> ParseDuration(std::string_view text);

}  // namespace dumb_init::core
