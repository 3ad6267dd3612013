// What must hold for a run as a whole.
#include "unit/core/run_laws.h"

#include <algorithm>
#include <csignal>
#include <variant>

#include "base/match.h"
#include "unit/core/observed.h"

namespace dumb_init::core {
namespace {

constexpr RunLaw kOnce{"what is final is done once",
                       "The command is reaped once, the rest is told once and killed once at most, "
                       "the time to kill begins once and the command is killed by us once at most, "
                       "and Exit comes once."};
constexpr RunLaw kDead{"nothing reaches a pid that was reaped",
                       "Once the command is reaped no action names it, its group or its terminal."};
constexpr RunLaw kHurry{"the rest is killed for a reason",
                        "The grace is over, or two stop requests came since the start."};
constexpr RunLaw kReaping{"reaping changes hands in turn",
                          "The kernel is asked to reap while we do, and we again while it does; at "
                          "every exit after a grace we do."};
constexpr RunLaw kTimers{
    "the timers that run are those that are needed",
    "One for each held signal, for a command whose time to die has begun, for "
    "a grace, for who was killed; none else, so no run waits for ever and none "
    "wakes for nothing."};
constexpr RunLaw kEnds{
    "every run ends",
    "After the end of the command two times that are over lead to Exit, whatever "
    "else happens."};
constexpr RunLaw kAll[] = {kOnce, kDead, kHurry, kReaping, kTimers, kEnds};

// Sets what must not have been set.
bool Sets(bool& done) { return !std::exchange(done, true); }

bool IsStopRequest(const Config& config, Signal signal) {
  return signal.number == SIGTERM || signal.number == SIGINT || signal == config.stop_signal;
}

void CountStopRequests(const Config& config, const Event& event, History& history) {
  const auto* const arrived = std::get_if<SignalArrived>(&event);
  if (arrived != nullptr && config.grace && !IsOurs(*arrived) && !history.rest_killed &&
      IsStopRequest(config, arrived->signal)) {
    history.stop_requests = static_cast<std::uint8_t>(std::min(history.stop_requests + 1, 2));
  }
}

class Rememberer {
 public:
  Rememberer(const Config& config, const Event& event, History& history)
      : config_(config), history_(history) {
    const auto* const expired = std::get_if<TimerExpired>(&event);
    if (expired != nullptr) {
      history.timers.Stop(expired->timer);
      grace_is_over_ = expired->timer.kind == Timer::Kind::kGrace;
      command_is_late_ = expired->timer.kind == Timer::Kind::kKillAfter;
    }
  }

  std::string_view Do(const Action& action) {
    if (history_.left) {
      return kOnce.name;
    }
    return Match(
        action, [&](const Forward&) { return OnForward(); },
        [&](const StopSelf&) { return Alive(); }, [&](const StopGroup&) { return Alive(); },
        [&](const WakeGroup&) { return Alive(); }, [&](const PassTerminal&) { return Alive(); },
        [&](const ReportReap&) { return Fine(); }, [&](const Reap& reap) { return OnReap(reap); },
        [&](const LetKernelReap& reap) {
          return reap.pid != config_.command && Sets(history_.kernel_reaps) ? Fine()
                                                                            : kReaping.name;
        },
        [&](const ReapOurselves&) {
          return std::exchange(history_.kernel_reaps, false) ? Fine() : kReaping.name;
        },
        [&](const NoteCommand&) { return Alive(); }, [&](const NoteKilled&) { return Fine(); },
        [&](const SayReport&) { return Fine(); }, [&](const FileReport&) { return Fine(); },
        [&](const TellRest&) { return Sets(history_.rest_told) ? Fine() : kOnce.name; },
        [&](const KillRest&) { return OnKillRest(); },
        [&](const LookAtRest&) {
          history_.looking = true;
          return Fine();
        },
        [&](const ReportLeftovers&) { return Fine(); },
        [&](const StartTimer& start) { return OnStart(start.timer); },
        [&](const StopTimer& stop) {
          history_.timers.Stop(stop.timer);
          return Fine();
        },
        [&](const StopTimers&) {
          history_.timers = {};
          return Fine();
        },
        [&](const Exit&) { return OnExit(); });
  }

 private:
  static std::string_view Fine() { return ""; }
  std::string_view Alive() const { return history_.command_reaped ? kDead.name : Fine(); }

  std::string_view OnForward() {
    return command_is_late_ && !Sets(history_.command_killed) ? kOnce.name : Alive();
  }
  std::string_view OnReap(const Reap& reap) {
    const bool twice = reap.pid == config_.command && !Sets(history_.command_reaped);
    return twice ? kOnce.name : Fine();
  }
  std::string_view OnKillRest() {
    if (!grace_is_over_ && history_.stop_requests < 2) {
      return kHurry.name;
    }
    return history_.rest_told && Sets(history_.rest_killed) ? Fine() : kOnce.name;
  }
  std::string_view OnStart(const Timer& timer) {
    history_.timers.Start(timer);
    const bool begins = timer.kind == Timer::Kind::kKillAfter;
    return begins && !Sets(history_.time_to_kill_began) ? kOnce.name : Fine();
  }
  std::string_view OnExit() {
    history_.timers = {};
    history_.left = true;
    return config_.grace && history_.kernel_reaps && config_.command != kNobody ? kReaping.name
                                                                                : Fine();
  }

  const Config& config_;
  History& history_;
  bool grace_is_over_ = false;
  bool command_is_late_ = false;
};

bool TimersAreRight(const State& state, const History& history) {
  RunningTimers wanted;
  wanted.holds = state.held;
  if (history.time_to_kill_began && !history.command_killed && !history.command_reaped) {
    wanted.Start({Timer::Kind::kKillAfter});
  }
  if (history.rest_told && !history.left) {
    wanted.Start({history.rest_killed ? Timer::Kind::kLeftovers : Timer::Kind::kGrace});
  }
  RunningTimers running = history.timers;
  if (history.rest_told) {
    running.Stop({Timer::Kind::kLookAgain});
  }
  // Without a grace we are gone at once, and timers with us.
  return running == wanted || history.left;
}

// Whoever is told is waited for no longer than twice.
bool Ends(const Config& config, State state) {
  for (const Timer::Kind kind : {Timer::Kind::kGrace, Timer::Kind::kLeftovers}) {
    if (state.phase == Phase::kEnding || state.phase == Phase::kKilling) {
      state = Advance(config, state, TimerExpired{{kind}}).next;
    }
  }
  return state.phase == Phase::kRunning || state.phase == Phase::kDone;
}

}  // namespace

void RunningTimers::Start(const Timer& timer) {
  if (timer.kind == Timer::Kind::kHold) {
    holds = holds.With(timer.signal);
  } else {
    kinds = static_cast<std::uint8_t>(kinds | Bit(timer));
  }
}

void RunningTimers::Stop(const Timer& timer) {
  if (timer.kind == Timer::Kind::kHold) {
    holds = holds.Without(timer.signal);
  } else {
    kinds = static_cast<std::uint8_t>(kinds & ~Bit(timer));
  }
}

std::span<const RunLaw> RunLaws() { return kAll; }

bool CanHappen(const Config& config, const History& history, const Event& event) {
  if (history.looking || std::holds_alternative<RestSeen>(event)) {
    return history.looking && std::holds_alternative<RestSeen>(event);
  }
  if (const auto* const expired = std::get_if<TimerExpired>(&event)) {
    return history.timers.Has(expired->timer);
  }
  const auto* const ended = std::get_if<ProcessEnded>(&event);
  const bool of_command = std::holds_alternative<CommandStopped>(event) ||
                          (ended != nullptr && ended->pid == config.command);
  return !of_command || (!history.command_reaped && config.command != kNobody);
}

std::string_view Remember(const Config& config, const Event& event, const Step& step,
                          History& history) {
  history.looking = false;
  CountStopRequests(config, event, history);
  Rememberer rememberer(config, event, history);
  for (const Action& action : step.actions) {
    if (const std::string_view broken = rememberer.Do(action); !broken.empty()) {
      return broken;
    }
  }
  if (history.left != (step.next.phase == Phase::kDone)) {
    return kOnce.name;
  }
  if (!TimersAreRight(step.next, history)) {
    return kTimers.name;
  }
  return Ends(config, step.next) ? "" : kEnds.name;
}

}  // namespace dumb_init::core
