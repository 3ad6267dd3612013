// JSON, written from front to back.
#include "base/json.h"

#include "base/utf8.h"

namespace dumb_init {

Json& Json::Open(char bracket, std::string_view key) {
  Begin(key);
  line_.Add({&bracket, 1});
  first_ = true;
  return *this;
}

Json& Json::Close(char bracket) {
  line_.Add({&bracket, 1});
  first_ = false;
  return *this;
}

Json& Json::Text(std::string_view text, std::string_view key) {
  Begin(key);
  line_.Add("\"");
  for (std::size_t left = kLongest; !text.empty();) {
    const Character character = FirstCharacter(text);
    const std::size_t size = character.size == 0 ? 1 : character.size;
    if (size > left) {
      line_.Add("...");
      break;
    }
    left -= size;
    if (character.size == 0) {
      AddEscaped(0xfffd);
    } else if (IsPrintable(character) && character.code != '"' && character.code != '\\') {
      line_.Add({text.data(), size});
    } else {
      AddEscaped(character.code);
    }
    text.remove_prefix(size);
  }
  line_.Add("\"");
  return *this;
}

Json& Json::Number(std::int64_t number, std::string_view key) {
  Begin(key);
  line_.Add(number);
  return *this;
}

Json& Json::Truth(bool truth, std::string_view key) {
  Begin(key);
  line_.Add(truth ? "true" : "false");
  return *this;
}

Json& Json::Open(char bracket, const char* key) { return Open(bracket, std::string_view(key)); }

Json& Json::Text(std::string_view text, const char* key) {
  return Text(text, std::string_view(key));
}

Json& Json::Number(std::int64_t number, const char* key) {
  return Number(number, std::string_view(key));
}

Json& Json::Truth(bool truth, const char* key) { return Truth(truth, std::string_view(key)); }

void Json::Begin(std::string_view key) {
  if (!first_) {
    line_.Add(",");
  }
  first_ = false;
  if (!key.empty()) {
    line_.Add("\"").Add(key).Add("\":");
  }
}

// All that is not printable has a code of at most four digits.
void Json::AddEscaped(char32_t code) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  line_.Put('\\');
  line_.Put('u');
  for (unsigned bits = 16; bits > 0;) {
    bits -= 4;
    line_.Put(kHexDigits[code >> bits & 0xfU]);
  }
}

}  // namespace dumb_init
