// What runs under the inits that are measured. Static, so that it starts alike under all of them.
//   load                exits at once
//   load sleep          sleeps until it is killed
//   load clock          says "ready", then for each USR1 the time it came, in microseconds
//   load count          says "ready", counts real-time signals, and says how many at a USR1
//   load obey           says "ready", and exits at a TERM
//   load orphans N      says "ready", then for each USR1 makes N orphans and says "made"
//   load family N       has N sleeping children, says "ready"
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace {

void Say(const char* line) {
  std::puts(line);
  std::fflush(stdout);
}

int NextSignal() {
  sigset_t all;
  sigfillset(&all);
  int number = 0;
  sigwait(&all, &number);
  return number;
}

[[noreturn]] void Sleep() {
  for (;;) {
    ::pause();
  }
}

[[noreturn]] void Clock() {
  Say("ready");
  for (;;) {
    NextSignal();
    struct timespec now {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    std::printf("%.3f\n",
                static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3);
    std::fflush(stdout);
  }
}

// A child that leaves its own child behind, which ends when that is reparented.
void MakeOrphan() {
  const pid_t child = ::vfork();
  if (child == 0) {
    ::vfork();
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
}

[[noreturn]] void MakeOrphans(long count) {
  Say("ready");
  for (;;) {
    NextSignal();
    for (long i = 0; i < count; ++i) {
      MakeOrphan();
    }
    Say("made");
  }
}

[[noreturn]] void Count() {
  Say("ready");
  for (long count = 0;;) {
    if (NextSignal() != SIGUSR1) {
      ++count;
    } else {
      std::printf("%ld\n", count);
      std::fflush(stdout);
    }
  }
}

[[noreturn]] void MakeFamily(long count) {
  for (long i = 0; i < count; ++i) {
    const pid_t child = ::fork();
    if (child == -1) {
      std::perror("fork");
      ::_exit(1);
    }
    if (child == 0) {
      Sleep();
    }
  }
  Say("ready");
  Sleep();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view work = argc > 1 ? argv[1] : "";
  if (work.empty()) {
    ::_exit(0);
  }
  if (work == "sleep") {
    Sleep();
  }
  const long count = argc > 2 ? std::atol(argv[2]) : 0;
  if (work == "family") {
    MakeFamily(count);
  }
  sigset_t all;
  sigfillset(&all);
  sigdelset(&all, SIGCHLD);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  if (work == "clock") {
    Clock();
  }
  if (work == "count") {
    Count();
  }
  if (work == "obey") {
    Say("ready");
    while (NextSignal() != SIGTERM) {
    }
    ::_exit(0);
  }
  MakeOrphans(count);
}
