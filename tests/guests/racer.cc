// The command of a race (tests/race); all signals are blocked in it. The first argument says which:
//   end [squat]:  ends when signal 34 + 10 is there, with status 100, + 1 if it has 34 + 1 by then,
//                 + 2 for 34 + 2. With "squat" a stranger gets its pid the moment that is free.
//   parts US:     leaves an orphan that lives that long after TERM, and ends with status 7
//   second:       ends with status 7 at the second TERM
//   stubborn:     leaves an orphan that TERM does not end, and ends with status 7 at TERM
//   orphan US:    at a byte on standard input loses two orphans that end after that time, tells who
//                 was first, one or signal 34, and ends with status 7 after three of them
//   both A B:     at a byte loses two orphans that end after A and ends itself after B
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace {

constexpr std::size_t kSetBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kAll = ~std::uint64_t{0};
constexpr std::uint64_t kAllButChild = kAll & ~(std::uint64_t{1} << (SIGCHLD - 1));
constexpr struct timespec kAtOnce {};
constexpr int kFirst = 34;
constexpr int kLast = kFirst + 10;
constexpr int kStatus = 7;
constexpr long kLong = 1000;

int NextSignal(const struct timespec* patience, siginfo_t* info = nullptr) {
  return static_cast<int>(::syscall(SYS_rt_sigtimedwait, &kAllButChild, info, patience, kSetBytes));
}

void Await(int wanted) {
  while (NextSignal(nullptr) != wanted) {
  }
}

long Microseconds() {
  struct timespec now {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

// Exact, but for a long time not at the cost of others.
void Spin(long microseconds) {
  const long end = Microseconds() + microseconds;
  if (microseconds > kLong) {
    ::usleep(static_cast<useconds_t>(microseconds - kLong));
  }
  while (Microseconds() < end) {
  }
}

void ReadByte() {
  char byte = 0;
  while (::read(0, &byte, 1) == -1) {
  }
}

// Lives under the pid that was the command's, until standard input ends, and tells of each signal.
[[noreturn]] void BeStranger() {
  ::setsid();
  ::dprintf(1, "squats\n");
  ReadByte();
  for (int signal = NextSignal(&kAtOnce); signal > 0; signal = NextSignal(&kAtOnce)) {
    ::dprintf(1, "stranger %d\n", signal);
  }
  ::_exit(0);
}

// Waits until the command ends, which closes the other end of `watched`, and takes its pid.
[[noreturn]] void Squat(pid_t pid, int watched) {
  ::setsid();
  char nothing = 0;
  static_cast<void>(!::read(watched, &nothing, 1));
  // struct clone_args; not every kernel header has it.
  struct {
    std::uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
        set_tid_size;
  } arguments{0, 0, 0, 0, SIGCHLD, 0, 0, 0, reinterpret_cast<std::uintptr_t>(&pid), 1};
  long child = -1;
  do {
    child = ::syscall(SYS_clone3, &arguments, sizeof(arguments));
  } while (child == -1 && (errno == EEXIST || errno == EAGAIN));
  if (child == 0) {
    BeStranger();
  }
  ::_exit(child == -1 ? 1 : 0);
}

int End(bool squat) {
  int ends[2];
  if (::pipe(ends) == -1) {
    return 1;
  }
  const pid_t self = ::getpid();
  if (squat && ::fork() == 0) {
    ::close(ends[1]);
    Squat(self, ends[0]);
  }
  ::dprintf(1, "ready\n");
  int status = 100;
  const std::uint64_t last = std::uint64_t{1} << (kLast - 1);
  while (::syscall(SYS_rt_sigtimedwait, &last, nullptr, nullptr, kSetBytes) != kLast) {
  }
  for (int signal = NextSignal(&kAtOnce); signal > 0; signal = NextSignal(&kAtOnce)) {
    status += signal - kFirst;
  }
  return status;
}

int LeaveOrphan(bool stubborn, long microseconds) {
  if (::fork() == 0) {
    ::setsid();
    if (stubborn) {
      Await(0);
    }
    Await(SIGTERM);
    Spin(microseconds);
    ::dprintf(1, "done\n");
    ::_exit(0);
  }
  ::dprintf(1, "ready\n");
  if (stubborn) {
    Await(SIGTERM);
  }
  return kStatus;
}

int EndAtSecond() {
  ::dprintf(1, "ready\n");
  Await(SIGTERM);
  Await(SIGTERM);
  ::dprintf(1, "done\n");
  return kStatus;
}

// Two orphans, so that one can end while the init is busy with the other.
template <typename Last>
void LoseOrphans(long microseconds, Last last) {
  const pid_t parent = ::fork();
  if (parent == 0) {
    if (::fork() == 0) {
      Spin(microseconds);
      ::_exit(0);
    }
    if (::fork() == 0) {
      Spin(microseconds);
      last();
      ::_exit(0);
    }
    ::_exit(0);
  }
  ::waitpid(parent, nullptr, 0);
}

int OrphanAndSignals(long microseconds) {
  void* const shared =
      ::mmap(nullptr, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto* const orphan_end = new (shared) std::atomic<long>(0);
  ::dprintf(1, "ready\n");
  ReadByte();
  LoseOrphans(microseconds, [&] { *orphan_end = Microseconds(); });
  long first = 0;
  for (int expected = 1; expected <= 3; ++expected) {
    siginfo_t info{};
    NextSignal(nullptr, &info);
    first = first == 0 ? Microseconds() : first;
    if (info.si_signo != kFirst || info.si_value.sival_int != expected) {
      ::dprintf(1, "wrong: signal %d, value %d\n", info.si_signo, info.si_value.sival_int);
    }
  }
  while (*orphan_end == 0) {
    ::sched_yield();
  }
  ::dprintf(1, "%s first\n", first < *orphan_end ? "signal" : "orphan");
  ReadByte();
  return kStatus;
}

int OrphanAndEnd(long orphan, long own) {
  ::dprintf(1, "ready\n");
  ReadByte();
  LoseOrphans(orphan, [] { ::dprintf(1, "orphan\n"); });
  Spin(own);
  ::dprintf(1, "command\n");
  return kStatus;
}

}  // namespace

int main(int argc, char** argv) {
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, kSetBytes);
  const std::string_view race = argc > 1 ? argv[1] : "";
  const long first = argc > 2 ? std::atol(argv[2]) : 0;
  const long second = argc > 3 ? std::atol(argv[3]) : 0;
  if (race == "end") {
    return End(argc > 2);
  }
  if (race == "parts" || race == "stubborn") {
    return LeaveOrphan(race == "stubborn", first);
  }
  if (race == "second") {
    return EndAtSecond();
  }
  return race == "orphan" ? OrphanAndSignals(first) : OrphanAndEnd(first, second);
}
