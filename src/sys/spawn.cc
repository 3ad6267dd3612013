// Starting the command.
#include "sys/spawn.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "core/environment.h"
#include "core/search_path.h"
#include "sys/clone.h"
#include "sys/descriptors.h"
#include "sys/terminal.h"

namespace dumb_init::sys {
namespace {

// Everything the child needs, and where it leaves word of a failure. Where the child has a copy of
// our memory a pipe carries the word, and its end of file says that exec is done. Without a free
// descriptor there is no pipe, and the shared memory alone has to do.
struct Launch {
  const Command& command;
  core::Leads leads;
  const InheritedSignals& inherited;
  core::Pid init;
  std::string_view search_path;
  // Where file names are put together.
  std::span<char> room;
  Pipe pipe{};
  StartFailure failure{};
  bool failed = false;
};

// DANGER (the whole block): runs between clone and exec with our memory. Only async-signal-safe
// calls; nothing returns to the parent's frames.

[[noreturn]] DUMB_INIT_NO_SANITIZE void Fail(Launch& launch, StartFailure::Step step, int error) {
  launch.failure = {step, error};
  launch.failed = true;
  RetryOnEintr(
      [&] { return ::write(launch.pipe.write_end, &launch.failure, sizeof(launch.failure)); });
  ::_exit(StatusOf(launch.failure));
}

// execve(2) fails with ENOEXEC for a file that is neither a program of this machine nor starts with
// "#!". POSIX has such a file run by the shell, but a program of another machine is no script.
DUMB_INIT_NO_SANITIZE bool MayBeScript(const char* file) {
  constexpr std::string_view kElfMagic = "\177ELF";
  constexpr std::string_view kInterpreterMagic = "#!";
  std::array<char, 4> start{};
  const int descriptor = ::open(file, O_RDONLY | O_CLOEXEC);
  if (descriptor == -1) {
    return false;
  }
  const ssize_t size = ::read(descriptor, start.data(), start.size());
  Close(descriptor);
  const std::string_view magic(start.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return size >= 0 && magic != kElfMagic && !magic.starts_with(kInterpreterMagic);
}

// Returns the errno when `file` cannot be executed.
DUMB_INIT_NO_SANITIZE int Execute(const char* file, const Command& command) {
  ::execve(file, command.words, command.environment);
  const int error = errno;
  if (error != ENOEXEC || !MayBeScript(file)) {
    return error;
  }
  static constexpr const char* kShell = "/bin/sh";
  char* const name = command.words[0];
  char* const before = command.words[-1];
  command.words[-1] = const_cast<char*>(kShell);
  command.words[0] = const_cast<char*>(file);
  ::execve(kShell, command.words - 1, command.environment);
  command.words[-1] = before;
  command.words[0] = name;
  return error;
}

// Whether the search goes on in the next folder after `error`.
DUMB_INIT_NO_SANITIZE bool MayBeElsewhere(int error) {
  return error == ENOENT || error == ENOTDIR || error == EACCES || error == ESTALE ||
         error == ENODEV || error == ETIMEDOUT || error == ENAMETOOLONG || error == ELOOP;
}

// Returns the errno that tells best why the command cannot be executed.
DUMB_INIT_NO_SANITIZE int SearchAndExecute(const Launch& launch) {
  const Command& command = launch.command;
  core::Candidates candidates(command.words[0], launch.search_path, launch.room);
  int told = ENOENT;
  int last = ENOENT;
  for (const char* file = candidates.Next(); file != nullptr; file = candidates.Next()) {
    last = Execute(file, command);
    if (file == command.words[0] || !MayBeElsewhere(last)) {
      return last;
    }
    if (told == ENOENT && last != ENOTDIR) {
      told = last;
    }
  }
  return told;
}

DUMB_INIT_NO_SANITIZE void LeadSession(Launch& launch) {
  if (::setsid() == -1) {
    Fail(launch, StartFailure::Step::kSession, errno);
  }
  // Standard input is often no terminal, or another session's: then there is none to lead.
  ::ioctl(STDIN_FILENO, TIOCSCTTY, 0);
}

DUMB_INIT_NO_SANITIZE void LeadGroup(Launch& launch, core::Pid self) {
  const core::Pid group_of_init{::getpgrp()};
  if (::setpgid(0, 0) == -1) {
    Fail(launch, StartFailure::Step::kGroup, errno);
  }
  PassForeground(group_of_init, self);
}

DUMB_INIT_NO_SANITIZE int BecomeCommand(void* argument) {
  Launch& launch = *static_cast<Launch*>(argument);
  const core::Pid self{::getpid()};
  switch (launch.leads) {
    case core::Leads::kSession:
      LeadSession(launch);
      break;
    case core::Leads::kGroup:
      LeadGroup(launch, self);
      break;
    case core::Leads::kNothing:
      break;
  }
  core::PidVariables variables;
  variables.Rewrite(launch.command.environment, launch.init, self);
  RestoreSignals(launch.inherited);
  Fail(launch, StartFailure::Step::kExecute, SearchAndExecute(launch));
}

// End of the block between clone and exec.

// Starts the child; -1 with errno if there is none.
int StartChild(Launch& launch, std::span<std::byte> stack) {
  const int child = CloneWithSharedMemory(BecomeCommand, &launch, stack);
  if (child != -1 || errno != EINVAL) {
    return child;
  }
  const Result<Pipe> pipe = OpenPipe();
  if (pipe.ok()) {
    launch.pipe = pipe.value();
  }
  return CloneWithCopiedMemory(BecomeCommand, &launch, stack);
}

// Sleeps until the child has become the command or has left word why not. Without a pipe the kernel
// has seen to that.
bool HasFailed(Launch& launch) {
  if (launch.pipe.read_end == -1) {
    return launch.failed;
  }
  Close(launch.pipe.write_end);
  StartFailure failure;
  const ssize_t size =
      RetryOnEintr([&] { return ::read(launch.pipe.read_end, &failure, sizeof(failure)); });
  Close(launch.pipe.read_end);
  if (size == static_cast<ssize_t>(sizeof(failure))) {
    launch.failure = failure;
    return true;
  }
  return launch.failed;
}

}  // namespace

core::ShellCode StatusOf(const StartFailure& failure) {
  if (failure.step != StartFailure::Step::kExecute) {
    return core::kCannotStart;
  }
  return failure.error == ENOENT ? core::kNotFound : core::kCannotExecute;
}

dumb_init::Result<core::Pid, StartFailure> Spawn(const Command& command, core::Leads leads,
                                                 const InheritedSignals& inherited,
                                                 core::Pid init) {
  const std::string_view search_path =
      core::FindVariable(command.environment, "PATH").value_or(core::kDefaultPath);
  // As much as the longest name takes, not as it might take: see kSmallStack.
  const std::size_t room_size = core::Candidates::RoomFor(command.words[0], search_path);
  char* const room = static_cast<char*>(__builtin_alloca(room_size));
  Launch launch{command, leads, inherited, init, search_path, {room, room_size}};
  alignas(16) std::array<std::byte, kSmallStack> stack;
  const int child = StartChild(launch, stack);
  if (child == -1) {
    const int error = errno;
    Close(launch.pipe.write_end);
    Close(launch.pipe.read_end);
    return StartFailure{StartFailure::Step::kClone, error};
  }
  if (!HasFailed(launch)) {
    return core::Pid{child};
  }
  if (leads == core::Leads::kGroup) {
    PassForeground({child}, {::getpgrp()});
  }
  siginfo_t info{};
  RetryOnEintr([&] { return ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED); });
  return launch.failure;
}

}  // namespace dumb_init::sys
