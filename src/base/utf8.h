// Text of strangers: what of it may be shown as it is.
#pragma once

#include <cstddef>
#include <string_view>

namespace dumb_init {

// The first character of some bytes, as UTF-8 (RFC 3629).
struct Character {
  char32_t code = 0;
  // How many bytes it takes; 0: the bytes are no character.
  std::size_t size = 0;
};

// `text` is not empty.
constexpr Character FirstCharacter(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) {
    return {lead, 1};
  }
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) {
    return {};
  }
  char32_t code = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0U) != 0x80U) {
      return {};
    }
    code = code << 6U | (byte & 0x3fU);
  }
  const bool longer_than_needed = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  return longer_than_needed || surrogate || code > 0x10ffff ? Character{} : Character{code, size};
}

// Neither moves the cursor nor turns the direction of the text around it: no control character (C0,
// DEL, C1), no line or paragraph separator, no bidirectional formatting.
constexpr bool IsPrintable(Character character) {
  const char32_t code = character.code;
  return character.size != 0 && code >= 0x20 && !(code >= 0x7f && code <= 0x9f) &&
         !(code >= 0x2028 && code <= 0x202e) && !(code >= 0x2066 && code <= 0x2069);
}

}  // namespace dumb_init
