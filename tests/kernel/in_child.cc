// Running the dangerous part of a test in a process of its own.
#include "kernel/in_child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include "support/default_signals.h"

namespace dumb_init::testing {
namespace {

constexpr int kDeadlineMs = 60'000;
// The child may close or fill every low number, so its way home is out of reach.
constexpr int kWayHome = 900;

// All that comes until the child has ended and nobody else holds the pipe.
std::string ReadAll(int descriptor, pid_t child) {
  std::string text;
  struct pollfd ready {
    descriptor, POLLIN, 0
  };
  for (;;) {
    if (::poll(&ready, 1, kDeadlineMs) == 0) {
      ::kill(child, SIGKILL);
      return "(nothing in time)";
    }
    char bytes[4096];
    const ssize_t size = ::read(descriptor, bytes, sizeof(bytes));
    if (size <= 0) {
      return text;
    }
    text.append(bytes, static_cast<std::size_t>(size));
  }
}

[[noreturn]] void Work(const std::function<std::string()>& work, int home) {
  const std::string text = work();
  if (::write(home, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    ::_exit(98);
  }
  ::_exit(0);
}

}  // namespace

std::string InChild(const std::function<std::string()>& work) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) == -1) {
    return "(no pipe)";
  }
  const pid_t child = ::fork();
  if (child == 0) {
    const int home = ::fcntl(ends[1], F_DUPFD_CLOEXEC, kWayHome);
    ::close(ends[0]);
    ::close(ends[1]);
    SetDefaultSignals();
    Work(work, home);
  }
  ::close(ends[1]);
  std::string text = ReadAll(ends[0], child);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    return text + "(signal " + std::to_string(WTERMSIG(status)) + ")";
  }
  const int code = WEXITSTATUS(status);
  return code == 0 ? text : text + "(status " + std::to_string(code) + ")";
}

}  // namespace dumb_init::testing
