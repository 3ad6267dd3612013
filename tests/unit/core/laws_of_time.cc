// Timers, stop requests and limits of time.
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

using Seen = const Observed&;

bool AskedToLookAgain(Seen seen) {
  return seen.rest != nullptr && !seen.Running() && seen.rest->rest == Rest::kOthers;
}

// The timer that is to start, if any.
std::optional<StartTimer> DueTimer(Seen seen) {
  if (seen.held_back) {
    const Signal held = seen.signal->signal;
    return StartTimer{
        {Timer::Kind::kHold, held}, *seen.config.delays.Of(held), seen.signal->payload};
  }
  if (seen.StartsKillAfter()) {
    return StartTimer{{Timer::Kind::kKillAfter}, *seen.config.kill_after};
  }
  if (seen.command_ended != nullptr && seen.config.grace) {
    return StartTimer{{Timer::Kind::kGrace}, *seen.config.grace};
  }
  if (seen.kills_rest) {
    return StartTimer{{Timer::Kind::kLeftovers}, {1000}};
  }
  if (AskedToLookAgain(seen)) {
    return StartTimer{{Timer::Kind::kLookAgain}, {100}};
  }
  return std::nullopt;
}

bool StartsTheTimerThatIsDue(Seen seen) {
  const std::optional<StartTimer> due = DueTimer(seen);
  return seen.Exactly<StartTimer>(due.has_value()) && (!due || seen.The<StartTimer>() == *due);
}

bool StopsTimersAtTheEnd(Seen seen) {
  const bool due = (seen.command_ended != nullptr && seen.config.grace) || seen.kills_rest;
  return seen.Exactly<StopTimers>(due) && (!due || seen.Place<StopTimers>() == 0);
}

bool RemembersStopRequests(Seen seen) {
  State::Stop wanted = seen.before.stop;
  const bool counts =
      seen.signal != nullptr && seen.config.command != kNobody &&
      seen.IsStopRequest(seen.signal->signal) &&
      (seen.Running() ? seen.config.grace.has_value() : seen.before.phase == Phase::kEnding);
  if (counts && wanted == State::Stop::kNotAsked) {
    wanted = State::Stop::kReceived;
  }
  if (seen.StartsKillAfter()) {
    wanted = State::Stop::kForwarded;
  }
  return seen.next.stop == wanted;
}

bool KillsWhenTimeIsOver(Seen seen) {
  const bool over = seen.Over(Timer::Kind::kKillAfter, Phase::kRunning);
  const auto wanted = over ? State::OurKill::kSent : seen.before.our_kill;
  return seen.next.our_kill == wanted &&
         (!over || seen.actions == Actions{Forward{Signal{SIGKILL}}});
}

bool UnwantedTimersDoNothing(Seen seen) {
  if (seen.expired == nullptr) {
    return true;
  }
  const Timer::Kind kind = seen.expired->timer.kind;
  const bool wanted = seen.ends_hold || seen.Over(Timer::Kind::kKillAfter, Phase::kRunning) ||
                      seen.Over(Timer::Kind::kGrace, Phase::kEnding) ||
                      seen.Over(Timer::Kind::kLeftovers, Phase::kKilling) ||
                      (kind == Timer::Kind::kLookAgain && !seen.Running());
  return wanted || (seen.actions.empty() && seen.next == seen.before);
}

constexpr Law kLaws[] = {
    {"a timer starts when its time begins",
     "A hold with a delayed signal, --kill-after with the first stop request that goes out, the "
     "grace with the end of the command, one second with the KILL of the rest, 100 ms where others "
     "than our children are left; each with the time that was asked for, and no other.",
     StartsTheTimerThatIsDue},
    {"no timer outlives what it is for",
     "With a grace all stop first of all when the command has ended and when the rest is killed.",
     StopsTimersAtTheEnd},
    {"a stop request is remembered",
     "That one came, where there is a grace, and that one went out, where there is --kill-after.",
     RemembersStopRequests},
    {"the command is killed when its time is over", "By the KILL of --kill-after, and once.",
     KillsWhenTimeIsOver},
    {"a timer that is not wanted does nothing", "Each timer has its phase.",
     UnwantedTimersDoNothing},
};

}  // namespace

std::span<const Law> LawsOfTime() { return kLaws; }

}  // namespace dumb_init::core
