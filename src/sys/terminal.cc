// The controlling terminal: giving up ours, so that the command's session can have it.
#include "sys/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>

#include "sys/clone.h"
#include "sys/descriptors.h"

namespace dumb_init::sys {
namespace {

// DANGER: shares our memory; only async-signal-safe calls, and it does not return.
DUMB_INIT_NO_SANITIZE int TakeForeground(void*) {
  pid_t self = ::getpid();
  if (::setpgid(0, 0) == 0) {
    Control(STDIN_FILENO, TIOCSPGRP, &self);
  }
  ::_exit(0);
}

int OpenControllingTerminal() { return Open("/dev/tty", O_RDWR | O_NOCTTY); }

// A group whose leader is outside our PID namespace is called 0, and so is every other such group.
// Reading tells ours from the rest: with SIGTTIN blocked it is refused in the background
// (ioctl_tty(2), signal(7)). Nothing is read, and O_NONBLOCK keeps us from waiting for another
// reader to finish.
DUMB_INIT_NO_SANITIZE bool AreForeground() {
  const int terminal = Open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK);
  char nothing = 0;
  const bool refused = ::read(terminal, &nothing, 0) == -1 && errno != EAGAIN;
  Close(terminal);
  return !refused;
}

// False if `terminal` is not the one of our session.
DUMB_INIT_NO_SANITIZE bool PassForegroundOf(int terminal, core::Pid from, core::Pid to) {
  pid_t foreground = 0;
  if (Control(terminal, TIOCGPGRP, &foreground) == -1) {
    return false;
  }
  if (foreground == from.number && (foreground != 0 || AreForeground())) {
    pid_t group = to.number;
    Control(terminal, TIOCSPGRP, &group);
  }
  return true;
}

}  // namespace

bool StandardInputIsTerminal() {
  struct winsize size {};
  return Control(STDIN_FILENO, TIOCGWINSZ, &size) == 0;
}

Result<Done> GiveUpTerminal() {
  pid_t session = 0;
  if (Control(STDIN_FILENO, TIOCGSID, &session) == -1 || session != ::getpid()) {
    return Done{};
  }
  // TIOCNOTTY sends SIGHUP and SIGCONT to the foreground process group (ioctl_tty(2)), which may be
  // ours, and a HUP of the same instant that somebody sent to us would be merged with that one. So
  // the foreground is first given to a process that has ended and is not reaped yet: it owns its
  // group, and nobody hears the signals.
  alignas(16) std::array<std::byte, kSmallStack> stack;
  const int ended = CloneWithCopiedMemory(TakeForeground, nullptr, stack);
  const int error = ended == -1 ? errno : 0;
  if (ended != -1) {
    siginfo_t info{};
    RetryOnEintr(
        [&] { return ::waitid(P_PID, static_cast<id_t>(ended), &info, WEXITED | WNOWAIT); });
  }
  const int given_up = Control(STDIN_FILENO, TIOCNOTTY, nullptr);
  const SysError refused{"ioctl(TIOCNOTTY)", errno};
  if (ended != -1) {
    siginfo_t info{};
    RetryOnEintr([&] { return ::waitid(P_PID, static_cast<id_t>(ended), &info, WEXITED); });
  }
  if (given_up == -1) {
    return refused;
  }
  return error == 0 ? Result<Done>(Done{}) : SysError{"clone", error};
}

bool HasControllingTerminal() {
  const int terminal = OpenControllingTerminal();
  Close(terminal);
  return terminal != -1;
}

DUMB_INIT_NO_SANITIZE void PassForeground(core::Pid from, core::Pid to) {
  // Standard input is mostly the terminal, where it was not let go or redirected.
  if (PassForegroundOf(STDIN_FILENO, from, to)) {
    return;
  }
  const int terminal = OpenControllingTerminal();
  if (terminal != -1) {
    PassForegroundOf(terminal, from, to);
    Close(terminal);
  }
}

}  // namespace dumb_init::sys
