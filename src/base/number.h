// Numbers as text, both ways.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace dumb_init {

// A whole number without sign: digits only, those above 9 in small letters, nothing before and
// nothing after. Nothing if it is anything else or does not fit.
std::optional<std::uint64_t> ParseWhole(std::string_view text, unsigned base = 10);

// The same for what has to fit an int.
inline std::optional<int> ParseNumber(std::string_view text) {
  const std::optional<std::uint64_t> number = ParseWhole(text);
  if (!number || *number > std::uint64_t{std::numeric_limits<int>::max()}) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

// A number in decimal.
class Digits {
 public:
  explicit Digits(std::int64_t number);
  explicit Digits(std::uint64_t number);
  std::string_view text() const { return {bytes_.data() + start_, bytes_.size() - start_}; }

 private:
  void Write(std::uint64_t number);

  // The longest is -9223372036854775808.
  std::array<char, 20> bytes_;
  std::size_t start_ = bytes_.size();
};

}  // namespace dumb_init
