// The same policy, state, event or answer with two signals exchanged.
#include "unit/core/exchange.h"

#include <variant>

#include "base/match.h"

namespace dumb_init::core {

SignalSet Exchanger::operator()(const SignalSet& set) const {
  SignalSet exchanged = set.Without(one_).Without(other_);
  exchanged = set.Has(one_) ? exchanged.With(other_) : exchanged;
  return set.Has(other_) ? exchanged.With(one_) : exchanged;
}

Config Exchanger::operator()(const Config& config) const {
  Config exchanged = config;
  exchanged.rewrites = {};
  exchanged.delays = {};
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    const Signal from = (*this)(Signal{number});
    exchanged.rewrites.Set(from, (*this)(config.rewrites.Apply({number})));
    if (const auto delay = config.delays.Of({number})) {
      exchanged.delays.Set(from, *delay);
    }
  }
  exchanged.farewell = (*this)(config.farewell);
  exchanged.stop_signal = (*this)(config.stop_signal);
  exchanged.expected_deaths = (*this)(config.expected_deaths);
  return exchanged;
}

State Exchanger::operator()(const State& state) const {
  State exchanged = state;
  exchanged.older_than_command = (*this)(state.older_than_command);
  exchanged.forwarded = (*this)(state.forwarded);
  exchanged.held = (*this)(state.held);
  exchanged.outcome.ending = OfEnding(state.outcome.ending);
  return exchanged;
}

Ending Exchanger::OfEnding(const Ending& ending) const {
  const auto* const killed = std::get_if<Killed>(&ending);
  return killed == nullptr ? ending : Ending{Killed{(*this)(killed->signal), killed->core}};
}

Event Exchanger::operator()(const Event& event) const {
  return Match(
      event,
      [&](const SignalArrived& arrived) -> Event {
        return SignalArrived{(*this)(arrived.signal), arrived.origin, arrived.payload};
      },
      [&](const ProcessEnded& ended) -> Event {
        return ProcessEnded{ended.pid, OfEnding(ended.ending)};
      },
      [&](const CommandStopped& stopped) -> Event {
        return CommandStopped{(*this)(stopped.signal)};
      },
      [&](const TimerExpired& expired) -> Event {
        return TimerExpired{OfTimer(expired.timer), expired.payload};
      },
      [&](const RestSeen& seen) -> Event { return seen; });
}

Action Exchanger::OfAction(const Action& action) const {
  if (const auto* const forward = std::get_if<Forward>(&action)) {
    return Forward{(*this)(forward->signal), forward->payload};
  }
  if (const auto* const stop = std::get_if<StopGroup>(&action)) {
    return StopGroup{(*this)(stop->signal)};
  }
  if (const auto* const start = std::get_if<StartTimer>(&action)) {
    return StartTimer{OfTimer(start->timer), start->duration, start->payload};
  }
  if (const auto* const stop = std::get_if<StopTimer>(&action)) {
    return StopTimer{OfTimer(stop->timer)};
  }
  return action;
}

Actions Exchanger::operator()(const Actions& actions) const {
  Actions exchanged;
  for (const Action& action : actions) {
    exchanged.push_back(OfAction(action));
  }
  return exchanged;
}

}  // namespace dumb_init::core
