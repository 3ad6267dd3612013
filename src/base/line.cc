// Line: the text of one message, built in place.
#include "base/line.h"

namespace dumb_init {
namespace {

constexpr std::string_view kCut = "...";
constexpr std::string_view kHexDigits = "0123456789abcdef";

bool IsControl(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value < 0x20 || value == 0x7f;
}

}  // namespace

Line& Line::Add(std::string_view text) {
  for (const char byte : text) {
    if (IsControl(byte)) {
      const auto value = static_cast<unsigned char>(byte);
      Put('\\');
      Put('x');
      Put(kHexDigits[value >> 4]);
      Put(kHexDigits[value & 0xf]);
    } else {
      Put(byte);
    }
  }
  return *this;
}

std::string_view Line::text() {
  constexpr std::size_t kRoom = kCapacity - 1;
  if (size_ > kRoom) {
    size_ = kRoom;
    for (std::size_t i = 0; i < kCut.size(); ++i) {
      bytes_[kRoom - kCut.size() + i] = kCut[i];
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
