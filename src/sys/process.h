// Processes: who we are, who has ended, and collecting them.
#pragma once

#include <optional>

#include "core/process.h"
#include "core/signal.h"
#include "sys/error.h"

namespace dumb_init::sys {

// getpid(2).
core::Pid Self();

// getppid(2); 0 when the parent is outside our PID namespace.
core::Pid Parent();

// The process group that we lead or are in (getpgrp(2)); 0 when its leader is outside our PID
// namespace.
core::Pid OurGroup();

// Whether `pid` is in the process group that we are in (getpgid(2)). False when it cannot be told.
bool SharesOurGroup(core::Pid pid);

// PR_SET_CHILD_SUBREAPER(2const), Linux 3.4: orphans below us become our children.
Result<Done> BecomeSubreaper();

// PR_GET_CHILD_SUBREAPER(2const): whoever exec'd us may have asked for it; execve(2) keeps it.
bool IsSubreaper();

// PR_SET_PDEATHSIG(2const): `signal` is sent to us when the parent thread ends.
Result<Done> SetParentDeathSignal(core::Signal signal);

struct Ended {
  core::Pid pid;
  core::Ending ending;
};

// A child that has ended, whoever started it, and leaves it waiting: until Reap its pid stays its
// own (waitid(2) WNOWAIT). Nothing: no child has ended, or there is none at all. Where waitid(2) is
// refused the child is gone already, and whether it dumped core is not told.
Result<std::optional<Ended>> Peek();

// The signal that stopped our child `pid`, told once for each stop; nothing if it was not stopped
// or has gone on since (waitid(2) WSTOPPED).
std::optional<core::Signal> TakeStop(core::Pid pid);

// What `pid` calls itself; empty when it cannot be told. A process that ended and waits to be
// reaped has a name.
core::Name NameOf(core::Pid pid);

// Collects an ended child, if it is not gone already.
Result<Done> Reap(core::Pid pid);

// _exit(2).
[[noreturn]] void Exit(core::ShellCode code);

}  // namespace dumb_init::sys
