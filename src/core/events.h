// The words of the policy: what can happen, and what can be done about it.
#pragma once

#include <compare>
#include <csignal>
#include <variant>

#include "base/fixed_list.h"
#include "core/duration.h"
#include "core/process.h"
#include "core/signal.h"
#include "core/timers.h"

namespace dumb_init::core {

// Tells that some child has ended; it is news to us and never forwarded.
constexpr Signal kChildSignal{SIGCHLD};

// What everybody who is left when the command has ended is told: to end, and to go on if stopped,
// and at last to die.
constexpr Signal kEndRequest{SIGTERM};
constexpr Signal kGoOn{SIGCONT};
constexpr Signal kDie{SIGKILL};

// Who has a signal that reached us, and why.
enum class Origin {
  kProcess,        // A process sent it, to us.
  kKernel,         // The kernel sent it, and the command is not in the group it went to.
  kKernelToGroup,  // The kernel sent it to our whole process group, the command included.
  kOurselves,      // A system call of our own raised it.
};

// Events: what happened.

struct SignalArrived {
  Signal signal;
  Origin origin = Origin::kProcess;
  Payload payload{};
};

// A child of ours has ended and is still waiting to be reaped.
struct ProcessEnded {
  Pid pid;
  Ending ending;
};

// The command was stopped by `signal` and has not gone on since.
struct CommandStopped {
  Signal signal;
};

// The time of a timer that was started is over.
struct TimerExpired {
  Timer timer;
  Payload payload{};
};

// Who of the rest is left, looked up because we asked: children of ours, which tell us when they
// end; only others, which do not; nobody who is alive.
enum class Rest { kChildren, kOthers, kNobody };
struct RestSeen {
  Rest rest;
};

using Event = std::variant<SignalArrived, ProcessEnded, CommandStopped, TimerExpired, RestSeen>;

// Actions: what to do about it, in this order.

// Send `signal` to the scope.
struct Forward {
  Signal signal;
  Payload payload{};
  friend constexpr auto operator<=>(const Forward&, const Forward&) = default;
};

// Stop ourselves as the terminal asked us to; we go on at the next SIGCONT.
struct StopSelf {
  friend constexpr auto operator<=>(const StopSelf&, const StopSelf&) = default;
};

// Send this terminal stop signal to our own process group, as the terminal would have done.
struct StopGroup {
  Signal signal;
  friend constexpr auto operator<=>(const StopGroup&, const StopGroup&) = default;
};

// Send this signal, a CONT, to the whole process group of the command, which the terminal stopped.
struct WakeGroup {
  Signal signal;
  friend constexpr auto operator<=>(const WakeGroup&, const WakeGroup&) = default;
};

// Make the process group of the command or our own the terminal's foreground, if the other of the
// two is that.
struct PassTerminal {
  enum class To { kCommand, kOurselves } to = To::kCommand;
  friend constexpr auto operator<=>(const PassTerminal&, const PassTerminal&) = default;
};

// Say that this ended child is about to be reaped. Until then it can be asked for its name.
struct ReportReap {
  Pid pid;
  Ending ending;
  friend constexpr auto operator<=>(const ReportReap&, const ReportReap&) = default;
};

// Collect this ended child; from then on its pid may be someone else's.
struct Reap {
  Pid pid;
  friend constexpr auto operator<=>(const Reap&, const Reap&) = default;
};

// Collect this ended child, and let the kernel collect whatever ends from now on if it can; then
// nothing is heard of it.
struct LetKernelReap {
  Pid pid;
  friend constexpr auto operator<=>(const LetKernelReap&, const LetKernelReap&) = default;
};

// Let children wait again to be reaped by us.
struct ReapOurselves {
  friend constexpr auto operator<=>(const ReapOurselves&, const ReapOurselves&) = default;
};

// Note about the command, which has ended, what nobody can find out once it is reaped and the rest
// has been told.
struct NoteCommand {
  friend constexpr auto operator<=>(const NoteCommand&, const NoteCommand&) = default;
};

// Note who is left and is about to be killed.
struct NoteKilled {
  friend constexpr auto operator<=>(const NoteKilled&, const NoteKilled&) = default;
};

// Say how it all ended, with what was noted.
struct SayReport {
  Outcome outcome;
  friend constexpr auto operator<=>(const SayReport&, const SayReport&) = default;
};

// Write the same to the file that was asked for.
struct FileReport {
  Outcome outcome;
  friend constexpr auto operator<=>(const FileReport&, const FileReport&) = default;
};

// Send TERM and then CONT to everybody who is left.
struct TellRest {
  friend constexpr auto operator<=>(const TellRest&, const TellRest&) = default;
};

// Send KILL to everybody who is left.
struct KillRest {
  friend constexpr auto operator<=>(const KillRest&, const KillRest&) = default;
};

// Look who is left; the answer is an event, the next one of all.
struct LookAtRest {
  friend constexpr auto operator<=>(const LookAtRest&, const LookAtRest&) = default;
};

// Say that somebody is left who cannot be killed.
struct ReportLeftovers {
  friend constexpr auto operator<=>(const ReportLeftovers&, const ReportLeftovers&) = default;
};

// Let this timer expire when the time is over; the payload is given back then.
struct StartTimer {
  Timer timer;
  Duration duration;
  Payload payload{};
  friend constexpr auto operator<=>(const StartTimer&, const StartTimer&) = default;
};

// This timer is not to expire any more.
struct StopTimer {
  Timer timer;
  friend constexpr auto operator<=>(const StopTimer&, const StopTimer&) = default;
};

// No timer is to expire any more.
struct StopTimers {
  friend constexpr auto operator<=>(const StopTimers&, const StopTimers&) = default;
};

// Leave with this status; nothing comes after it.
struct Exit {
  ShellCode code = 0;
  friend constexpr auto operator<=>(const Exit&, const Exit&) = default;
};

using Action = std::variant<Forward, StopSelf, StopGroup, WakeGroup, PassTerminal, ReportReap, Reap,
                            LetKernelReap, ReapOurselves, NoteCommand, NoteKilled, SayReport,
                            FileReport, TellRest, KillRest, LookAtRest, ReportLeftovers, StartTimer,
                            StopTimer, StopTimers, Exit>;
using Actions = FixedList<Action, 7>;

}  // namespace dumb_init::core
