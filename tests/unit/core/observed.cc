// One step of the policy as the laws see it.
#include "unit/core/observed.h"

#include "base/match.h"

namespace dumb_init::core {

Observed::Observed(const Config& the_config, const State& the_before, const Event& event,
                   const Step& step)
    : config(the_config), before(the_before), next(step.next), actions(step.actions) {
  places_.fill(static_cast<std::uint8_t>(actions.size()));
  for (std::size_t place = actions.size(); place-- > 0;) {
    const std::size_t kind = actions[place].index();
    ++counts_[kind];
    places_[kind] = static_cast<std::uint8_t>(place);
  }
  Match(
      event, [&](const SignalArrived& arrived) { signal = IsOurs(arrived) ? nullptr : &arrived; },
      [&](const ProcessEnded& ended) {
        (Running() && ended.pid == config.command ? command_ended : stranger_ended) = &ended;
      },
      [&](const CommandStopped& command) { stopped = &command; },
      [&](const TimerExpired& timer) { expired = &timer; },
      [&](const RestSeen& seen) { rest = &seen; });
  if (signal != nullptr) {
    ObserveSignal();
  } else if (Over(Timer::Kind::kHold, Phase::kRunning) && before.held.Has(expired->timer.signal)) {
    ends_hold = true;
    const Signal held = expired->timer.signal;
    delivery = Delivery{held, config.rewrites.Apply(held), expired->payload, false};
  }
  kills_rest = kills_rest || Over(Timer::Kind::kGrace, Phase::kEnding);
  leaves = ends_pause || (command_ended != nullptr && !config.grace) ||
           (rest != nullptr && !Running() && rest->rest == Rest::kNobody) ||
           Over(Timer::Kind::kLeftovers, Phase::kKilling);
}

void Observed::ObserveSignal() {
  const int number = signal->signal.number;
  if (config.command == kNobody) {
    ends_pause = number == SIGTERM || number == SIGINT || number == SIGKILL;
  } else if (Running()) {
    ObserveRunningSignal();
  } else {
    kills_rest = before.phase == Phase::kEnding && IsStopRequest(signal->signal) &&
                 before.stop != State::Stop::kNotAsked;
  }
}

void Observed::ObserveRunningSignal() {
  const Signal received = signal->signal;
  const Signal outgoing = config.rewrites.Apply(received);
  const bool has_it = signal->origin == Origin::kKernelToGroup && IsOfTheTerminal(received) &&
                      !before.older_than_command.Has(received);
  dropped = outgoing == kNoSignal;
  ends_hold = !dropped && before.held.Has(received);
  held_back = !dropped && !ends_hold && !has_it && config.delays.Of(received).has_value();
  if (!dropped && !held_back) {
    delivery = Delivery{received, outgoing, signal->payload, has_it};
  }
}

Outcome Observed::DueOutcome() const {
  if (command_ended == nullptr) {
    Outcome outcome = before.outcome;
    if (Over(Timer::Kind::kGrace, Phase::kEnding)) {
      outcome.grace = Outcome::Grace::kOver;
    }
    return outcome;
  }
  const Ending& ending = command_ended->ending;
  const auto* const killed = std::get_if<Killed>(&ending);
  const int status =
      killed != nullptr ? 128 + killed->signal.number : int{std::get<Exited>(ending).code};
  const bool our_kill = before.our_kill == State::OurKill::kSent;
  const bool listed = config.ok_exits.Has(static_cast<ShellCode>(status));
  const bool asked = config.ok_exits.has_stop() && !our_kill && status > 128 &&
                     status <= 128 + 64 && before.forwarded.Has({status - 128});
  Outcome outcome{ending, static_cast<ShellCode>(listed || asked ? 0 : status)};
  if (killed != nullptr && before.forwarded.Has(killed->signal)) {
    outcome.cause = our_kill && killed->signal.number == SIGKILL ? Outcome::Cause::kTimeOver
                                                                 : Outcome::Cause::kForwarded;
  }
  return outcome;
}

bool Observed::IsToBeSaid(const Outcome& outcome) const {
  const auto* const killed = std::get_if<Killed>(&outcome.ending);
  const bool unasked = killed != nullptr && outcome.cause == Outcome::Cause::kNotUs &&
                       !config.expected_deaths.Has(killed->signal);
  const bool time_over =
      before.our_kill == State::OurKill::kSent || outcome.grace == Outcome::Grace::kOver;
  switch (config.report) {
    case Config::Report::kNever:
      return false;
    case Config::Report::kIfUnasked:
      return unasked || time_over;
    case Config::Report::kAlways:
      return true;
  }
  return false;
}

}  // namespace dumb_init::core
