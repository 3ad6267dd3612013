// A process for a test to look at, which ends with the test.
#include "kernel/child.h"

#include <sys/prctl.h>
#include <unistd.h>
#include <csignal>

namespace dumb_init::testing {

Child::Child()
    : Child([] {
        for (;;) {
          ::pause();
        }
      }) {}

Child::Child(const std::function<void()>& work) : pid_{::fork()} {
  if (pid_.number == 0) {
    // A parent that exits destroys nothing.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    ::_exit(0);
  }
}

Child::~Child() {
  siginfo_t info{};
  const auto id = static_cast<id_t>(pid_.number);
  if (::waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT) == 0) {
    ::kill(pid_.number, SIGKILL);
    ::waitid(P_PID, id, &info, WEXITED);
  }
}

siginfo_t Child::WaitFor(int change) const {
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(pid_.number), &info, change | WNOWAIT);
  return info;
}

}  // namespace dumb_init::testing
