// The policy: what the init does about everything that can happen once the command exists.
#include "core/machine.h"

#include <csignal>

#include "base/match.h"
#include "core/ending.h"

namespace dumb_init::core {
namespace {

constexpr SignalSet kTerminalStops = SignalSet{}.With({SIGTSTP}).With({SIGTTIN}).With({SIGTTOU});
constexpr SignalSet kTerminalSignals =
    kTerminalStops.With({SIGINT}).With({SIGQUIT}).With({SIGWINCH});
// From the kernel: that our own limit of CPU time is used up. The command has one of its own.
constexpr Signal kCpuTimeUsedUp{SIGXCPU};
constexpr Timer kKillAfter{Timer::Kind::kKillAfter};
Timer HoldOf(Signal signal) { return {Timer::Kind::kHold, signal}; }

// The kernel sent it to the command as well, and not before there was a command.
bool CommandHasIt(const State& state, const SignalArrived& arrived) {
  return arrived.origin == Origin::kKernelToGroup && kTerminalSignals.Has(arrived.signal) &&
         !state.older_than_command.Has(arrived.signal);
}

bool StopsUs(const Config& config, Signal received) {
  return kTerminalStops.Has(received) && config.self_stop == Config::SelfStop::kWorks;
}

// A parent that was gone before we could ask for its death signal may owe us a KILL.
Step OnSignalWithoutCommand(const State& state, Signal signal) {
  Step step{state, {}};
  if (signal.number == SIGTERM || signal.number == SIGINT) {
    step.next.phase = Phase::kDone;
    step.actions.push_back(Exit{kSuccess});
  } else if (signal.number == SIGKILL) {
    step.next.phase = Phase::kDone;
    step.actions.push_back(Exit{StatusOf(Killed{signal})});
  }
  return step;
}

// What goes out to the command now, in addition to what `step` has already.
void Deliver(const Config& config, const SignalArrived& arrived, bool command_has_it, Step& step) {
  State& next = step.next;
  const Signal outgoing = config.rewrites.Apply(arrived.signal);
  next.forwarded = next.forwarded.With(command_has_it ? arrived.signal : outgoing);
  if (Follows(config) && outgoing.number == SIGCONT) {
    step.actions.push_back(PassTerminal{PassTerminal::To::kCommand});
  }
  const bool stopped = next.groups == State::Groups::kStopped;
  if (outgoing.number == SIGCONT || arrived.signal.number == SIGCONT) {
    next.groups = State::Groups::kRunning;
  }
  if (stopped && outgoing.number == SIGCONT) {
    step.actions.push_back(WakeGroup{outgoing});
  } else if (!command_has_it) {
    step.actions.push_back(Forward{outgoing, arrived.payload});
  }
  if (config.kill_after && IsStopRequest(config, arrived.signal) &&
      next.stop != State::Stop::kForwarded) {
    next.stop = State::Stop::kForwarded;
    step.actions.push_back(StartTimer{kKillAfter, *config.kill_after});
  }
  if (StopsUs(config, arrived.signal)) {
    // The command's stop is then no news: only the CONT that wakes us wakes it.
    next.groups = Follows(config) ? State::Groups::kStopped : next.groups;
    step.actions.push_back(StopSelf{});
  }
}

Step OnSignalWhileRunning(const Config& config, const State& state, const SignalArrived& arrived) {
  Step step{state, {}};
  const Signal signal = arrived.signal;
  const bool command_has_it = CommandHasIt(state, arrived);
  step.next.older_than_command = state.older_than_command.Without(signal);
  if (config.grace && IsStopRequest(config, signal) && state.stop == State::Stop::kNotAsked) {
    step.next.stop = State::Stop::kReceived;
  }
  if (config.rewrites.Apply(signal) == kNoSignal) {
    step.next.groups = signal.number == SIGCONT ? State::Groups::kRunning : state.groups;
    return step;
  }
  const std::optional<Duration> delay = config.delays.Of(signal);
  if (state.held.Has(signal)) {
    step.next.held = state.held.Without(signal);
    step.actions.push_back(StopTimer{HoldOf(signal)});
  } else if (delay && !command_has_it) {
    step.next.held = state.held.With(signal);
    step.actions.push_back(StartTimer{HoldOf(signal), *delay, arrived.payload});
    return step;
  }
  Deliver(config, arrived, command_has_it, step);
  return step;
}

Step OnSignal(const Config& config, const State& state, const SignalArrived& arrived) {
  if (arrived.origin == Origin::kOurselves || arrived.signal == kChildSignal ||
      (arrived.signal == kCpuTimeUsedUp && arrived.origin != Origin::kProcess)) {
    return {state, {}};
  }
  if (config.command == kNobody) {
    return OnSignalWithoutCommand(state, arrived.signal);
  }
  return state.phase == Phase::kRunning ? OnSignalWhileRunning(config, state, arrived)
                                        : OnSignalWhileEnding(config, state, arrived.signal);
}

// What the terminal has stopped it has stopped as a group; any other stop is the command's alone.
Step OnCommandStopped(const Config& config, const State& state, const CommandStopped& stopped) {
  if (state.phase != Phase::kRunning || !Follows(config) ||
      state.groups == State::Groups::kStopped) {
    return {state, {}};
  }
  Step step{state, {}};
  step.next.groups = State::Groups::kStopped;
  if (kTerminalStops.Has(stopped.signal)) {
    step.actions.push_back(StopGroup{stopped.signal});
  }
  step.actions.push_back(StopSelf{});
  return step;
}

Step OnHoldExpired(const Config& config, const State& state, const TimerExpired& expired) {
  Step step{state, {}};
  const Signal signal = expired.timer.signal;
  if (state.held.Has(signal)) {
    step.next.held = state.held.Without(signal);
    Deliver(config, {signal, Origin::kProcess, expired.payload}, false, step);
  }
  return step;
}

Step OnKillAfterExpired(const State& state) {
  Step step{state, {Forward{kDie}}};
  step.next.forwarded = state.forwarded.With(kDie);
  step.next.our_kill = State::OurKill::kSent;
  return step;
}

Step OnTimer(const Config& config, const State& state, const TimerExpired& expired) {
  if (state.phase != Phase::kRunning) {
    return OnTimerWhileEnding(config, state, expired.timer.kind);
  }
  switch (expired.timer.kind) {
    case Timer::Kind::kHold:
      return OnHoldExpired(config, state, expired);
    case Timer::Kind::kKillAfter:
      return OnKillAfterExpired(state);
    case Timer::Kind::kGrace:
    case Timer::Kind::kLookAgain:
    case Timer::Kind::kLeftovers:
      break;
  }
  return {state, {}};
}

Step OnEnded(const Config& config, const State& state, const ProcessEnded& ended) {
  return ended.pid == config.command && state.phase == Phase::kRunning
             ? OnCommandEnded(config, state, ended.ending)
             : OnStrangerEnded(config, state, ended);
}

}  // namespace

Step Advance(const Config& config, const State& state, const Event& event) {
  if (state.phase == Phase::kDone) {
    return {state, {}};
  }
  return Match(
      event, [&](const SignalArrived& arrived) { return OnSignal(config, state, arrived); },
      [&](const ProcessEnded& ended) { return OnEnded(config, state, ended); },
      [&](const CommandStopped& stopped) { return OnCommandStopped(config, state, stopped); },
      [&](const TimerExpired& expired) { return OnTimer(config, state, expired); },
      [&](const RestSeen& seen) { return OnRestSeen(config, state, seen.rest); });
}

}  // namespace dumb_init::core
