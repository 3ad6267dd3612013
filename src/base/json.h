// JSON, written from front to back.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/line.h"

namespace dumb_init {

// Appends members and elements of JSON (RFC 8259) to a line, with the commas between them. Whether
// what is opened is closed again, and whether all of it fits the line, is up to the caller.
class Json {
 public:
  explicit Json(Line& line) : line_(line) {}

  // In an object all have a key, in a list none does.
  Json& Open(char bracket, std::string_view key = {});
  Json& Close(char bracket);
  // Bytes that are no UTF-8 become U+FFFD, what is not printable is escaped, and what is longer
  // than `kLongest` bytes is cut.
  Json& Text(std::string_view text, std::string_view key = {});
  Json& Number(std::int64_t number, std::string_view key = {});
  Json& Truth(bool truth, std::string_view key = {});

  // The same for a literal; whoever calls need not make a string_view of it.
  Json& Open(char bracket, const char* key);
  Json& Text(std::string_view text, const char* key);
  Json& Number(std::int64_t number, const char* key);
  Json& Truth(bool truth, const char* key);

  static constexpr std::size_t kLongest = 256;

 private:
  void Begin(std::string_view key);
  void AddEscaped(char32_t code);

  Line& line_;
  bool first_ = true;
};

}  // namespace dumb_init
