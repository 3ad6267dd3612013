// What may be shown of a stranger's text, told apart by table 3-7 of the Unicode standard; and a
// line of ours read back.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "fuzz/input.h"

namespace dumb_init::fuzz {

// How many bytes the first character of `text` takes; 0: it is no UTF-8.
inline std::size_t SizeOfFirst(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto within = [&](std::size_t i, unsigned low, unsigned high) {
    return at(i) >= low && at(i) <= high;
  };
  const unsigned lead = at(0);
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xc2 && lead <= 0xdf) {
    return within(1, 0x80, 0xbf) ? 2 : 0;
  }
  if (lead >= 0xe0 && lead <= 0xef) {
    const bool second = within(1, lead == 0xe0 ? 0xa0U : 0x80U, lead == 0xed ? 0x9fU : 0xbfU);
    return second && within(2, 0x80, 0xbf) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const bool second = within(1, lead == 0xf0 ? 0x90U : 0x80U, lead == 0xf4 ? 0x8fU : 0xbfU);
    return second && within(2, 0x80, 0xbf) && within(3, 0x80, 0xbf) ? 4 : 0;
  }
  return 0;
}

// No control character, no separator of lines, nothing that turns the direction of the text.
inline bool IsShowable(std::string_view character) {
  if (character.size() == 1) {
    return character[0] >= ' ' && character[0] != '\x7f';
  }
  return !(character >= "\xc2\x80" && character <= "\xc2\x9f") &&
         !(character >= "\xe2\x80\xa8" && character <= "\xe2\x80\xae") &&
         !(character >= "\xe2\x81\xa6" && character <= "\xe2\x81\xa9");
}

// What a line says, without its newline: one line, whole characters, all of them showable.
inline std::string_view Checked(std::string_view line) {
  Require(line.size() >= 1 && line.size() <= 4096 && line.back() == '\n');
  line.remove_suffix(1);
  for (std::string_view rest = line; !rest.empty();) {
    const std::size_t size = SizeOfFirst(rest);
    Require(size > 0 && IsShowable(rest.substr(0, size)));
    rest.remove_prefix(size);
  }
  return line;
}

// The bytes behind the escapes.
inline std::string Unescaped(std::string_view shown) {
  std::string bytes;
  while (!shown.empty()) {
    if (shown.front() != '\\') {
      bytes += shown.front();
      shown.remove_prefix(1);
      continue;
    }
    Require(shown.size() >= 4 && shown[1] == 'x');
    const auto digit = [&](std::size_t i) {
      const std::size_t value = std::string_view("0123456789abcdef").find(shown[i]);
      Require(value != std::string_view::npos);
      return value;
    };
    bytes += static_cast<char>(digit(2) * 16 + digit(3));
    shown.remove_prefix(4);
  }
  return bytes;
}

}  // namespace dumb_init::fuzz
