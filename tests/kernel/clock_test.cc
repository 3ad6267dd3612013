// sys/clock.h tells the truth about time.
#include "sys/clock.h"

#include <gtest/gtest.h>

namespace dumb_init::sys {
namespace {

TEST(Now, DoesNotGoBack) {
  core::Moment last = Now();
  for (int look = 0; look < 100'000; ++look) {
    const core::Moment now = Now();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(Now, CountsTheMillisecondsOfAPause) {
  const core::Moment before = Now();
  Pause(20);
  // Whoever sleeps to the end has slept no less; both moments are rounded down.
  EXPECT_GE(Now(), before + 20);
}

}  // namespace
}  // namespace dumb_init::sys
