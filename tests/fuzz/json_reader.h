// JSON read by the letter of RFC 8259, as far as we write any: no fractions, escapes as \u only.
#pragma once

#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/shown.h"

namespace dumb_init::fuzz {

// What is not there reads as empty.
struct JsonValue {
  enum class Kind { kNone, kText, kNumber, kTruth, kList, kObject } kind = Kind::kNone;
  // Of kNumber and kTruth as it was written.
  std::string text;
  std::vector<JsonValue> elements;
  std::map<std::string, JsonValue> members;

  const JsonValue& operator[](const std::string& key) const {
    static const JsonValue none{};
    const auto found = members.find(key);
    return found == members.end() ? none : found->second;
  }
};

class JsonReader {
 public:
  // The whole of `text` is one value.
  static JsonValue Read(std::string_view text) {
    JsonReader reader(text);
    JsonValue value = reader.Value();
    Require(reader.rest_.empty());
    return value;
  }

 private:
  explicit JsonReader(std::string_view text) : rest_(text) {}

  bool Take(std::string_view wanted) {
    const bool is_next = rest_.substr(0, wanted.size()) == wanted;
    rest_.remove_prefix(is_next ? wanted.size() : 0);
    return is_next;
  }

  JsonValue Value() {
    JsonValue value;
    if (Take("{")) {
      value.kind = JsonValue::Kind::kObject;
      while (!Take("}")) {
        Require(value.members.empty() || Take(","));
        const std::string key = Text();
        Require(Take(":"));
        Require(value.members.emplace(key, Value()).second);
      }
    } else if (Take("[")) {
      value.kind = JsonValue::Kind::kList;
      while (!Take("]")) {
        Require(value.elements.empty() || Take(","));
        value.elements.push_back(Value());
      }
    } else if (Take("true") || Take("false")) {
      value.kind = JsonValue::Kind::kTruth;
    } else if (rest_.substr(0, 1) == "\"") {
      value.kind = JsonValue::Kind::kText;
      value.text = Text();
    } else {
      value.kind = JsonValue::Kind::kNumber;
      value.text = Number();
    }
    return value;
  }

  std::string Number() {
    const std::size_t sign = rest_.substr(0, 1) == "-" ? 1 : 0;
    std::size_t end = sign;
    while (end < rest_.size() && rest_[end] >= '0' && rest_[end] <= '9') {
      ++end;
    }
    Require(end > sign && (rest_[sign] != '0' || end == sign + 1));
    const std::string number(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return number;
  }

  std::string Text() {
    Require(Take("\""));
    std::string text;
    while (!Take("\"")) {
      Require(!rest_.empty());
      if (Take("\\u")) {
        const std::string digits(rest_.substr(0, 4));
        Require(digits.size() == 4 &&
                digits.find_first_not_of("0123456789abcdef") == std::string::npos);
        Append(text, std::strtoul(digits.c_str(), nullptr, 16));
        rest_.remove_prefix(4);
        continue;
      }
      Require(rest_.front() != '\\');
      const std::size_t size = SizeOfFirst(rest_);
      Require(size > 0 && IsShowable(rest_.substr(0, size)));
      text += rest_.substr(0, size);
      rest_.remove_prefix(size);
    }
    return text;
  }

  static void Append(std::string& text, unsigned long code) {
    Require(code < 0xd800 || code > 0xdfff);
    if (code < 0x80) {
      text += static_cast<char>(code);
      return;
    }
    if (code < 0x800) {
      text += static_cast<char>(0xc0 | code >> 6U);
    } else {
      text += static_cast<char>(0xe0 | code >> 12U);
      text += static_cast<char>(0x80 | (code >> 6U & 0x3fU));
    }
    text += static_cast<char>(0x80 | (code & 0x3fU));
  }

  std::string_view rest_;
};

// What JSON says of these bytes: all up to 256, with U+FFFD for each that is no UTF-8.
inline std::string Said(std::string_view bytes) {
  std::string text;
  std::size_t used = 0;
  while (!bytes.empty()) {
    const std::size_t size = SizeOfFirst(bytes);
    const std::size_t taken = size == 0 ? 1 : size;
    used += taken;
    if (used > 256) {
      return text + "...";
    }
    text += size == 0 ? "\xef\xbf\xbd" : bytes.substr(0, taken);
    bytes.remove_prefix(taken);
  }
  return text;
}

}  // namespace dumb_init::fuzz
