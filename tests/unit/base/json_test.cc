// Json: what RFC 8259 calls JSON, whatever goes in.
#include "base/json.h"

#include <limits>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace dumb_init {
namespace {

std::string TextAs(std::string_view text) {
  Line line;
  Json(line).Text(text);
  std::string written(line.text());
  written.pop_back();
  return written;
}

TEST(Json, PutsCommasWhereTheyBelong) {
  Line line;
  Json(line)
      .Open('{')
      .Number(1, "one")
      .Open('[', "list")
      .Text("a")
      .Text("b")
      .Close(']')
      .Open('{', "empty")
      .Close('}')
      .Truth(true, "yes")
      .Truth(false, "no")
      .Close('}');
  EXPECT_EQ(line.text(), R"({"one":1,"list":["a","b"],"empty":{},"yes":true,"no":false})"
                         "\n");
}

TEST(Json, NumbersAreWholeAtBothEndsOfTheirRange) {
  Line line;
  Json(line)
      .Open('[')
      .Number(std::numeric_limits<std::int64_t>::min())
      .Number(std::numeric_limits<std::int64_t>::max())
      .Close(']');
  EXPECT_EQ(line.text(), "[-9223372036854775808,9223372036854775807]\n");
}

TEST(Json, EscapesWhatWouldEndTheText) {
  EXPECT_EQ(TextAs(R"(say "hi" \ there)"), R"("say \u0022hi\u0022 \u005c there")");
}

TEST(Json, EscapesWhatIsNotPrintable) {
  EXPECT_EQ(TextAs(std::string_view("\0\n\x1b\x7f", 4)), R"("\u0000\u000a\u001b\u007f")");
  EXPECT_EQ(TextAs("\u0085\u2028\u202e"), R"("\u0085\u2028\u202e")");
}

TEST(Json, KeepsCharactersOfAnyLanguage) {
  EXPECT_EQ(TextAs("\u4e2d\U0001f600"), "\"\u4e2d\U0001f600\"");
}

TEST(Json, ReplacesEachByteThatIsNoUtf8) { EXPECT_EQ(TextAs("a\xff\xc3"), R"("a\ufffd\ufffd")"); }

TEST(Json, CutsLongTextsBetweenCharacters) {
  EXPECT_EQ(TextAs(std::string(256, 'x')), "\"" + std::string(256, 'x') + "\"");
  EXPECT_EQ(TextAs(std::string(257, 'x')), "\"" + std::string(256, 'x') + "...\"");
  EXPECT_EQ(TextAs(std::string(254, 'x').append("\u4e2d")),
            std::string(1, '"').append(254, 'x').append("...\""));
}

TEST(Json, AWholeLineTakesTheLongestOfTexts) {
  EXPECT_EQ(TextAs(std::string(1000, '\x01')).size(), 2 + 256 * 6 + 3);
}

}  // namespace
}  // namespace dumb_init
