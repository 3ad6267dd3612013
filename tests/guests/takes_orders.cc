// Says "ready", its signal mask and "ignores" if it ignores SIGCHLD. Then it tells of each signal,
// one a line, with a sigqueue value as "34 7". On USR1 it makes an orphan, says "orphan PID" and
// has it end; on QUIT it ends with 7. Arguments: "-l" leaves a process that ends on TERM, "-s" one
// that does not.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace {

constexpr std::size_t kSetBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kAll = ~std::uint64_t{0};
constexpr int kStatus = 7;

int NextSignal(siginfo_t* info) {
  return static_cast<int>(::syscall(SYS_rt_sigtimedwait, &kAll, info, nullptr, kSetBytes));
}

// Has the orphan tell its pid when its parent is gone, and end.
void MakeOrphan() {
  int ends[2];
  if (::pipe(ends) == -1) {
    return;
  }
  const pid_t parent = ::fork();
  if (parent == 0) {
    const pid_t orphan = ::fork();
    if (orphan != 0) {
      ::dprintf(1, "orphan %d\n", orphan);
      ::_exit(0);
    }
    ::close(ends[1]);
    char nothing = 0;
    ::_exit(static_cast<int>(::read(ends[0], &nothing, 1)));
  }
  ::waitpid(parent, nullptr, 0);
  ::close(ends[0]);
  ::close(ends[1]);
}

void Leave(bool stubborn) {
  if (::fork() == 0) {
    ::setsid();
    while (NextSignal(nullptr) != SIGTERM || stubborn) {
    }
    ::_exit(0);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t before = 0;
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, &before, kSetBytes);
  struct sigaction child {};
  ::sigaction(SIGCHLD, nullptr, &child);
  ::signal(SIGCHLD, SIG_DFL);
  for (int i = 1; i < argc; ++i) {
    Leave(std::string_view(argv[i]) == "-s");
  }
  ::dprintf(1, "ready %016llx%s\n", static_cast<unsigned long long>(before),
            child.sa_handler == SIG_IGN ? " ignores" : "");
  for (;;) {
    siginfo_t info{};
    const int number = NextSignal(&info);
    if (number == SIGQUIT) {
      return kStatus;
    }
    if (number == SIGUSR1) {
      MakeOrphan();
    } else if (number > 0 && number != SIGCHLD) {
      if (info.si_code == SI_QUEUE) {
        ::dprintf(1, "%d %d\n", number, info.si_value.sival_int);
      } else {
        ::dprintf(1, "%d\n", number);
      }
    }
  }
}
