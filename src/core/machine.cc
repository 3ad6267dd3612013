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

Step OnSignal(const Config& config, const State& state, const SignalArrived& arrived) {
  Step step{state, {}};
  if (arrived.origin == Origin::kOurselves || arrived.signal == kChildSignal) {
    return step;
  }
  const bool command_has_it = CommandHasIt(state, arrived);
  step.next.older_than_command = state.older_than_command.Without(arrived.signal);
  const Signal outgoing = config.rewrites.Apply(arrived.signal);
  if (outgoing == kNoSignal) {
    return step;
  }
  step.next.forwarded = state.forwarded.With(command_has_it ? arrived.signal : outgoing);
  if (!command_has_it) {
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

Step OnCommandEnded(const Config& config, const State& state, const Ending& ending) {
  Step step{state, {}};
  step.next.phase = Phase::kDone;
  const Signal farewell = config.rewrites.Apply({SIGTERM});
  if (config.scope == Scope::kGroup && farewell != kNoSignal) {
    step.actions.push_back(Forward{farewell});
  }
  step.actions.push_back(Reap{config.command});
  const Killed* const killed = std::get_if<Killed>(&ending);
  if (killed != nullptr && IsNews(config, state, killed->signal)) {
    step.actions.push_back(ReportDeath{*killed});
  }
  step.actions.push_back(Exit{StatusOf(ending)});
  return step;
}

Step OnEnded(const Config& config, const State& state, const ProcessEnded& ended) {
  if (ended.pid == config.command) {
    return OnCommandEnded(config, state, ended.ending);
  }
  return {state, {Reap{ended.pid}}};
}

// An orphaned process group ignores the terminal's stop signals (signal(7)), and the command that
// leads a session of its own is one; STOP works there.
Rewrites RewritesFor(const Settings& settings) {
  Rewrites rewrites = settings.rewrites;
  if (settings.scope == Scope::kGroup) {
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
  return {command, settings.scope, RewritesFor(settings),
          surroundings.init == kPidOne ? Config::SelfStop::kRefused : Config::SelfStop::kWorks,
          ExpectedDeaths(settings, surroundings)};
}

Step Advance(const Config& config, const State& state, const Event& event) {
  if (state.phase == Phase::kDone) {
    return {state, {}};
  }
  return Match(
      event, [&](const SignalArrived& arrived) { return OnSignal(config, state, arrived); },
      [&](const ProcessEnded& ended) { return OnEnded(config, state, ended); });
}

}  // namespace dumb_init::core
