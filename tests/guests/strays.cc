// Leaves processes behind that end in many ways. "strays KINDS" does so for each letter and ends;
// "strays - FD" does so for each letter that it reads from descriptor FD, until that ends.
//   d: an orphan that ends at once      k: one that is killed      c: one that dumps core
//   g: one that leads a group           s: one that is stopped, and killed by another
//   p: one that is stopped, and goes on t: a tree of nine
//   r: no orphan: the next real-time signal of sender 3 to PID 1   u: USR2 to PID 1
// Never are there more than forty processes in the namespace.
#include <dirent.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "race/flood.h"

namespace {

constexpr int kMost = 40;
constexpr int kBranches = 3;
constexpr int kLeaves = 2;
constexpr int kSender = 3;
constexpr unsigned kLifeUs = 200000;

int sequence = 0;

// Whatever time is random: who ends when is what this is about.
void LiveAWhile() {
  std::srand(static_cast<unsigned>(dumb_init::race::Nanoseconds()));
  ::usleep(static_cast<useconds_t>(std::rand()) % kLifeUs);
}

int CountProcesses() {
  DIR* const folder = ::opendir("/proc");
  int count = 0;
  if (folder != nullptr) {
    for (const dirent* entry = ::readdir(folder); entry != nullptr; entry = ::readdir(folder)) {
      count += std::isdigit(static_cast<unsigned char>(entry->d_name[0])) != 0 ? 1 : 0;
    }
    ::closedir(folder);
  }
  return count;
}

void Grow(int width) {
  for (int i = 0; i < width; ++i) {
    if (::fork() == 0) {
      if (width == kBranches) {
        Grow(kLeaves);
      }
      LiveAWhile();
      ::_exit(0);
    }
  }
}

// One sends the other `signal` until it is gone. Both are orphans.
void StopAndSend(int signal) {
  const pid_t stopped = ::fork();
  if (stopped == 0) {
    ::raise(SIGSTOP);
    LiveAWhile();
    ::_exit(0);
  }
  if (::fork() == 0) {
    do {
      LiveAWhile();
    } while (::kill(stopped, signal) == 0);
    ::_exit(0);
  }
}

void BeParent(char kind) {
  switch (kind) {
    case 't':
      Grow(kBranches);
      return;
    case 's':
      return StopAndSend(SIGKILL);
    case 'p':
      return StopAndSend(SIGCONT);
    default:
      break;
  }
  if (::fork() != 0) {
    return;
  }
  if (kind == 'g') {
    ::setsid();
  }
  if (kind != 'd') {
    LiveAWhile();
  }
  if (kind == 'k') {
    ::raise(SIGKILL);
  } else if (kind == 'c') {
    ::raise(SIGSEGV);
  }
  ::_exit(0);
}

void Do(char kind) {
  if (kind == 'r') {
    dumb_init::race::QueueReal(1, kSender, ++sequence, true);
    return;
  }
  if (kind == 'u') {
    ::kill(1, SIGUSR2);
    return;
  }
  while (CountProcesses() > kMost) {
    ::usleep(kLifeUs / 10);
  }
  const pid_t parent = ::fork();
  if (parent == 0) {
    BeParent(kind);
    ::_exit(0);
  }
  ::waitpid(parent, nullptr, 0);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view kinds = argc > 1 ? argv[1] : "";
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const struct rlimit no_core {};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (kinds == "-" && argc > 2) {
    char kind = 0;
    while (::read(std::atoi(argv[2]), &kind, 1) == 1) {
      Do(kind);
    }
    return 0;
  }
  for (const char kind : kinds) {
    Do(kind);
  }
  return 0;
}
