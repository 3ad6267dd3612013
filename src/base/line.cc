// Line: the text of one message, built in place.
#include "base/line.h"

#include "base/number.h"
#include "base/utf8.h"

namespace dumb_init {
namespace {

constexpr std::string_view kCut = "...";
constexpr std::string_view kHexDigits = "0123456789abcdef";

}  // namespace

Line& Line::Add(std::string_view text) {
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    if (IsPrintable(character)) {
      for (std::size_t i = 0; i < character.size; ++i) {
        Put(text[i]);
      }
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
  constexpr std::size_t kRoom = kCapacity - 1;
  if (size_ > kRoom) {
    size_ = kRoom - kCut.size();
    while ((static_cast<unsigned char>(bytes_[size_]) & 0xc0U) == 0x80U) {
      --size_;
    }
    for (const char byte : kCut) {
      Put(byte);
    }
  }
  bytes_[size_] = '\n';
  return {bytes_.data(), size_ + 1};
}

// One byte more than fits before the newline is remembered, so that text() knows of the cut.
void Line::Put(char byte) {
  if (size_ < kCapacity) {
    bytes_[size_] = byte;
    ++size_;
  }
}

}  // namespace dumb_init
