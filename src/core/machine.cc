// The policy: what the init does about everything that can happen once the command exists.
#include "core/machine.h"

#include <csignal>

namespace dumb_init::core {
namespace {

constexpr SignalSet kTerminalStops = SignalSet{}.With({SIGTSTP}).With({SIGTTIN}).With({SIGTTOU});
constexpr SignalSet kTerminalSignals =
    kTerminalStops.With({SIGINT}).With({SIGQUIT}).With({SIGWINCH});

// The kernel sent it to the command as well, and not before there was a command.
bool CommandHasIt(const State& state, const SignalArrived& arrived) {
  return arrived.origin == Origin::kKernelToGroup && kTerminalSignals.Has(arrived.signal) &&
         !state.older_than_command.Has(arrived.signal);
}

bool StopsUs(const Config& config, Signal received) {
  return kTerminalStops.Has(received) && config.self_stop == Config::SelfStop::kWorks;
}

bool Follows(const Config& config) { return config.job_control == Config::JobControl::kFollow; }

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

Step OnSignal(const Config& config, const State& state, const SignalArrived& arrived) {
  Step step{state, {}};
  if (arrived.origin == Origin::kOurselves || arrived.signal == kChildSignal) {
    return step;
  }
  if (config.command == kNobody) {
    return OnSignalWithoutCommand(state, arrived.signal);
  }
  const bool command_has_it = CommandHasIt(state, arrived);
  step.next.older_than_command = state.older_than_command.Without(arrived.signal);
  const Signal outgoing = config.rewrites.Apply(arrived.signal);
  if (outgoing == kNoSignal) {
    return step;
  }
  step.next.forwarded = state.forwarded.With(command_has_it ? arrived.signal : outgoing);
  if (Follows(config) && outgoing.number == SIGCONT) {
    step.actions.push_back(PassTerminal{PassTerminal::To::kCommand});
  }
  if (state.groups == State::Groups::kStopped && outgoing.number == SIGCONT) {
    step.next.groups = State::Groups::kRunning;
    step.actions.push_back(WakeGroup{outgoing});
  } else if (!command_has_it) {
    step.actions.push_back(Forward{outgoing, arrived.payload});
  }
  if (StopsUs(config, arrived.signal)) {
    step.actions.push_back(StopSelf{});
  }
  return step;
}

// The death that the user of the init did not ask for, neither through it nor by the keyboard.
bool IsNews(const Config& config, const State& state, Signal signal) {
  return !state.forwarded.Has(signal) && !config.expected_deaths.Has(signal);
}

// The status to leave with: the command's, or success where that was asked for.
ShellCode StatusFor(const Config& config, const State& state, const Ending& ending) {
  const ShellCode status = StatusOf(ending);
  if (config.ok_exits.Has(status)) {
    return kSuccess;
  }
  // A program may also say by exit(128 + n) that signal n ended it, as Java does.
  const Signal told{status - kSignalBase};
  const bool stopped =
      told.number >= kLowestSignal && told.number <= kHighestSignal && state.forwarded.Has(told);
  return config.ok_exits.has_stop() && stopped ? kSuccess : status;
}

Step OnCommandEnded(const Config& config, const State& state, const Ending& ending) {
  Step step{state, {}};
  step.next.phase = Phase::kDone;
  if (config.farewell != kNoSignal) {
    step.actions.push_back(Forward{config.farewell});
  }
  if (Follows(config)) {
    step.actions.push_back(PassTerminal{PassTerminal::To::kOurselves});
  }
  step.actions.push_back(Reap{config.command});
  const Killed* const killed = std::get_if<Killed>(&ending);
  if (killed != nullptr && IsNews(config, state, killed->signal)) {
    step.actions.push_back(ReportDeath{*killed});
  }
  step.actions.push_back(Exit{StatusFor(config, state, ending)});
  return step;
}

Step OnEnded(const Config& config, const State& state, const ProcessEnded& ended) {
  if (ended.pid == config.command) {
    return OnCommandEnded(config, state, ended.ending);
  }
  if (config.reap_report == ReapReport::kEach) {
    return {state, {ReportReap{ended.pid, ended.ending}, Reap{ended.pid}}};
  }
  return {state, {Reap{ended.pid}}};
}

Step OnCommandStopped(const Config& config, const State& state, const CommandStopped& stopped) {
  if (!Follows(config) || !kTerminalStops.Has(stopped.signal)) {
    return {state, {}};
  }
  Step step{state, {StopGroup{stopped.signal}, StopSelf{}}};
  step.next.groups = State::Groups::kStopped;
  return step;
}

// An orphaned process group ignores the terminal's stop signals (signal(7)), and the command that
// leads a session of its own is one; STOP works there.
Rewrites RewritesFor(const Settings& settings) {
  Rewrites rewrites = settings.rewrites;
  if (settings.leads == Leads::kSession) {
    rewrites.SetUnlessAsked({SIGTSTP}, {SIGSTOP});
    rewrites.SetUnlessAsked({SIGTTIN}, {SIGSTOP});
    rewrites.SetUnlessAsked({SIGTTOU}, {SIGSTOP});
  }
  return rewrites;
}

SignalSet ExpectedDeaths(const Settings& settings, const Surroundings& surroundings) {
  if (settings.death_report == DeathReport::kNever) {
    return SignalSet::All();
  }
  const SignalSet always = SignalSet{}.With({SIGPIPE});
  if (surroundings.standard_input == Surroundings::StandardInput::kTerminal) {
    return always.With({SIGINT}).With({SIGQUIT}).With({SIGHUP});
  }
  return always;
}

}  // namespace

Config ConfigFor(const Settings& settings, const Surroundings& surroundings, Pid command) {
  const bool pid_one = surroundings.init == kPidOne;
  const bool shares_terminal = settings.leads == Leads::kGroup && command != kNobody &&
                               surroundings.terminal == Surroundings::Terminal::kControlling;
  Config config;
  config.command = command;
  config.scope = settings.scope;
  config.rewrites = RewritesFor(settings);
  if (settings.farewell == Farewell::kTerm && settings.scope == Scope::kGroup) {
    config.farewell = config.rewrites.Apply({SIGTERM});
  }
  config.self_stop = pid_one ? Config::SelfStop::kRefused : Config::SelfStop::kWorks;
  config.job_control =
      shares_terminal && !pid_one ? Config::JobControl::kFollow : Config::JobControl::kNone;
  config.expected_deaths = ExpectedDeaths(settings, surroundings);
  config.reap_report = settings.reap_report;
  config.ok_exits = settings.ok_exits;
  return config;
}

Step Advance(const Config& config, const State& state, const Event& event) {
  if (state.phase == Phase::kDone) {
    return {state, {}};
  }
  return Match(
      event, [&](const SignalArrived& arrived) { return OnSignal(config, state, arrived); },
      [&](const ProcessEnded& ended) { return OnEnded(config, state, ended); },
      [&](const CommandStopped& stopped) { return OnCommandStopped(config, state, stopped); });
}

}  // namespace dumb_init::core
