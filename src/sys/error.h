// What it looks like when the kernel says no.
#pragma once

#include <cerrno>

#include "base/result.h"

namespace dumb_init::sys {

// The request that failed, and the errno it failed with (errno(3)).
struct SysError {
  const char* call = "";
  int error = 0;
  friend bool operator==(const SysError&, const SysError&) = default;
};

template <typename T>
using Result = dumb_init::Result<T, SysError>;

// Repeats `request` while a stop or a tracer interrupts it (signal(7)). Never for close(2).
template <typename Request>
auto RetryOnEintr(Request request) {
  auto answer = request();
  while (answer == -1 && errno == EINTR) {
    answer = request();
  }
  return answer;
}

}  // namespace dumb_init::sys
