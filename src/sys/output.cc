// Writing: messages that never block, and text that somebody asked for.
#include "sys/output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>
#include <cstring>

#include "sys/descriptors.h"

namespace dumb_init::sys {
namespace {

constexpr int kNoWait = 0x00000008;  // RWF_NOWAIT (pwritev2(2)); older libc headers do not name it.

// Setting O_NONBLOCK would set it for everyone who shares the open file, the command first of all.
// So the one write carries the wish (pwritev2(2), offset -1: the current one).
ssize_t WriteWithoutWaiting(std::string_view message) {
  struct iovec piece {};
  piece.iov_base = const_cast<char*>(message.data());
  piece.iov_len = message.size();
  constexpr long kCurrentOffset = -1;
  // Low and high half of the offset, as the kernel splits it; both say -1 here.
  return ::syscall(SYS_pwritev2, STDERR_FILENO, &piece, 1L, kCurrentOffset, kCurrentOffset,
                   kNoWait);
}

bool IsTerminal() {
  struct winsize size {};
  return Control(STDERR_FILENO, TIOCGWINSZ, &size) == 0;
}

// A terminal takes part of a message and waits for room for the rest, whatever poll(2) said. Opened
// anew it is an open file of our own, where O_NONBLOCK is nobody else's business. -1: it cannot be,
// since that needs /proc.
int OpenTerminalAnew() {
  return MoveAboveStandard(Open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY));
}

// While another process is in the middle of a write to the same terminal the kernel says EAGAIN as
// if it was full. That takes microseconds, unless the other one waits for room, too.
ssize_t WriteAndClose(int terminal, std::string_view message) {
  constexpr int kTries = 20;
  ssize_t written = -1;
  for (int tries = 0; tries < kTries && written == -1; ++tries) {
    written = ::write(terminal, message.data(), message.size());
    if (written == -1 && errno != EAGAIN && errno != EINTR) {
      break;
    }
  }
  const int error = errno;
  Close(terminal);
  errno = error;
  return written;
}

// A regular file, then; neither pipe nor socket nor terminal.
bool HasOffset() { return ::lseek(STDERR_FILENO, 0, SEEK_CUR) != -1; }

bool HasRoom() {
  struct pollfd room {
    STDERR_FILENO, POLLOUT, 0
  };
  return ::poll(&room, 1, 0) == 1 && (room.revents & POLLOUT) != 0;
}

// Where the kernel cannot write this kind of file without waiting: a pipe that poll(2) calls
// writable takes PIPE_BUF bytes at once.
ssize_t WriteIfThereIsRoom(std::string_view message) {
  if (!HasRoom()) {
    errno = EAGAIN;
    return -1;
  }
  return RetryOnEintr([&] { return ::write(STDERR_FILENO, message.data(), message.size()); });
}

ssize_t WriteToTerminal(std::string_view message, Stake stake) {
  const int terminal = OpenTerminalAnew();
  if (terminal != -1) {
    return WriteAndClose(terminal, message);
  }
  if (stake == Stake::kNothing) {
    return WriteIfThereIsRoom(message);
  }
  errno = EAGAIN;
  return -1;
}

ssize_t WriteAnotherWay(std::string_view message, Stake stake, int error) {
  // A regular file may say "not now" while it only has to read a block from disk first; it never
  // waits for another process.
  if (error == EAGAIN && HasOffset()) {
    return RetryOnEintr([&] { return ::write(STDERR_FILENO, message.data(), message.size()); });
  }
  if (error == EAGAIN || error == EPIPE || error == EBADF) {
    errno = error;
    return -1;
  }
  return IsTerminal() ? WriteToTerminal(message, stake) : WriteIfThereIsRoom(message);
}

}  // namespace

Result<Done> WriteMessage(std::string_view message, Stake stake) {
  ssize_t written = RetryOnEintr([&] { return WriteWithoutWaiting(message); });
  if (written == -1) {
    written = WriteAnotherWay(message, stake, errno);
  }
  if (written == -1) {
    return SysError{"write", errno};
  }
  return Done{};
}

Result<Done> WriteOutput(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written =
        RetryOnEintr([&] { return ::write(STDOUT_FILENO, text.data(), text.size()); });
    if (written == -1) {
      return SysError{"write", errno};
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

std::string_view ErrorText(int error) { return ::strerror(error); }

}  // namespace dumb_init::sys
