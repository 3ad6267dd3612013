// Literals in tables.
#pragma once

#include <string_view>

namespace dumb_init {

// A literal by its address alone: tables of them are half as large as with their lengths, which are
// counted where they are needed.
class Literal {
 public:
  constexpr Literal(const char* text) : text_(text) {}           // NOLINT
  constexpr operator std::string_view() const { return text_; }  // NOLINT
  constexpr bool empty() const { return *text_ == '\0'; }
  constexpr const char* text() const { return text_; }

 private:
  const char* text_;
};

}  // namespace dumb_init
