// Starting the command.
#include "sys/spawn.h"

#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <csignal>
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

// Everything the child needs, and where it leaves word of what went wrong. Where the child has a
// copy of our memory a pipe carries the word, and its end of file says that exec is done. Without a
// free descriptor there is no pipe, and the shared memory alone has to do.
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
  // Stops of the terminal that came before exec.
  core::SignalSet stops{};
};

// What goes through the pipe: a failure, or a stop.
struct Word {
  bool failed = false;
  StartFailure failure{};
  core::Signal stop{};
};

// DANGER (the whole block): runs between clone and exec with our memory. Only async-signal-safe
// calls; nothing returns to the parent's frames.

DUMB_INIT_NO_SANITIZE void LeaveWord(const Launch& launch, const Word& word) {
  RetryOnEintr([&] { return ::write(launch.pipe.write_end, &word, sizeof(word)); });
}

[[noreturn]] DUMB_INIT_NO_SANITIZE void Fail(Launch& launch, StartFailure::Step step, int error) {
  launch.failure = {step, error};
  launch.failed = true;
  LeaveWord(launch, {true, launch.failure, {}});
  ::_exit(StatusOf(launch.failure));
}

// The child's, for the handler. What the kernel saves for a handler has no room on the small stack;
// these pages are nobody's until it does.
Launch* caught_by = nullptr;
alignas(16) std::array<std::byte, 16384> handler_stack;

DUMB_INIT_NO_SANITIZE void CatchStop(int number) {
  const int error = errno;
  caught_by->stops = caught_by->stops.With({number});
  LeaveWord(*caught_by, {false, {}, {number}});
  errno = error;
}

// A child that a ^Z stopped before exec would keep us asleep, deaf for the CONT that is to wake it.
// A handler puts the stop off until the command is there, and exec takes the handler away. Nobody
// else can stop the leader of a new session this way.
DUMB_INIT_NO_SANITIZE void PutStopsOff(Launch& launch) {
  caught_by = &launch;
  const stack_t stack{handler_stack.data(), 0, handler_stack.size()};
  ::syscall(SYS_sigaltstack, &stack, nullptr);
  struct sigaction catching {};
  catching.sa_handler = CatchStop;
  catching.sa_flags = SA_ONSTACK;
  ::sigfillset(&catching.sa_mask);
  for (const int number : {SIGTSTP, SIGTTIN, SIGTTOU}) {
    struct sigaction inherited {};
    ::sigaction(number, nullptr, &inherited);
    if (inherited.sa_handler != SIG_IGN) {
      ::sigaction(number, &catching, nullptr);
    }
  }
}

DUMB_INIT_NO_SANITIZE void LeadSession(Launch& launch) {
  if (::setsid() == -1) {
    Fail(launch, StartFailure::Step::kSession, errno);
  }
  // Standard input is often no terminal, or another session's: then there is none to lead.
  Control(STDIN_FILENO, TIOCSCTTY, nullptr);
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
  if (launch.leads != core::Leads::kSession) {
    PutStopsOff(launch);
  }
  core::PidVariables variables;
  variables.Rewrite(launch.command.environment, launch.init, self);
  if (!RestoreSignals(launch.inherited)) {
    Fail(launch, StartFailure::Step::kSignals, errno);
  }
  Fail(launch, StartFailure::Step::kExecute,
       SearchAndExecute(launch.command, launch.search_path, launch.room));
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
  Word word;
  while (RetryOnEintr([&] { return ::read(launch.pipe.read_end, &word, sizeof(word)); }) ==
         static_cast<ssize_t>(sizeof(word))) {
    if (word.failed) {
      launch.failed = true;
      launch.failure = word.failure;
    } else {
      launch.stops = launch.stops.With(word.stop);
    }
  }
  Close(launch.pipe.read_end);
  return launch.failed;
}

// The command gets the stops that came before it was there.
void StopAsAsked(const Launch& launch, core::Pid command) {
  for (const int number : {SIGTSTP, SIGTTIN, SIGTTOU}) {
    if (launch.stops.Has({number})) {
      Tolerate(Kill({command}, {number}), "a command that has ended needs no stop");
    }
  }
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
    StopAsAsked(launch, {child});
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
