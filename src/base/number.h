// Reading numbers that somebody wrote.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace dumb_init {

// A whole decimal number without sign: digits only, nothing before and nothing after. Nothing if it
// is anything else or does not fit.
inline std::optional<int> ParseNumber(std::string_view text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped_at, problem] = std::from_chars(text.data(), end, number);
  if (text.empty() || text.front() == '-' || stopped_at != end || problem != std::errc{}) {
    return std::nullopt;
  }
  return number;
}

}  // namespace dumb_init
