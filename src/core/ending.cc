// The part of the policy that comes after the command.
#include "core/ending.h"

namespace dumb_init::core {
namespace {

constexpr Timer kGrace{Timer::Kind::kGrace};
constexpr Timer kLookAgain{Timer::Kind::kLookAgain};
constexpr Timer kLeftovers{Timer::Kind::kLeftovers};

// The death that the user of the init did not ask for, neither through it nor by the keyboard.
bool IsNews(const Config& config, const Outcome& outcome) {
  const Killed* const killed = std::get_if<Killed>(&outcome.ending);
  return killed != nullptr && outcome.cause == Outcome::Cause::kNotUs &&
         !config.expected_deaths.Has(killed->signal);
}

bool Says(const Config& config, const State& state, const Outcome& outcome) {
  const bool time_over =
      state.our_kill == State::OurKill::kSent || outcome.grace == Outcome::Grace::kOver;
  return config.report == Config::Report::kAlways ||
         (config.report == Config::Report::kIfUnasked && (time_over || IsNews(config, outcome)));
}

bool IsTold(const Config& config, const State& state, const Outcome& outcome) {
  return config.report_file == Config::ReportFile::kWanted || Says(config, state, outcome);
}

// Who is left was told, and is killed now.
Step KillWhoIsLeft(const Config& config, const State& state) {
  Step step{state, {StopTimers{}}};
  if (MayBeTold(config)) {
    step.actions.push_back(NoteKilled{});
  }
  step.actions.push_back(KillRest{});
  step.actions.push_back(StartTimer{kLeftovers, kTimeToDie});
  step.actions.push_back(LookAtRest{});
  step.next.phase = Phase::kKilling;
  return step;
}

Step OnGraceOver(const Config& config, const State& state) {
  Step step = KillWhoIsLeft(config, state);
  step.next.outcome.grace = Outcome::Grace::kOver;
  return step;
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

Outcome OutcomeOf(const Config& config, const State& state, const Ending& ending) {
  Outcome outcome{ending, StatusFor(config, state, ending)};
  const Killed* const killed = std::get_if<Killed>(&ending);
  if (killed == nullptr || !state.forwarded.Has(killed->signal)) {
    return outcome;
  }
  const bool time_over = state.our_kill == State::OurKill::kSent && killed->signal == kDie;
  outcome.cause = time_over ? Outcome::Cause::kTimeOver : Outcome::Cause::kForwarded;
  return outcome;
}

// The last of all: the reports, and the exit.
void Leave(const Config& config, const Outcome& outcome, Step& step) {
  if (Says(config, step.next, outcome)) {
    step.actions.push_back(SayReport{outcome});
  }
  if (config.report_file == Config::ReportFile::kWanted) {
    step.actions.push_back(FileReport{outcome});
  }
  step.actions.push_back(Exit{outcome.status});
  step.next.phase = Phase::kDone;
}

}  // namespace

Step OnCommandEnded(const Config& config, const State& state, const Ending& ending) {
  Step step{state, {}};
  step.next.held = {};
  const Outcome outcome = OutcomeOf(config, state, ending);
  // All that is sent goes out before the command is reaped, while its group is surely its own.
  if (config.grace) {
    step.actions.push_back(StopTimers{});
  }
  if (config.grace ? MayBeTold(config) : IsTold(config, state, outcome)) {
    step.actions.push_back(NoteCommand{});
  }
  if (config.grace) {
    if (state.reaping == State::Reaping::kByKernel) {
      step.next.reaping = State::Reaping::kByUs;
      step.actions.push_back(ReapOurselves{});
    }
    step.actions.push_back(TellRest{});
  } else if (config.farewell != kNoSignal) {
    step.actions.push_back(Forward{config.farewell});
  }
  if (Follows(config)) {
    step.actions.push_back(PassTerminal{PassTerminal::To::kOurselves});
  }
  step.actions.push_back(Reap{config.command});
  if (config.grace) {
    step.next.phase = Phase::kEnding;
    step.next.outcome = outcome;
    step.actions.push_back(StartTimer{kGrace, *config.grace});
    step.actions.push_back(LookAtRest{});
  } else {
    Leave(config, outcome, step);
  }
  return step;
}

Step OnStrangerEnded(const Config& config, const State& state, const ProcessEnded& ended) {
  Step step{state, {}};
  if (config.reap_report == ReapReport::kEach) {
    step.actions.push_back(ReportReap{ended.pid, ended.ending});
  }
  // Who has no orphans is to pay nothing for having them reaped for free.
  if (state.phase == Phase::kRunning && state.reaping == State::Reaping::kByUs &&
      config.kernel_reaping == Config::KernelReaping::kAllowed) {
    step.next.reaping = State::Reaping::kByKernel;
    step.actions.push_back(LetKernelReap{ended.pid});
  } else {
    step.actions.push_back(Reap{ended.pid});
  }
  if (state.phase != Phase::kRunning) {
    step.actions.push_back(LookAtRest{});
  }
  return step;
}

Step OnRestSeen(const Config& config, const State& state, Rest rest) {
  if (state.phase == Phase::kRunning || rest == Rest::kChildren) {
    return {state, {}};
  }
  if (rest == Rest::kOthers) {
    return {state, {StartTimer{kLookAgain, kTimeBetweenLooks}}};
  }
  Step step{state, {}};
  Leave(config, state.outcome, step);
  return step;
}

// There is no command any more that a signal could go to.
Step OnSignalWhileEnding(const Config& config, const State& state, Signal signal) {
  if (state.phase != Phase::kEnding || !IsStopRequest(config, signal)) {
    return {state, {}};
  }
  if (state.stop != State::Stop::kNotAsked) {
    return KillWhoIsLeft(config, state);
  }
  Step step{state, {}};
  step.next.stop = State::Stop::kReceived;
  return step;
}

Step OnTimerWhileEnding(const Config& config, const State& state, Timer::Kind expired) {
  const bool killing = state.phase == Phase::kKilling;
  Step step{state, {}};
  switch (expired) {
    case Timer::Kind::kGrace:
      return killing ? step : OnGraceOver(config, state);
    case Timer::Kind::kLookAgain:
      step.actions.push_back(LookAtRest{});
      break;
    case Timer::Kind::kLeftovers:
      if (killing) {
        step.actions.push_back(ReportLeftovers{});
        Leave(config, state.outcome, step);
      }
      break;
    case Timer::Kind::kHold:
    case Timer::Kind::kKillAfter:
      break;
  }
  return step;
}

}  // namespace dumb_init::core
