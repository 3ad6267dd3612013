// Time.
#include "sys/clock.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cstdint>
#include <ctime>

namespace dumb_init::sys {
namespace {

// 64 bits wide on every architecture (Linux 5.1 where pointers have 32). A libc would look for a
// faster way in the vDSO, which takes longer than the few calls that are made.
#ifdef SYS_clock_gettime64
constexpr long kGetTime = SYS_clock_gettime64;
#else
constexpr long kGetTime = SYS_clock_gettime;
#endif
struct Time {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
};

core::Moment Read(clockid_t clock) {
  constexpr core::Moment kPerSecond = 1000;
  constexpr core::Moment kNanoseconds = 1000000;
  Time now;
  ::syscall(kGetTime, clock, &now);
  return now.seconds * kPerSecond + now.nanoseconds / kNanoseconds;
}

}  // namespace

core::Moment Now() { return Read(CLOCK_MONOTONIC); }

core::Moment SinceBoot() { return Read(CLOCK_BOOTTIME); }

void Pause(int duration_ms) { ::poll(nullptr, 0, duration_ms); }

}  // namespace dumb_init::sys
