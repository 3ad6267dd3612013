// Line: the text of one message, built in place.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dumb_init {

// One line of text. It always ends in exactly one newline, is otherwise printable UTF-8, and is at
// most PIPE_BUF (pipe(7): 4096) bytes long, so that one write(2) of it is never torn apart. What
// does not fit is cut off and the cut is marked with "...".
class Line {
 public:
  static constexpr std::size_t kCapacity = 4096;
  // So much of one piece of text is shown at most, so that what follows is still seen: why a
  // command was not started, however long its name is.
  static constexpr std::size_t kLongest = 1024;

  // Appends text of our own or of a stranger's; whatever is not printable appears as \x1b, and so
  // does a backslash, so that all can be read back.
  Line& Add(std::string_view text);
  // The same for a literal; whoever calls need not make a string_view of it.
  Line& Add(const char* text);

  // Appends a number in decimal.
  template <typename Number>
  requires std::is_integral_v<Number> Line& Add(Number number) {
    if constexpr (std::is_signed_v<Number>) {
      return AddDigits(std::int64_t{number});
    } else {
      return AddDigits(std::uint64_t{number});
    }
  }

  // Appends one byte as it is: for whoever sees to it that it is printable.
  void Put(char byte);

  // The whole line with its newline.
  std::string_view text();

 private:
  Line& AddDigits(std::int64_t number);
  Line& AddDigits(std::uint64_t number);
  void PutAll(std::string_view bytes);

  std::array<char, kCapacity> bytes_;
  std::size_t size_ = 0;
};

}  // namespace dumb_init
