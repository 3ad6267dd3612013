// Line: the text of one message, built in place.
#include "base/line.h"

#include <algorithm>

#include "base/number.h"
#include "base/utf8.h"

namespace dumb_init {
namespace {

constexpr std::string_view kCut = "...";
constexpr std::string_view kHexDigits = "0123456789abcdef";
// How many bytes stand for one that is not shown.
constexpr std::size_t kEscaped = 4;

}  // namespace

Line& Line::Add(std::string_view text) {
  const std::size_t end = std::min(size_ + kLongest, kCapacity - 1) - kCut.size();
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    const bool is_shown = IsPrintable(character) && character.code != '\\';
    if (size_ + (is_shown ? character.size : kEscaped) > end) {
      PutAll(kCut);
      break;
    }
    if (is_shown) {
      PutAll({text.data(), character.size});
      text.remove_prefix(character.size);
    } else {
      const auto byte = static_cast<unsigned char>(text.front());
      Put('\\');
      Put('x');
      Put(kHexDigits[byte >> 4]);
      Put(kHexDigits[byte & 0xf]);
      text.remove_prefix(1);
    }
  }
  return *this;
}

Line& Line::Add(const char* text) { return Add(std::string_view(text)); }

Line& Line::AddDigits(std::int64_t number) { return Add(Digits(number).text()); }

Line& Line::AddDigits(std::uint64_t number) { return Add(Digits(number).text()); }

std::string_view Line::text() {
  bytes_[size_] = '\n';
  return {bytes_.data(), size_ + 1};
}

void Line::PutAll(std::string_view bytes) {
  for (const char byte : bytes) {
    Put(byte);
  }
}

void Line::Put(char byte) {
  if (size_ < kCapacity - 1) {
    bytes_[size_] = byte;
    ++size_;
  }
}

}  // namespace dumb_init
