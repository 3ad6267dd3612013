// File names put together piece by piece.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/number.h"

namespace dumb_init::sys {

// A file name of at most 1023 bytes; what is longer is cut, and no such file exists.
class FileName {
 public:
  FileName& Add(std::string_view piece) {
    size_ += piece.copy(bytes_.data() + size_, bytes_.size() - 1 - size_);
    return *this;
  }

  FileName& Add(const char* piece) { return Add(std::string_view(piece)); }

  FileName& Add(int number) { return Add(Digits(std::int64_t{number}).text()); }

  const char* text() const { return bytes_.data(); }

 private:
  std::array<char, 1024> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace dumb_init::sys
