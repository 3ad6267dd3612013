// What every fuzzer needs: a claim that ends the run where it does not hold, and an input that is
// taken apart from front to back.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dumb_init::fuzz {

// What is claimed of the program, of any input.
inline void Require(bool holds) {
  if (!holds) {
    __builtin_trap();
  }
}

// What follows after the last byte is zeros and empty text.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }

  std::uint8_t Byte() {
    if (rest_.empty()) {
      return 0;
    }
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

  bool Flip() { return (Byte() & 1U) != 0; }

  // Small ones in one byte, and each of 64 bits.
  std::uint64_t Number() {
    constexpr unsigned kSmall = 0xf0;
    const std::uint8_t first = Byte();
    std::uint64_t number = first;
    for (unsigned left = first > kSmall ? (first & 0xfU) : 0; left > 0; --left) {
      number = number << 8U | Byte();
    }
    return number;
  }

  // What stands before the next `end`, which is taken, too.
  std::string Until(char end) {
    const std::size_t size = rest_.find(end);
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size == std::string_view::npos ? rest_.size() : size + 1);
    return text;
  }

  std::string Rest() const { return std::string(rest_); }

 private:
  std::string_view rest_;
};

// As std::getline has it: nothing stands behind the last separator.
inline std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const std::size_t size = text.find(separator);
    pieces.emplace_back(text.substr(0, size));
    text.remove_prefix(size == std::string_view::npos ? text.size() : size + 1);
  }
  return pieces;
}

// The number that all of `text` is, as the C library reads digits.
inline std::optional<std::uint64_t> Whole(const std::string& text, int base = 10) {
  const std::string digits("0123456789abcdef", static_cast<std::size_t>(base));
  errno = 0;
  const std::uint64_t number = std::strtoull(text.c_str(), nullptr, base);
  const bool is_whole = !text.empty() && text.find_first_not_of(digits) == std::string::npos;
  return is_whole && errno == 0 ? std::optional(number) : std::nullopt;
}

// Words with a null behind the last, as main() gets them. Each has exactly the memory it needs, so
// that a byte too far is noticed.
class Words {
 public:
  explicit Words(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const std::size_t size = text.find('\0') == std::string::npos ? text.size() : text.find('\0');
      memory_.push_back(std::make_unique<char[]>(size + 1));
      text.copy(memory_.back().get(), size);
      places_.push_back(memory_.back().get());
    }
    places_.push_back(nullptr);
    places_.shrink_to_fit();
  }

  std::span<char*> words() { return {places_.data(), places_.size() - 1}; }
  char** list() { return places_.data(); }

 private:
  std::vector<std::unique_ptr<char[]>> memory_;
  std::vector<char*> places_;
};

}  // namespace dumb_init::fuzz
