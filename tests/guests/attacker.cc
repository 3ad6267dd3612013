// What a compromised application tries against PID 1. The first argument names the attack:
//   rights   prints what it is allowed to do to PID 1, one a line, then "end"
//   forge    prints how many forged senders and origins of a signal the kernel lets through
//   kill     KILL and STOP to PID 1, then KILL to everybody
//   outside  TERM with a full queue, which hides the sender; then ends by KILL
//   names    TERM under a name full of control characters; then ends by KILL
//   flood    two processes send lower signals without end; prints "TERM" when that came through
//   trace    becomes the tracer of PID 1, which is to die with it, and ends
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

constexpr pid_t kPidOne = 1;
constexpr std::uint64_t kAll = ~std::uint64_t{0};

void Say(const char* what) { ::dprintf(1, "%s\n", what); }

bool Opens(const char* path, int flags) {
  const int descriptor = ::open(path, flags | O_CLOEXEC);
  ::close(descriptor);
  return descriptor != -1;
}

bool SetsItsLimit() {
  struct rlimit limit {};
  return ::prlimit(kPidOne, RLIMIT_NOFILE, nullptr, &limit) == 0 &&
         ::prlimit(kPidOne, RLIMIT_NOFILE, &limit, nullptr) == 0;
}

bool SetsItsProcessors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(0, &set);
  return ::sched_setaffinity(kPidOne, sizeof(set), &set) == 0;
}

bool Traces() {
  return ::ptrace(PTRACE_SEIZE, kPidOne, nullptr, nullptr) == 0 &&
         ::ptrace(PTRACE_DETACH, kPidOne, nullptr, nullptr) != 1;
}

void TryRights() {
  const struct {
    const char* name;
    bool allowed;
  } rights[] = {
      {"signal", ::kill(kPidOne, 0) == 0},
      {"limit", SetsItsLimit()},
      {"processors", SetsItsProcessors()},
      {"oom_score_adj", Opens("/proc/1/oom_score_adj", O_WRONLY)},
      {"descriptors", Opens("/proc/1/fd/0", O_RDONLY)},
      {"environment", Opens("/proc/1/environ", O_RDONLY)},
      {"memory", Opens("/proc/1/mem", O_RDWR)},
      {"trace", Traces()},
  };
  for (const auto& right : rights) {
    if (right.allowed) {
      Say(right.name);
    }
  }
  Say("end");
}

long Queue(int signal, int code) {
  siginfo_t info{};
  info.si_signo = signal;
  info.si_code = code;
  info.si_pid = 12345;
  return ::syscall(SYS_rt_sigqueueinfo, kPidOne, signal, &info);
}

// Every code that says kernel, kill(2) or tgkill(2).
void Forge() {
  int accepted = 0;
  for (int code = 0; code <= 0x1000; ++code) {
    accepted += Queue(SIGURG, code) == 0 ? 1 : 0;
  }
  accepted += Queue(SIGURG, SI_TKILL) == 0 ? 1 : 0;
  ::dprintf(1, "accepted %d\n", accepted);
}

[[noreturn]] void Die() {
  ::kill(::getpid(), SIGKILL);
  ::_exit(99);
}

void TakeTerm() {
  const std::uint64_t term = std::uint64_t{1} << (SIGTERM - 1U);
  while (::syscall(SYS_rt_sigtimedwait, &term, nullptr, nullptr, sizeof(term)) != SIGTERM) {
  }
}

void KillAll() {
  ::kill(kPidOne, SIGKILL);
  ::kill(kPidOne, SIGSTOP);
  Say("tried");
  ::kill(-1, SIGKILL);
  Die();
}

[[noreturn]] void FromOutside() {
  const struct rlimit none {};
  ::prlimit(kPidOne, RLIMIT_SIGPENDING, &none, nullptr);
  Queue(SIGTERM, SI_QUEUE);
  TakeTerm();
  Die();
}

[[noreturn]] void UnderAName(const char* name) {
  ::prctl(PR_SET_NAME, name);
  ::kill(kPidOne, SIGTERM);
  TakeTerm();
  Die();
}

void Flood() {
  for (int i = 0; i < 2; ++i) {
    if (::fork() == 0) {
      for (;;) {
        for (int signal = SIGHUP; signal < SIGTERM; ++signal) {
          ::kill(kPidOne, signal == SIGKILL ? SIGHUP : signal);
        }
      }
    }
  }
  ::kill(kPidOne, SIGTERM);
  TakeTerm();
  Say("TERM");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view attack = argc > 1 ? argv[1] : "";
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, sizeof(kAll));
  if (attack == "rights") {
    TryRights();
  } else if (attack == "forge") {
    Forge();
  } else if (attack == "kill") {
    KillAll();
  } else if (attack == "outside") {
    FromOutside();
  } else if (attack == "names") {
    UnderAName("\x1b[2J\n\"\xff\a");
  } else if (attack == "flood") {
    Flood();
  } else if (attack == "trace") {
    ::ptrace(PTRACE_SEIZE, kPidOne, nullptr, PTRACE_O_EXITKILL);
  }
  return 0;
}
