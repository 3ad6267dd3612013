// Numbers as text, both ways.
#include "base/number.h"

namespace dumb_init {

std::optional<std::uint64_t> ParseWhole(std::string_view text, unsigned base) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t number = 0;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    const unsigned digit = code >= 'a' ? code - 'a' + 10U : code - unsigned{'0'};
    const bool is_digit = code <= '9' || code >= 'a';
    if (!is_digit || digit >= base || number > (kMost - digit) / base) {
      return std::nullopt;
    }
    number = number * base + digit;
  }
  return text.empty() ? std::nullopt : std::optional(number);
}

Digits::Digits(std::int64_t number) {
  const auto magnitude = static_cast<std::uint64_t>(number);
  Write(number < 0 ? 0 - magnitude : magnitude);
  if (number < 0) {
    bytes_[--start_] = '-';
  }
}

Digits::Digits(std::uint64_t number) { Write(number); }

void Digits::Write(std::uint64_t number) {
  constexpr unsigned kBase = 10;
  do {
    bytes_[--start_] = static_cast<char>('0' + number % kBase);
    number /= kBase;
  } while (number != 0);
}

}  // namespace dumb_init
