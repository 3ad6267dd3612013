// The signal state of a process that nobody has touched.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>

namespace dumb_init::testing {

// Nothing blocked, nothing ignored, nothing handled. Whoever started the tests may have left us
// another state: glibc's posix_spawn(3) ignores signals 32 and 33 in what it starts, and make uses
// it.
inline void SetDefaultSignals() {
  struct KernelAction {
    void* handler = nullptr;
    unsigned long flags = 0;
    void* restorer = nullptr;
    std::uint64_t mask = 0;
  };
  const KernelAction by_default;
  for (int signal = 1; signal <= 64; ++signal) {
    ::syscall(SYS_rt_sigaction, signal, &by_default, nullptr, sizeof(by_default.mask));
  }
  const std::uint64_t none = 0;
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof(none));
}

}  // namespace dumb_init::testing
