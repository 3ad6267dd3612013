// Makes orphans: "orphan_maker N" has N processes each lose their parent and end. Then it says
// "made", and on each TERM "TERM", and ends on INT after telling how many RT signals (34) it got:
// "counted 7". It looks for signals all the time, also while it makes orphans.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

constexpr std::size_t kSetBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kAllButChild = ~(std::uint64_t{1} << (SIGCHLD - 1));
constexpr int kCounted = 34;

int counted = 0;

void Take(int signal) {
  if (signal == kCounted) {
    ++counted;
  } else if (signal == SIGTERM) {
    ::dprintf(1, "TERM\n");
  } else if (signal == SIGINT) {
    ::dprintf(1, "counted %d\n", counted);
    std::exit(0);
  }
}

int NextSignal(const struct timespec* patience) {
  return static_cast<int>(
      ::syscall(SYS_rt_sigtimedwait, &kAllButChild, nullptr, patience, kSetBytes));
}

void MakeOrphan() {
  const pid_t parent = ::fork();
  if (parent == 0) {
    // Whether it ends before or after its parent, somebody else has to reap it.
    ::_exit(::fork() == -1 ? 1 : 0);
  }
  int status = 0;
  if (::waitpid(parent, &status, 0) != parent || status != 0) {
    ::dprintf(1, "cannot make an orphan\n");
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc == 2 ? std::atoi(argv[1]) : 1;
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAllButChild, nullptr, kSetBytes);
  ::dprintf(1, "ready\n");
  const struct timespec at_once {};
  for (int made = 0; made < count; ++made) {
    MakeOrphan();
    for (int signal = NextSignal(&at_once); signal > 0; signal = NextSignal(&at_once)) {
      Take(signal);
    }
  }
  ::dprintf(1, "made\n");
  for (;;) {
    const int signal = NextSignal(nullptr);
    if (signal > 0) {
      Take(signal);
    }
  }
}
