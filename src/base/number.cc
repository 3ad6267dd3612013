// Numbers as text, both ways.
#include "base/number.h"

namespace dumb_init {
namespace {

constexpr unsigned kBase = 10;

}  // namespace

std::optional<std::uint64_t> ParseWhole(std::string_view text) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t number = 0;
  for (const char byte : text) {
    const unsigned digit = static_cast<unsigned char>(byte) - unsigned{'0'};
    if (digit >= kBase || number > (kMost - digit) / kBase) {
      return std::nullopt;
    }
    number = number * kBase + digit;
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
  do {
    bytes_[--start_] = static_cast<char>('0' + number % kBase);
    number /= kBase;
  } while (number != 0);
}

}  // namespace dumb_init
