// Signals: blocking all of them, waiting for the next one, sending one on.
#pragma once

#include <csignal>
#include <cstdint>
#include <optional>

#include "core/machine.h"
#include "core/process.h"
#include "core/signal.h"
#include "sys/error.h"

namespace dumb_init::sys {

// The signal state a process was given by whoever exec'd it.
struct InheritedSignals {
  core::SignalSet mask;
  enum class ChildSignal { kDefault, kIgnored } child_signal = ChildSignal::kDefault;
};

// Blocks all 64 signals, so that none acts on us and each waits for NextSignal, and makes ended
// children wait for us even if SIGCHLD was ignored (signal(7), waitid(2) NOTES). Stopped children
// are not told of. Returns what was there before; a failure has changed nothing.
Result<InheritedSignals> TakeOverSignals();

// From now on children that end leave nothing behind and no SIGCHLD is sent (waitid(2) NOTES).
// False, and errno says why.
bool IgnoreChildren();

// From now on they wait to be reaped again, and SIGCHLD tells of their end.
void WaitForChildren();

// From now on SIGCHLD also tells of children that were stopped (sigaction(2), SA_NOCLDSTOP).
void WatchStops();

// Gives the calling process the signal state it would have without us. For the child before exec.
// False, and errno says why.
bool RestoreSignals(const InheritedSignals& inherited);

// The signals that are waiting for us right now (sigpending(2)).
core::SignalSet PendingSignals();

// One signal as the kernel hands it over (sigwaitinfo(2)).
struct Arrival {
  core::Signal signal;
  // kQueued: by a process that says itself who it is, and may say anything (sigqueue(3)).
  enum class Source { kProcess, kQueued, kKernel } source = Source::kProcess;
  // The sender in our PID namespace if it is a process, and 0 if that is outside.
  core::Pid sender;
  core::Payload payload{};
};

// The next waiting signal, lowest number first, real-time ones in the order sent. Sleeps until
// there is one, at most for `patience`, or for ever where that is absent. Nothing: none is waiting,
// or the sleep was cut short.
Result<std::optional<Arrival>> NextSignal(std::optional<core::Duration> patience);

// Whom Kill speaks to: one process, every process of the group it leads, or, for PID 1, every other
// process of its PID namespace at once, also those that came in from outside.
struct Target {
  core::Pid pid;
  enum class Kind { kProcess, kGroup, kEverybody } kind = Kind::kProcess;
};

// kill(2). ESRCH: nobody is left to tell; EPERM: nobody there may be told by us.
Result<Done> Kill(Target target, core::Signal signal);

// What rt_sigqueueinfo(2) and pidfd_send_signal(2) take to send `signal` with its payload.
siginfo_t InfoFor(core::Signal signal, const core::Payload& payload);

// rt_sigqueueinfo(2): sends `signal` with its payload to one process. EAGAIN: its queue is full.
Result<Done> Queue(core::Pid pid, core::Signal signal, const core::Payload& payload);

// kill(2): sends this stop signal of the terminal to our process group `group`. Done already if a
// SIGCONT is waiting: it came after the stop, and this one would make the kernel throw it away.
Result<Done> StopGroup(core::Pid group, core::Signal signal);

// Stops this process until SIGCONT. Returns at once if a SIGCONT is waiting already: it came after
// the request to stop, and the kernel would throw it away for the stop.
Result<Done> StopSelf();

}  // namespace dumb_init::sys
