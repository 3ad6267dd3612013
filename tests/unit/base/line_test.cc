// Line: one line, one newline, nothing that is not printable, never more than PIPE_BUF.
#include "base/line.h"

#include <climits>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace dumb_init {
namespace {

TEST(Line, AnEmptyLineIsJustItsNewline) {
  Line line;
  EXPECT_EQ(line.text(), "\n");
}

TEST(Line, PiecesFollowEachOther) {
  Line line;
  line.Add("pid ").Add(12).Add(" says ").Add(std::string("hello"));
  EXPECT_EQ(line.text(), "pid 12 says hello\n");
}

TEST(Line, AskingTwiceGivesTheSameText) {
  Line line;
  line.Add("once");
  const std::string first(line.text());
  EXPECT_EQ(line.text(), first);
}

TEST(Line, MoreMayFollowAfterTheTextWasRead) {
  Line line;
  line.Add("a");
  ASSERT_EQ(line.text(), "a\n");
  line.Add("b");
  EXPECT_EQ(line.text(), "ab\n");
}

TEST(Line, EveryByteAppearsAsItIsOrAsItsNumber) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int value = 0; value < 256; ++value) {
    const char byte = static_cast<char>(value);
    std::string wanted(1, byte);
    if (value < 0x20 || value >= 0x7f || byte == '\\') {
      wanted = "\\x";
      wanted += kDigits[static_cast<std::size_t>(value / 16)];
      wanted += kDigits[static_cast<std::size_t>(value % 16)];
    }
    Line line;
    line.Add(std::string_view(&byte, 1));
    EXPECT_EQ(line.text(), wanted + "\n") << "byte " << value;
  }
}

TEST(Line, ANewlineInsideIsNoSecondLine) {
  Line line;
  line.Add("a\nb\n");
  EXPECT_EQ(line.text(), "a\\x0ab\\x0a\n");
}

std::string Shown(std::string_view text) {
  Line line;
  line.Add(text);
  std::string shown(line.text());
  shown.pop_back();
  return shown;
}

TEST(Line, CharactersOfAnyLanguageAppearAsTheyAre) {
  for (const std::string_view text : {"\u00e9", "\u00a0", "\u07ff", "\u0800", "\u4e2d\u6587",
                                      "\ud7ff", "\ue000", "\uffff", "\U0001f600", "\U0010ffff"}) {
    EXPECT_EQ(Shown(text), text);
  }
}

TEST(Line, WhatTurnsTheTerminalOrTheTextAroundItAppearsAsItsBytes) {
  EXPECT_EQ(Shown("\u0080"), "\\xc2\\x80");
  EXPECT_EQ(Shown("\u009b2J"), "\\xc2\\x9b2J");
  EXPECT_EQ(Shown("\u2028"), "\\xe2\\x80\\xa8");
  EXPECT_EQ(Shown("\u202e"), "\\xe2\\x80\\xae");
  EXPECT_EQ(Shown("\u2066\u2069"), "\\xe2\\x81\\xa6\\xe2\\x81\\xa9");
}

TEST(Line, WhatIsNoUtf8AppearsAsItsBytes) {
  EXPECT_EQ(Shown("a\xffz"), "a\\xffz");
  EXPECT_EQ(Shown("\xc3("), "\\xc3(") << "no second byte";
  EXPECT_EQ(Shown("\xc0\xaf"), "\\xc0\\xaf") << "longer than needed";
  EXPECT_EQ(Shown("\xe0\x9f\xbf"), "\\xe0\\x9f\\xbf") << "longer than needed";
  EXPECT_EQ(Shown("\xf0\x8f\xbf\xbf"), "\\xf0\\x8f\\xbf\\xbf") << "longer than needed";
  EXPECT_EQ(Shown("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "surrogate";
  EXPECT_EQ(Shown("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "too high";
  EXPECT_EQ(Shown("\xe4\xb8"), "\\xe4\\xb8") << "cut short";
}

TEST(Line, NumbersAreWholeAtBothEndsOfTheirRange) {
  Line line;
  line.Add(std::numeric_limits<std::int64_t>::min()).Add(" ");
  line.Add(std::numeric_limits<std::uint64_t>::max()).Add(" ");
  line.Add(static_cast<std::uint8_t>(200)).Add(" ").Add(0);
  EXPECT_EQ(line.text(), "-9223372036854775808 18446744073709551615 200 0\n");
}

TEST(Line, APipeTakesAWholeLineAtOnce) { EXPECT_EQ(Line::kCapacity, std::size_t{PIPE_BUF}); }

// A name that looks like an escape is none.
TEST(Line, WhatIsShownCanBeReadBack) {
  EXPECT_EQ(Shown("\\x1b"), "\\x5cx1b");
  EXPECT_EQ(Shown("\x1b"), "\\x1b");
}

TEST(Line, APieceThatJustFitsIsNotCut) {
  const std::string fits(1021, 'x');
  EXPECT_EQ(Shown(fits), fits);
}

TEST(Line, ALongerPieceIsCutAndHidesNothingThatFollows) {
  Line line;
  line.Add(std::string(1022, 'x')).Add(": ").Add(std::string(5000, 'y')).Add(": why");
  const std::string wanted =
      std::string(1021, 'x') + "...: " + std::string(1021, 'y') + "...: why\n";
  EXPECT_EQ(line.text(), wanted);
  EXPECT_EQ(line.text(), wanted) << "asked again";
}

TEST(Line, NoCharacterAndNoEscapeIsCutInTwo) {
  EXPECT_EQ(Shown(std::string(1019, 'x') + "\u4e2d\u6587"), std::string(1019, 'x') + "...");
  EXPECT_EQ(Shown(std::string(1019, 'x') + "\n"), std::string(1019, 'x') + "...");
}

TEST(Line, ManyPiecesAreCutWhereTheLineEnds) {
  Line line;
  for (int count = 0; count < 10; ++count) {
    line.Add(std::string(1000, 'x')).Add(7);
  }
  const std::string_view text = line.text();
  EXPECT_LE(text.size(), Line::kCapacity);
  EXPECT_TRUE(text.ends_with("...\n"));
}

}  // namespace
}  // namespace dumb_init
