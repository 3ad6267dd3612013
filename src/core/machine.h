// The policy: what the init does about everything that can happen once the command exists.
//
// The command starts kRunning. While it runs, each signal we get goes through the rewrites and out
// to the scope, at once or, where that was asked for, later; and each process that ends below us is
// reaped. Nothing but the end of the command itself changes the phase, and its status is what we
// leave with, whatever happens after it. Without a grace its group is told once (TERM, through the
// rewrites), it is reaped, and that is all. With one everybody who is left is told to end and given
// that time (kEnding), then killed and given one more second (kKilling); we leave as soon as nobody
// is left.
//
// A stop request is TERM, INT or the signal that --kill-after names. The first one that goes out
// starts the time of --kill-after. One that comes in kEnding ends the grace, if there was another
// one before it: who asks twice is in a hurry.
//
// The first process to end that is not the command is the moment to let the kernel reap from then
// on, if nobody wants to hear of each; a grace needs us to do it ourselves again.
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
// command and its group stops it, and a STOP of the command stops us; SIGCONT wakes all of them and
// gives the command the terminal again if the shell gave it to us; and at the end we take the
// terminal back for whoever is next in our group.
#pragma once

#include <compare>
#include <optional>

#include "core/delays.h"
#include "core/events.h"
#include "core/process.h"
#include "core/settings.h"
#include "core/signal.h"

namespace dumb_init::core {

enum class Phase { kRunning, kEnding, kKilling, kDone };

// What changes while the command runs.
struct State {
  Phase phase = Phase::kRunning;
  // Signals that were waiting before the command existed: the command cannot have them.
  SignalSet older_than_command;
  // Signals that went out to the command: an end by one of these was asked for.
  SignalSet forwarded;
  // Signals that are held back for a while.
  SignalSet held;
  // Whether we have followed the command into a stop, or it us, and no CONT has come since.
  enum class Groups { kRunning, kStopped } groups = Groups::kRunning;
  // Who reaps, as far as the kernel can.
  enum class Reaping { kByUs, kByKernel } reaping = Reaping::kByUs;
  // How far the first stop request has come, as far as that matters.
  enum class Stop { kNotAsked, kReceived, kForwarded } stop = Stop::kNotAsked;
  // Whether we killed the command because its time was over.
  enum class OurKill { kNotSent, kSent } our_kill = OurKill::kNotSent;
  // How the command ended, as long as that is still to be told.
  Outcome outcome;
  friend constexpr auto operator<=>(const State&, const State&) = default;
};

// No process has this pid: there is no command.
constexpr Pid kNobody{0};

// How long those who were killed may take to end, and how often we look for those who do not tell.
constexpr Duration kTimeToDie{1000};
constexpr Duration kTimeBetweenLooks{100};

// What does not change while the command runs.
struct Config {
  Pid command = kNobody;
  Scope scope = Scope::kGroup;
  Rewrites rewrites;
  Delays delays;
  // What the scope is told when the command has ended; kNoSignal: nothing.
  Signal farewell = kNoSignal;
  std::optional<Duration> grace;
  std::optional<Duration> kill_after;
  // A stop request besides TERM and INT; kNoSignal: there is no other.
  Signal stop_signal = kNoSignal;
  // PID 1 cannot be stopped from inside its namespace, and trying would make the kernel throw away
  // a SIGCONT that is waiting (signal(7), kill(2)).
  enum class SelfStop { kWorks, kRefused } self_stop = SelfStop::kWorks;
  // Whether the command leads a process group or is in ours.
  enum class Group { kOwn, kOurs } group = Group::kOwn;
  // Whether the terminal and its stops pass between the command's group and ours.
  enum class JobControl { kNone, kFollow } job_control = JobControl::kNone;
  // When we say how the command ended: if nobody asked for it or a time was over, or in any case.
  enum class Report { kNever, kIfUnasked, kAlways } report = Report::kIfUnasked;
  enum class ReportFile { kNone, kWanted } report_file = ReportFile::kNone;
  // Signals whose fatal effect is never news.
  SignalSet expected_deaths;
  ReapReport reap_report = ReapReport::kNever;
  // Whether the kernel may reap: nobody wants to hear of each ended process or of stopped ones.
  enum class KernelReaping { kAllowed, kForbidden } kernel_reaping = KernelReaping::kAllowed;
  OkExits ok_exits;
};

// What the surroundings were when we started.
struct Surroundings {
  Pid init;
  enum class StandardInput { kTerminal, kOther } standard_input = StandardInput::kOther;
  // Whether our session has a terminal; known only where the answer matters.
  enum class Terminal { kControlling, kNone } terminal = Terminal::kNone;
  // Whether somebody judges us by the signals that we are seen to block. A process asleep in
  // sigtimedwait(2) is seen to block none, and otherwise lxc-stop takes it for systemd.
  enum class Mask { kJudged, kUnseen } mask = Mask::kUnseen;
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
