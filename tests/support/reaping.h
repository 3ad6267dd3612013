// The two ways to reap: every test that runs the init can run in either.
#pragma once

#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace dumb_init::testing {

// The init would have to open a pidfd. No privilege is given up for the filter, so none can be set
// without one.
inline bool ForbidPidfds() {
  struct sock_filter code[] = {
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr)},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_pidfd_open},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
  };
  const struct sock_fprog program { 4, code };
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

inline std::string_view WantedReaping() {
  const char* const variable = std::getenv("DUMB_INIT_TEST_REAPING");
  return variable == nullptr ? "" : variable;
}

// Whether this kernel keeps how a process that it has reaped itself had ended: since Linux 6.15.
inline bool KernelKeepsEnds() {
  struct utsname name {};
  ::uname(&name);
  char* end = nullptr;
  const long major = std::strtol(name.release, &end, 10);
  const long minor = std::strtol(end + 1, nullptr, 10);
  return major > 6 || (major == 6 && minor >= 15);
}

// Whether the init can let it reap.
inline bool KernelCanReap() { return KernelKeepsEnds() && WantedReaping() != "ours"; }

constexpr pid_t kFirstLeftPid = 30000;
constexpr pid_t kLastLeftPid = 31999;

// Whether it may be the child that LeaveAnEndedChild has left.
inline bool IsLeftPid(pid_t pid) { return pid >= kFirstLeftPid && pid <= kLastLeftPid; }

// An ended child, which the init inherits and reaps as its first stranger. Its pid is far from
// those that tests expect of others, who may also be tests beside this one.
inline bool LeaveAnEndedChild() {
  pid_t pid = kLastLeftPid;
  struct clone_args arguments {};
  arguments.exit_signal = SIGCHLD;
  arguments.set_tid = reinterpret_cast<std::uintptr_t>(&pid);
  arguments.set_tid_size = 1;
  long child = -1;
  do {
    child = ::syscall(SYS_clone3, &arguments, sizeof(arguments));
  } while (child == -1 && errno == EEXIST && IsLeftPid(--pid));
  if (child == 0) {
    ::_exit(0);
  }
  siginfo_t info{};
  return child > 0 && ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0;
}

// For the process that becomes the init: as $DUMB_INIT_TEST_REAPING says, "kernel" from the start
// or "ours" for ever; as it comes where that is not set.
inline bool ChooseReaping() {
  const std::string_view wanted = WantedReaping();
  return wanted == "kernel" ? LeaveAnEndedChild() : wanted != "ours" || ForbidPidfds();
}

}  // namespace dumb_init::testing
