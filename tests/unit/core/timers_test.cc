// Timers end in their order, and one that is found over far too late runs again.
#include "core/timers.h"

#include <csignal>
#include <vector>

#include <gtest/gtest.h>

namespace dumb_init::core {
namespace {

constexpr Timer kGrace{Timer::Kind::kGrace};
constexpr Timer kKillAfter{Timer::Kind::kKillAfter};
constexpr Timer kHoldOfTerm{Timer::Kind::kHold, {SIGTERM}};
constexpr Timer kHoldOfTheLast{Timer::Kind::kHold, {64}};
constexpr Payload kValue{true, 40, 1000, 7};

// What is over at `now`, in order.
std::vector<Timer> Over(Timers& timers, Moment now) {
  std::vector<Timer> over;
  while (const auto expired = timers.TakeExpired(now)) {
    over.push_back(expired->timer);
  }
  return over;
}

TEST(Timers, NoneRunsAtFirst) {
  Timers timers;
  EXPECT_TRUE(timers.empty());
  EXPECT_EQ(timers.UntilFirst(5), std::nullopt);
  EXPECT_EQ(Over(timers, 1'000'000), std::vector<Timer>{});
}

TEST(Timers, OneIsOverWhenItsTimeIs) {
  Timers timers;
  timers.Start(kGrace, {500}, {}, 1000);
  EXPECT_FALSE(timers.empty());
  EXPECT_EQ(timers.UntilFirst(1000), Duration{500});
  EXPECT_EQ(timers.UntilFirst(1499), Duration{1});
  EXPECT_EQ(Over(timers, 1499), std::vector<Timer>{});
  EXPECT_EQ(timers.UntilFirst(1500), Duration{0});
  EXPECT_EQ(timers.UntilFirst(1700), Duration{0}) << "never less than nothing";
  EXPECT_EQ(Over(timers, 1500), std::vector<Timer>{kGrace});
  EXPECT_TRUE(timers.empty());
}

TEST(Timers, NoTimeIsOverAtOnce) {
  Timers timers;
  timers.Start(kGrace, {0}, {}, 1000);
  EXPECT_EQ(Over(timers, 1000), std::vector<Timer>{kGrace});
}

TEST(Timers, TheFirstToEndComesFirst) {
  Timers timers;
  timers.Start(kHoldOfTheLast, {300}, {}, 1000);
  timers.Start(kKillAfter, {200}, {}, 1000);
  timers.Start(kHoldOfTerm, {100}, {}, 1000);
  EXPECT_EQ(timers.UntilFirst(1000), Duration{100});
  EXPECT_EQ(Over(timers, 1250), (std::vector<Timer>{kHoldOfTerm, kKillAfter}));
  EXPECT_EQ(Over(timers, 1300), std::vector<Timer>{kHoldOfTheLast});
}

TEST(Timers, EachHoldIsATimerOfItsOwn) {
  Timers timers;
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    timers.Start({Timer::Kind::kHold, {number}}, {number}, {}, 1000);
  }
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    EXPECT_EQ(Over(timers, 1000 + number), (std::vector<Timer>{{Timer::Kind::kHold, {number}}}));
  }
  EXPECT_TRUE(timers.empty());
}

TEST(Timers, GiveBackWhatWasAttached) {
  Timers timers;
  timers.Start(kHoldOfTerm, {10}, kValue, 1000);
  EXPECT_EQ(timers.TakeExpired(1010)->payload, kValue);
  timers.Start(kHoldOfTerm, {10}, {}, 1000);
  EXPECT_EQ(timers.TakeExpired(1010)->payload, Payload{});
}

TEST(Timers, StartAnewWhileTheyRun) {
  Timers timers;
  timers.Start(kGrace, {100}, {}, 1000);
  timers.Start(kGrace, {100}, {}, 1050);
  EXPECT_EQ(Over(timers, 1149), std::vector<Timer>{});
  EXPECT_EQ(Over(timers, 1150), std::vector<Timer>{kGrace});
  EXPECT_TRUE(timers.empty());
}

TEST(Timers, DoNotEndOnceStopped) {
  Timers timers;
  timers.Start(kGrace, {100}, {}, 1000);
  timers.Start(kKillAfter, {100}, {}, 1000);
  timers.Stop(kGrace);
  timers.Stop(kGrace);
  timers.Stop(kHoldOfTerm);
  EXPECT_EQ(Over(timers, 1100), std::vector<Timer>{kKillAfter});
  timers.Start(kGrace, {100}, {}, 1000);
  timers.StopAll();
  timers.StopAll();
  EXPECT_TRUE(timers.empty());
  EXPECT_EQ(Over(timers, 9000), std::vector<Timer>{});
}

TEST(Timers, RunOnWhenOneIsStoppedThatDoesNotRun) {
  Timers timers;
  timers.Start(kGrace, {100}, {}, 1000);
  timers.Stop(kHoldOfTerm);
  EXPECT_FALSE(timers.empty());
  EXPECT_EQ(Over(timers, 1100), std::vector<Timer>{kGrace});
}

TEST(Timers, DoNotComeBackWhenAnotherIsStarted) {
  Timers timers;
  timers.Start(kGrace, {100}, {}, 1000);
  timers.StopAll();
  timers.Start(kKillAfter, {200}, {}, 1000);
  EXPECT_EQ(timers.UntilFirst(1000), Duration{200});
  EXPECT_EQ(Over(timers, 9000), std::vector<Timer>{kKillAfter});
}

TEST(Timers, FoundOverTooLateRunAgainForWhatWasLeft) {
  Timers timers;
  timers.Start(kGrace, {10'000}, {}, 1000);
  // Asleep with 9.5 s left, awake an hour later.
  timers.Wake(1500, 3'600'000);
  EXPECT_EQ(Over(timers, 3'600'000), std::vector<Timer>{});
  EXPECT_EQ(timers.UntilFirst(3'600'000), Duration{9'500});
  EXPECT_EQ(Over(timers, 3'609'500), std::vector<Timer>{kGrace});
}

TEST(Timers, FoundOverALittleLateAreOver) {
  Timers timers;
  timers.Start(kGrace, {100}, {}, 1000);
  timers.Wake(1000, 1100 + Timers::kLate.milliseconds);
  EXPECT_EQ(Over(timers, 1100 + Timers::kLate.milliseconds), std::vector<Timer>{kGrace});
  timers.Start(kGrace, {100}, {}, 1000);
  timers.Wake(1000, 1101 + Timers::kLate.milliseconds);
  EXPECT_EQ(Over(timers, 1101 + Timers::kLate.milliseconds), std::vector<Timer>{});
}

TEST(Timers, ThatAreNotOverYetKeepTheirEnd) {
  Timers timers;
  timers.Start(kGrace, {100'000}, {}, 1000);
  timers.Wake(1000, 90'000);
  EXPECT_EQ(timers.UntilFirst(90'000), Duration{11'000});
}

TEST(Timers, ThatWereOverBeforeTheSleepEndAtOnce) {
  Timers timers;
  timers.Start(kGrace, {100}, {}, 1000);
  timers.Wake(2000, 9000);
  EXPECT_EQ(Over(timers, 9000), std::vector<Timer>{kGrace});
}

TEST(Timers, ThatWereOverBeforeTheSleepEndInTheirOrder) {
  Timers timers;
  timers.Start(kGrace, {100}, {}, 1000);
  timers.Start(kHoldOfTerm, {50}, {}, 1000);
  timers.Wake(2000, 9000);
  EXPECT_EQ(Over(timers, 9000), (std::vector<Timer>{kHoldOfTerm, kGrace}));
}

TEST(Timers, NobodyWakesWhereNoneRuns) {
  Timers timers;
  timers.Wake(0, 9000);
  EXPECT_TRUE(timers.empty());
}

}  // namespace
}  // namespace dumb_init::core
