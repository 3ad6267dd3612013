// "leaves_behind STATUS KIND..." starts a process of each kind, says "ready", tells of signals as
// "command 15" and ends with STATUS when there is a byte on standard input. "leaves_behind KIND" is
// such a process itself. All but the kind "member" have sessions of their own. The kinds:
//   tells, member: ends on TERM
//   stopped:       the same, but stops itself first
//   stubborn:      tells of signals for ever
//   patient:       on TERM waits for a byte, and says "patient again" if there is another TERM then
//   waits:         on TERM starts a helper and waits for it
//   parts:         on TERM starts a helper and ends
//   chain:         starts its like and ends, on and on, until TERM hits
// A helper waits for a byte, too, and says whether it got TERM: "helper told", "helper spared".
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace {

void Say(const char* name, const char* what) { ::dprintf(1, "%s %s\n", name, what); }

// TERM or CONT, whatever comes next; tells of it.
int NextSignal(const char* name) {
  sigset_t awaited;
  ::sigfillset(&awaited);
  const int signal = ::sigwaitinfo(&awaited, nullptr);
  if (signal > 0) {
    ::dprintf(1, "%s %d\n", name, signal);
  }
  return signal;
}

bool TermIsPending() {
  sigset_t pending;
  ::sigpending(&pending);
  return ::sigismember(&pending, SIGTERM) == 1;
}

void WaitForByte() {
  char byte = 0;
  while (::read(0, &byte, 1) == -1) {
  }
}

[[noreturn]] void Help() {
  WaitForByte();
  Say("helper", TermIsPending() ? "told" : "spared");
  ::_exit(0);
}

void OnTerm(std::string_view kind) {
  if (kind == "patient") {
    WaitForByte();
    Say("patient", TermIsPending() ? "again" : "done");
  } else if (kind == "waits" || kind == "parts") {
    if (::fork() == 0) {
      Help();
    }
    if (kind == "waits") {
      ::wait(nullptr);
    }
  }
}

[[noreturn]] void RunChain() {
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  while (::fork() == 0) {
  }
  ::_exit(0);
}

[[noreturn]] void Be(const char* name) {
  const std::string_view kind = name;
  if (kind == "chain") {
    RunChain();
  }
  if (kind == "stopped") {
    ::raise(SIGSTOP);
  }
  while (NextSignal(name) != SIGTERM || kind == "stubborn") {
  }
  OnTerm(kind);
  ::_exit(0);
}

// Returns when the new process has its session and, if it is to be, is stopped.
void Start(const char* name) {
  const std::string_view kind = name;
  int ends[2];
  if (::pipe(ends) == -1) {
    std::exit(98);
  }
  const pid_t child = ::fork();
  if (child == 0) {
    if (kind != "member") {
      ::setsid();
    }
    ::close(ends[0]);
    ::close(ends[1]);
    Be(name);
  }
  ::close(ends[1]);
  char nothing = 0;
  static_cast<void>(!::read(ends[0], &nothing, 1));
  ::close(ends[0]);
  if (kind == "stopped") {
    int status = 0;
    ::waitpid(child, &status, WUNTRACED);
  }
}

// Tells of signals until there is a byte.
void TellUntilByte(const sigset_t& all) {
  struct pollfd sources[] = {{0, POLLIN, 0}, {::signalfd(-1, &all, 0), POLLIN, 0}};
  for (;;) {
    ::poll(sources, 2, -1);
    struct signalfd_siginfo info {};
    if ((sources[1].revents & POLLIN) != 0 && ::read(sources[1].fd, &info, sizeof(info)) > 0 &&
        info.ssi_signo != SIGCHLD) {
      ::dprintf(1, "command %u\n", info.ssi_signo);
    }
    if (sources[0].revents != 0) {
      WaitForByte();
      return;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  if (argc == 2 && (argv[1][0] < '0' || argv[1][0] > '9')) {
    ::dprintf(1, "ready\n");
    Be(argv[1]);
  }
  for (int i = 2; i < argc; ++i) {
    Start(argv[i]);
  }
  ::dprintf(1, "ready\n");
  TellUntilByte(all);
  return argc > 1 ? std::atoi(argv[1]) : 0;
}
