// A process for a test to look at, which ends with the test.
#pragma once

#include <sys/wait.h>
#include <functional>

#include "core/process.h"

namespace dumb_init::testing {

// Killed and reaped at the end of the scope, unless it is reaped by then.
class Child {
 public:
  // One that does nothing and waits.
  Child();
  // One that does `work` and exits with 0.
  explicit Child(const std::function<void()>& work);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  core::Pid pid() const { return pid_; }

  // Sleeps until it has ended (WEXITED) or is stopped (WSTOPPED), and leaves it so.
  siginfo_t WaitFor(int change) const;

 private:
  core::Pid pid_;
};

}  // namespace dumb_init::testing
