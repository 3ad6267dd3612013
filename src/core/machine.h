// The policy: what the init does about everything that can happen once the command exists.
//
// The command starts kRunning and can only become kDone. While it runs, each signal we get goes
// through the rewrites and out to the scope, and each process that ends below us is reaped. Nothing
// but the end of the command itself changes the phase: then its group is told once (TERM, through
// the rewrites, in group scope), it is reaped, and we exit with its status.
//
// Without a command (--pause) there is nobody to forward to: whatever ends is reaped, TERM and INT
// end the run with success, and no other signal does anything.
//
// Two things are less simple. A terminal signal (^C, ^Z, a resize ...) is sent by the kernel to a
// whole process group. Where the command shares ours it has the signal already, and a second one
// would be one too many; but if it arrived before the command existed, only we have it. And a
// terminal stop signal stops us, too, once the command has been told, so that a shell with job
// control sees its job stopped; the SIGCONT that wakes us is forwarded like any other signal.
//
// A command that leads a group of its own in our session has the terminal of the shell that waits
// for us. Such a shell sees only our group, so our group follows the command: a ^Z that stopped the
// command and its group stops it, SIGCONT wakes all of them and gives the command the terminal
// again if the shell gave it to us, and at the end we take it back for whoever is next in our
// group.
#pragma once

#include <compare>
#include <csignal>
#include <cstdint>
#include <variant>

#include "base/fixed_list.h"
#include "core/process.h"
#include "core/settings.h"
#include "core/signal.h"

namespace dumb_init::core {

// Tells that some child has ended; it is news to us and never forwarded.
constexpr Signal kChildSignal{SIGCHLD};

enum class Phase { kRunning, kDone };

// Who has a signal that reached us, and why.
enum class Origin {
  kProcess,        // A process sent it, to us.
  kKernel,         // The kernel sent it, and the command is not in the group it went to.
  kKernelToGroup,  // The kernel sent it to our whole process group, the command included.
  kOurselves,      // A system call of our own raised it.
};

// What sigqueue(3) attaches to a signal: a value, and the sender's identity.
struct Payload {
  bool present = false;
  int sender_pid = 0;
  std::uint32_t sender_uid = 0;
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(const Payload&, const Payload&) = default;
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

using Event = std::variant<SignalArrived, ProcessEnded, CommandStopped>;

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

// Say that the command was ended by a signal nobody asked us for.
struct ReportDeath {
  Killed how;
  friend constexpr auto operator<=>(const ReportDeath&, const ReportDeath&) = default;
};

// Leave with this status; nothing comes after it.
struct Exit {
  ShellCode code = 0;
  friend constexpr auto operator<=>(const Exit&, const Exit&) = default;
};

using Action = std::variant<Forward, StopSelf, StopGroup, WakeGroup, PassTerminal, ReportReap, Reap,
                            ReportDeath, Exit>;
using Actions = FixedList<Action, 5>;

// What changes while the command runs.
struct State {
  Phase phase = Phase::kRunning;
  // Signals that were waiting before the command existed: the command cannot have them.
  SignalSet older_than_command;
  // Signals that went out to the command: an end by one of these was asked for.
  SignalSet forwarded;
  // Whether our group has followed the command's into a stop of the terminal and not gone on yet.
  enum class Groups { kRunning, kStopped } groups = Groups::kRunning;
  friend constexpr auto operator<=>(const State&, const State&) = default;
};

// No process has this pid: there is no command.
constexpr Pid kNobody{0};

// What does not change while the command runs.
struct Config {
  Pid command = kNobody;
  Scope scope = Scope::kGroup;
  Rewrites rewrites;
  // What the command's group is told when the command has ended; kNoSignal: nothing.
  Signal farewell = kNoSignal;
  // PID 1 cannot be stopped from inside its namespace, and trying would make the kernel throw away
  // a SIGCONT that is waiting (signal(7), kill(2)).
  enum class SelfStop { kWorks, kRefused } self_stop = SelfStop::kWorks;
  // Whether the terminal and its stops pass between the command's group and ours.
  enum class JobControl { kNone, kFollow } job_control = JobControl::kNone;
  // Signals whose fatal effect is never news.
  SignalSet expected_deaths;
  ReapReport reap_report = ReapReport::kNever;
  OkExits ok_exits;
};

// What the surroundings were when we started.
struct Surroundings {
  Pid init;
  enum class StandardInput { kTerminal, kOther } standard_input = StandardInput::kOther;
  // Whether our session has a terminal; known only where the answer matters.
  enum class Terminal { kControlling, kNone } terminal = Terminal::kNone;
};

// The unchanging part of the policy for these settings and this command, or kNobody.
Config ConfigFor(const Settings& settings, const Surroundings& surroundings, Pid command);

struct Step {
  State next;
  Actions actions;
};

// What to do about `event`, and what the state is afterwards. Total: every state and event has
// exactly one answer, and nothing happens after kDone.
[[nodiscard]] Step Advance(const Config& config, const State& state, const Event& event);

}  // namespace dumb_init::core
