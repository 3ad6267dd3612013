// Numbers as text: digits and nothing else, both ways.
#include "base/number.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace dumb_init {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(ParseWhole, ReadsDecimalsUpToTheLargest) {
  EXPECT_EQ(ParseWhole("0"), 0u);
  EXPECT_EQ(ParseWhole("007"), 7u);
  EXPECT_EQ(ParseWhole("18446744073709551615"), kMost);
  EXPECT_EQ(ParseWhole("18446744073709551616"), std::nullopt);
  EXPECT_EQ(ParseWhole("99999999999999999999999"), std::nullopt);
}

TEST(ParseWhole, ReadsHexadecimalsInSmallLetters) {
  constexpr unsigned kHexadecimal = 16;
  EXPECT_EQ(ParseWhole("ffffffffffffffff", kHexadecimal), kMost);
  EXPECT_EQ(ParseWhole("10000000000000000", kHexadecimal), std::nullopt);
  EXPECT_EQ(ParseWhole("0a", kHexadecimal), 10u);
}

TEST(ParseWhole, TakesNoOtherByteForADigit) {
  for (const unsigned base : {10U, 16U}) {
    for (int value = 0; value < 256; ++value) {
      const char byte = static_cast<char>(value);
      const bool digit =
          (value >= '0' && value <= '9') || (base == 16 && value >= 'a' && value <= 'f');
      EXPECT_EQ(ParseWhole({&byte, 1}, base).has_value(), digit) << value << " in base " << base;
      const std::string behind{'1', byte};
      EXPECT_EQ(ParseWhole(behind, base).has_value(), digit) << value << " in base " << base;
    }
  }
  EXPECT_EQ(ParseWhole(""), std::nullopt);
}

TEST(ParseNumber, ReadsWhatFitsAnInt) {
  EXPECT_EQ(ParseNumber("2147483647"), 2147483647);
  EXPECT_EQ(ParseNumber("2147483648"), std::nullopt);
  EXPECT_EQ(ParseNumber("-1"), std::nullopt);
}

TEST(Digits, WriteBothEndsOfTheRange) {
  EXPECT_EQ(Digits(std::uint64_t{0}).text(), "0");
  EXPECT_EQ(Digits(kMost).text(), "18446744073709551615");
  EXPECT_EQ(Digits(std::numeric_limits<std::int64_t>::max()).text(), "9223372036854775807");
  EXPECT_EQ(Digits(std::numeric_limits<std::int64_t>::min()).text(), "-9223372036854775808");
  EXPECT_EQ(Digits(std::int64_t{-10}).text(), "-10");
}

}  // namespace
}  // namespace dumb_init
