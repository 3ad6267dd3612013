// Time.
#include "sys/clock.h"

#include <poll.h>
#include <ctime>

namespace dumb_init::sys {

core::Moment Now() {
  constexpr core::Moment kPerSecond = 1000;
  constexpr core::Moment kNanoseconds = 1000000;
  struct timespec now {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return core::Moment{now.tv_sec} * kPerSecond + core::Moment{now.tv_nsec} / kNanoseconds;
}

void Pause(int duration_ms) { ::poll(nullptr, 0, duration_ms); }

}  // namespace dumb_init::sys
