// Whatever bytes go in, what comes out is printable UTF-8 and, as JSON, a string that can be read
// back. The inputs are drawn at random, the same in each run, most of them near the edges of UTF-8.
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/line.h"

namespace dumb_init {
namespace {

constexpr int kInputs = 100000;

using Sequence = std::vector<std::pair<int, int>>;

// The well-formed byte sequences of Unicode's table 3-7.
const Sequence kWellFormed[] = {
    {{0x00, 0x7f}},
    {{0xc2, 0xdf}, {0x80, 0xbf}},
    {{0xe0, 0xe0}, {0xa0, 0xbf}, {0x80, 0xbf}},
    {{0xe1, 0xec}, {0x80, 0xbf}, {0x80, 0xbf}},
    {{0xed, 0xed}, {0x80, 0x9f}, {0x80, 0xbf}},
    {{0xee, 0xef}, {0x80, 0xbf}, {0x80, 0xbf}},
    {{0xf0, 0xf0}, {0x90, 0xbf}, {0x80, 0xbf}, {0x80, 0xbf}},
    {{0xf1, 0xf3}, {0x80, 0xbf}, {0x80, 0xbf}, {0x80, 0xbf}},
    {{0xf4, 0xf4}, {0x80, 0x8f}, {0x80, 0xbf}, {0x80, 0xbf}},
};
// Well-formed, and not to be shown: control characters, separators, bidirectional formatting.
const Sequence kNotShown[] = {
    {{0x00, 0x1f}},
    {{0x7f, 0x7f}},
    {{0xc2, 0xc2}, {0x80, 0x9f}},
    {{0xe2, 0xe2}, {0x80, 0x80}, {0xa8, 0xae}},
    {{0xe2, 0xe2}, {0x81, 0x81}, {0xa6, 0xa9}},
};

bool Matches(std::string_view text, const Sequence& sequence) {
  if (text.size() < sequence.size()) {
    return false;
  }
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    const int byte = static_cast<unsigned char>(text[i]);
    if (byte < sequence[i].first || byte > sequence[i].second) {
      return false;
    }
  }
  return true;
}

// How many bytes the first character takes; 0: it is none.
std::size_t SizeOfFirst(std::string_view text) {
  for (const Sequence& sequence : kWellFormed) {
    if (Matches(text, sequence)) {
      return sequence.size();
    }
  }
  return 0;
}

bool IsShowable(std::string_view text) {
  while (!text.empty()) {
    for (const Sequence& sequence : kNotShown) {
      if (Matches(text, sequence)) {
        return false;
      }
    }
    const std::size_t size = SizeOfFirst(text);
    if (size == 0) {
      return false;
    }
    text.remove_prefix(size);
  }
  return true;
}

class Inputs {
 public:
  std::string Next() {
    // Leads, continuations, and the neighbours of each edge.
    static constexpr unsigned char kEdges[] = {0x00, 0x1f, 0x20, '"',  '\\', 'a',  0x7e, 0x7f, 0x80,
                                               0x81, 0x8f, 0x90, 0x9f, 0xa0, 0xa6, 0xa8, 0xa9, 0xae,
                                               0xaf, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe2, 0xec,
                                               0xed, 0xee, 0xef, 0xf0, 0xf3, 0xf4, 0xf5, 0xff};
    std::string text;
    for (std::uint32_t left = Draw(12); left > 0; --left) {
      text += static_cast<char>(Draw(4) == 0 ? Draw(256) : kEdges[Draw(sizeof(kEdges))]);
    }
    return text;
  }

 private:
  std::uint32_t Draw(std::uint32_t below) { return static_cast<std::uint32_t>(random_()) % below; }

  std::mt19937 random_{20};  // NOLINT
};

std::string WithoutNewline(Line& line) {
  std::string text(line.text());
  text.pop_back();
  return text;
}

TEST(Escaping, LeavesALineThatAnyTerminalCanShow) {
  Inputs inputs;
  for (int count = 0; count < kInputs; ++count) {
    const std::string input = inputs.Next();
    Line line;
    line.Add(input);
    const std::string shown = WithoutNewline(line);
    ASSERT_TRUE(IsShowable(shown)) << testing::PrintToString(input);
    if (IsShowable(input) && input.find('\\') == std::string::npos) {
      ASSERT_EQ(shown, input);
    }
  }
}

// What the JSON string stands for; an escape of more than a byte becomes "?".
std::string ReadBack(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') {
    return "(no string)";
  }
  json = json.substr(1, json.size() - 2);
  std::string text;
  while (!json.empty()) {
    if (json.front() == '"') {
      return "(ends too early)";
    }
    if (json.front() != '\\') {
      text += json.front();
      json.remove_prefix(1);
      continue;
    }
    if (json.size() < 6 || json[1] != 'u') {
      return "(no escape)";
    }
    const int code = std::stoi(std::string(json.substr(2, 4)), nullptr, 16);
    text += code < 0x80 ? static_cast<char>(code) : '?';
    json.remove_prefix(6);
  }
  return text;
}

TEST(Escaping, LeavesJsonThatCanBeReadBack) {
  Inputs inputs;
  for (int count = 0; count < kInputs; ++count) {
    const std::string input = inputs.Next();
    Line line;
    Json(line).Text(input);
    const std::string json = WithoutNewline(line);
    ASSERT_TRUE(IsShowable(json)) << testing::PrintToString(input);
    std::string wanted;
    for (std::string_view rest = input; !rest.empty();) {
      const std::size_t size = SizeOfFirst(rest);
      const std::string_view first = rest.substr(0, size == 0 ? 1 : size);
      const bool kept = size == 1 || (size > 1 && IsShowable(first));
      wanted += kept ? std::string(first) : "?";
      rest.remove_prefix(first.size());
    }
    ASSERT_EQ(ReadBack(json), wanted) << testing::PrintToString(input);
  }
}

}  // namespace
}  // namespace dumb_init
