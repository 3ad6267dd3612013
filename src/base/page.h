// Page: several lines of text of our own, built in place.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/check.h"

namespace dumb_init {

// Text of our own making with a known upper size; more than fits is a bug of ours.
class Page {
 public:
  static constexpr std::size_t kCapacity = 4096;

  Page& Add(std::string_view text) {
    DUMB_INIT_CHECK(text.size() <= kCapacity - size_);
    size_ += text.copy(bytes_.data() + size_, text.size());
    return *this;
  }

  // The same for a literal; whoever calls need not make a string_view of it.
  Page& Add(const char* text) { return Add(std::string_view(text)); }

  // Appends blanks until the current line is `column` wide, and at least one.
  Page& Indent(std::size_t column) {
    do {
      Add(" ");
    } while (size_ - LineStart() < column);
    return *this;
  }

  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  std::size_t LineStart() const {
    const std::size_t newline = text().rfind('\n');
    return newline == std::string_view::npos ? 0 : newline + 1;
  }

  std::array<char, kCapacity> bytes_;
  std::size_t size_ = 0;
};

}  // namespace dumb_init
