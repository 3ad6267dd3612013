// Times are read whole or not at all.
#include "core/duration.h"

#include <string>

#include <gtest/gtest.h>

#include "core/delays.h"

namespace dumb_init::core {
namespace {

TEST(ParseDuration, KnowsItsUnits) {
  EXPECT_EQ(ParseDuration("500ms"), Duration{500});
  EXPECT_EQ(ParseDuration("10s"), Duration{10'000});
  EXPECT_EQ(ParseDuration("2m"), Duration{120'000});
  EXPECT_EQ(ParseDuration("1h"), Duration{3'600'000});
  EXPECT_EQ(ParseDuration("7"), Duration{7'000}) << "seconds";
  EXPECT_EQ(ParseDuration("0"), Duration{0});
  EXPECT_EQ(ParseDuration("0ms"), Duration{0});
  EXPECT_EQ(ParseDuration("007s"), Duration{7'000});
}

TEST(ParseDuration, EndsAtADay) {
  for (const char* const day : {"24h", "1440m", "86400s", "86400", "86400000ms"}) {
    EXPECT_EQ(ParseDuration(day), kLongestDuration) << day;
  }
  for (const char* const more :
       {"25h", "1441m", "86401s", "86401", "86400001ms", "99999999999999999999", "2147483647h"}) {
    EXPECT_EQ(ParseDuration(more), std::nullopt) << more;
  }
}

TEST(ParseDuration, TakesNothingElse) {
  for (const char* const text :
       {"",    "ms", "s",   "m",  "h",   "-1",  "+1",  "1.5s", "1,5", " 1", "1 ", "1 s",
        "10x", "1S", "1MS", "1d", "1ss", "1sm", "1hs", "0x10", "1e3", "s1", "1:2"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

TEST(Delays, AreThoseOfTheirSignals) {
  Delays delays;
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    EXPECT_EQ(delays.Of({number}), std::nullopt);
    delays.Set({number}, {number});
  }
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    EXPECT_EQ(delays.Of({number}), Duration{number});
  }
  delays.Set({1}, {0});
  EXPECT_EQ(delays.Of({1}), Duration{0}) << "the later one, and no time is a time, too";
}

}  // namespace
}  // namespace dumb_init::core
