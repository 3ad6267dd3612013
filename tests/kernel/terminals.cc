// Terminals for tests that must not touch the one they are run from.
#include "kernel/terminals.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace dumb_init::testing {

int OpenTerminal() {
  int master = -1;
  int slave = -1;
  ::openpty(&master, &slave, nullptr, nullptr, nullptr);
  ::dup2(slave, 0);
  ::close(slave);
  return master;
}

bool LeadSessionOnTerminal() {
  OpenTerminal();
  return ::setsid() != -1 && ::ioctl(0, TIOCSCTTY, 0) == 0;
}

bool HasTerminal() {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  ::close(terminal);
  return terminal != -1;
}

pid_t Foreground() {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  const pid_t group = ::tcgetpgrp(terminal);
  ::close(terminal);
  return group;
}

}  // namespace dumb_init::testing
