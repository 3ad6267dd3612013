// What becomes of a signal that came in.
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

using Seen = const Observed&;

// Why something is forwarded besides a signal that is due: the farewell, and the end of a time.
bool IsFarewell(Seen seen) {
  return seen.command_ended != nullptr && !seen.config.grace && seen.config.farewell != kNoSignal;
}
bool IsOurKill(Seen seen) { return seen.Over(Timer::Kind::kKillAfter, Phase::kRunning); }

bool GoesOutOnce(Seen seen) {
  const bool due = seen.delivery && !seen.delivery->command_has_it && !seen.Wakes();
  return seen.Exactly<Forward>(due || IsFarewell(seen) || IsOurKill(seen));
}

bool FollowsTheRewrites(Seen seen) {
  if (!seen.delivery) {
    return true;
  }
  return (seen.Count<Forward>() == 0 || seen.The<Forward>().signal == seen.delivery->outgoing) &&
         (seen.Count<WakeGroup>() == 0 || seen.The<WakeGroup>().signal == seen.delivery->outgoing);
}

bool KeepsItsValue(Seen seen) {
  if (seen.Count<Forward>() != 0) {
    return seen.The<Forward>().payload == (seen.delivery ? seen.delivery->payload : Payload{});
  }
  return !seen.held_back || seen.Count<StartTimer>() == 0 ||
         seen.The<StartTimer>().payload == seen.signal->payload;
}

bool KillsOnlyWhereAsked(Seen seen) {
  if (seen.Count<Forward>() == 0 || CanBeCaught(seen.The<Forward>().signal)) {
    return true;
  }
  const bool rewritten = seen.delivery && seen.delivery->outgoing != seen.delivery->received;
  const bool received = seen.delivery && !CanBeCaught(seen.delivery->received);
  return rewritten || received || IsFarewell(seen) || IsOurKill(seen);
}

bool NoNewsChangesNothing(Seen seen) {
  const bool no_news = seen.signal == nullptr && seen.command_ended == nullptr &&
                       seen.stranger_ended == nullptr && seen.stopped == nullptr &&
                       seen.expired == nullptr && seen.rest == nullptr;
  return !no_news || (seen.actions.empty() && seen.next == seen.before);
}

bool DroppedIsDropped(Seen seen) { return !seen.dropped || seen.actions.empty(); }

bool HoldsWhatIsDelayed(Seen seen) {
  SignalSet held = seen.before.held;
  if (seen.command_ended != nullptr) {
    held = {};
  } else if (seen.held_back) {
    held = held.With(seen.signal->signal);
  } else if (seen.ends_hold) {
    held = held.Without(seen.delivery->received);
  }
  return seen.next.held == held && (!seen.held_back || seen.actions.size() == 1);
}

bool SecondEndsTheHold(Seen seen) {
  const bool due = seen.ends_hold && seen.signal != nullptr;
  return seen.Exactly<StopTimer>(due) &&
         (!due || seen.actions[0] == Action{StopTimer{{Timer::Kind::kHold, seen.signal->signal}}});
}

bool OlderUntilItCame(Seen seen) {
  const bool came = seen.signal != nullptr && seen.Running() && seen.config.command != kNobody;
  return seen.next.older_than_command ==
         (came ? seen.before.older_than_command.Without(seen.signal->signal)
               : seen.before.older_than_command);
}

bool WhatWentOutIsKnown(Seen seen) {
  SignalSet forwarded = seen.before.forwarded;
  if (seen.delivery) {
    forwarded = forwarded.With(seen.delivery->command_has_it ? seen.delivery->received
                                                             : seen.delivery->outgoing);
  }
  if (IsOurKill(seen)) {
    forwarded = forwarded.With({SIGKILL});
  }
  return seen.next.forwarded == forwarded;
}

bool SaysFarewell(Seen seen) {
  return !IsFarewell(seen) ||
         (seen.Count<Forward>() == 1 && seen.The<Forward>() == Forward{seen.config.farewell} &&
          seen.InOrder<Forward, Reap>());
}

constexpr Law kLaws[] = {
    {"what is no news changes nothing",
     "SIGCHLD, a signal that a call of our own raised, and the end of our own CPU time are never "
     "forwarded.",
     NoNewsChangesNothing},
    {"a signal goes out once",
     "It is forwarded exactly once, or dropped by a rewrite, held by a delay, or with the command "
     "already since the terminal sent it to both; nothing else is forwarded but the farewell and "
     "the KILL of --kill-after.",
     GoesOutOnce},
    {"what goes out is what the rewrites say", "Each signal is rewritten once, and no other way.",
     FollowsTheRewrites},
    {"a value stays with its signal",
     "What sigqueue attached goes out with the signal, also after a delay, and with no other.",
     KeepsItsValue},
    {"KILL and STOP go out only where asked",
     "By a rewrite, or when the time of --kill-after is over.", KillsOnlyWhereAsked},
    {"a dropped signal is dropped", "A rewrite to 0 leads to no action at all.", DroppedIsDropped},
    {"a delayed signal is held",
     "It waits until its time is over, the second of its kind comes or the command ends; while it "
     "waits nothing is done about it.",
     HoldsWhatIsDelayed},
    {"the second of its kind ends the hold", "Its timer is stopped first, and by nothing else.",
     SecondEndsTheHold},
    {"a signal is older than the command until it came",
     "What waited before there was a command is sent to it, also if the terminal raised it.",
     OlderUntilItCame},
    {"what went out is known",
     "What was sent, or what the terminal had sent, and nothing else counts as asked for.",
     WhatWentOutIsKnown},
    {"the farewell goes to a group that is still there",
     "Without a grace the scope is told TERM, rewritten, before the command is reaped.",
     SaysFarewell},
};

}  // namespace

std::span<const Law> LawsOfSignals() { return kLaws; }

}  // namespace dumb_init::core
