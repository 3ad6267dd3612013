// Time.
#include "sys/clock.h"

#include <poll.h>
#include <unistd.h>
#include <ctime>

#include "sys/kernel_time.h"

namespace dumb_init::sys {
namespace {

constexpr core::Moment kPerSecond = 1000;
constexpr core::Moment kNanoseconds = 1000000;

// A libc would look for a faster way in the vDSO, which takes longer than the few calls that are
// made.
core::Moment Read(clockid_t clock) {
  KernelTime now;
#ifdef SYS_clock_gettime64
  if (::syscall(kClockGetTime, clock, &now) == -1) {
    WideKernelTime wide;
    ::syscall(SYS_clock_gettime64, clock, &wide);
    return wide.seconds * kPerSecond + wide.nanoseconds / kNanoseconds;
  }
#else
  ::syscall(kClockGetTime, clock, &now);
#endif
  return core::Moment{now.seconds} * kPerSecond + now.nanoseconds / kNanoseconds;
}

}  // namespace

core::Moment Now() { return Read(CLOCK_MONOTONIC); }

core::Moment SinceBoot() { return Read(CLOCK_BOOTTIME); }

void Pause(int duration_ms) { ::poll(nullptr, 0, duration_ms); }

}  // namespace dumb_init::sys
