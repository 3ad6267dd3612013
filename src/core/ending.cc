// The part of the policy that comes after the command.
#include "core/ending.h"

namespace dumb_init::core {
namespace {

constexpr Timer kGrace{Timer::Kind::kGrace};
constexpr Timer kLookAgain{Timer::Kind::kLookAgain};
constexpr Timer kLeftovers{Timer::Kind::kLeftovers};

// Who is left was told, and is killed now.
Step KillWhoIsLeft(const State& state) {
  Step step{state, {StopTimers{}, KillRest{}, StartTimer{kLeftovers, kTimeToDie}, LookAtRest{}}};
  step.next.phase = Phase::kKilling;
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
  const bool killed = state.our_kill == State::OurKill::kSent;
  return config.ok_exits.has_stop() && stopped && !killed ? kSuccess : status;
}

Step Leave(const State& state, const Actions& before) {
  Step step{state, before};
  step.actions.push_back(Exit{state.status});
  step.next.phase = Phase::kDone;
  return step;
}

}  // namespace

Step OnCommandEnded(const Config& config, const State& state, const Ending& ending) {
  Step step{state, {}};
  const ShellCode status = StatusFor(config, state, ending);
  step.next.held = {};
  step.next.phase = config.grace ? Phase::kEnding : Phase::kDone;
  // All that is sent goes out before the command is reaped, while its group is surely its own.
  if (config.grace) {
    step.next.status = status;
    step.actions = {StopTimers{}, TellRest{}};
  } else if (config.farewell != kNoSignal) {
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
  if (config.grace) {
    step.actions.push_back(StartTimer{kGrace, *config.grace});
    step.actions.push_back(LookAtRest{});
  } else {
    step.actions.push_back(Exit{status});
  }
  return step;
}

Step OnStrangerEnded(const Config& config, const State& state, const ProcessEnded& ended) {
  Step step{state, {}};
  if (config.reap_report == ReapReport::kEach) {
    step.actions.push_back(ReportReap{ended.pid, ended.ending});
  }
  step.actions.push_back(Reap{ended.pid});
  if (state.phase != Phase::kRunning) {
    step.actions.push_back(LookAtRest{});
  }
  return step;
}

Step OnRestSeen(const State& state, Rest rest) {
  if (state.phase == Phase::kRunning || rest == Rest::kChildren) {
    return {state, {}};
  }
  if (rest == Rest::kOthers) {
    return {state, {StartTimer{kLookAgain, kTimeBetweenLooks}}};
  }
  return Leave(state, {});
}

// There is no command any more that a signal could go to.
Step OnSignalWhileEnding(const Config& config, const State& state, Signal signal) {
  if (state.phase != Phase::kEnding || !IsStopRequest(config, signal)) {
    return {state, {}};
  }
  if (state.stop != State::Stop::kNotAsked) {
    return KillWhoIsLeft(state);
  }
  Step step{state, {}};
  step.next.stop = State::Stop::kReceived;
  return step;
}

Step OnTimerWhileEnding(const State& state, Timer::Kind expired) {
  const bool killing = state.phase == Phase::kKilling;
  switch (expired) {
    case Timer::Kind::kGrace:
      return killing ? Step{state, {}} : KillWhoIsLeft(state);
    case Timer::Kind::kLookAgain:
      return {state, {LookAtRest{}}};
    case Timer::Kind::kLeftovers:
      return killing ? Leave(state, {ReportLeftovers{}}) : Step{state, {}};
    case Timer::Kind::kHold:
    case Timer::Kind::kKillAfter:
      break;
  }
  return {state, {}};
}

}  // namespace dumb_init::core
