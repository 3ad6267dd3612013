// Times as the kernel takes them.
#pragma once

#include <sys/syscall.h>
#include <cstdint>

namespace dumb_init::sys {

// What every kernel knows. Where a long has 32 bits that is enough for any patience and uptime.
struct KernelTime {
  long seconds = 0;
  long nanoseconds = 0;
};

// With 64 bits everywhere. Where a long has 32 each call with a time exists a second time for
// these, since Linux 5.1; engines may forbid it for not knowing it, and a kernel may have been
// built with nothing else (CONFIG_COMPAT_32BIT_TIME).
struct WideKernelTime {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
};

// The number of the first kind of clock_gettime(2), whatever a libc calls it.
#ifdef SYS_clock_gettime32
constexpr long kClockGetTime = SYS_clock_gettime32;
#else
constexpr long kClockGetTime = SYS_clock_gettime;
#endif

}  // namespace dumb_init::sys
