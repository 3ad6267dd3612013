// The end of the command, and of whoever is left.
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

using Seen = const Observed&;

bool GraceBegins(Seen seen) { return seen.command_ended != nullptr && seen.config.grace; }

bool PhasesFollow(Seen seen) {
  const Phase wanted = seen.leaves         ? Phase::kDone
                       : GraceBegins(seen) ? Phase::kEnding
                       : seen.kills_rest   ? Phase::kKilling
                                           : seen.before.phase;
  return seen.next.phase == wanted;
}

bool ExitsOnceAndLast(Seen seen) { return seen.Exactly<Exit>(seen.leaves) && seen.IsLast<Exit>(); }

bool StatusIsRight(Seen seen) {
  if (seen.Count<Exit>() == 0) {
    return true;
  }
  const int owed = seen.signal != nullptr && seen.signal->signal.number == SIGKILL ? 137 : 0;
  return seen.The<Exit>().code == (seen.ends_pause ? owed : seen.DueOutcome().status);
}

bool OutcomeIsKept(Seen seen) {
  const bool changes = GraceBegins(seen) || seen.Over(Timer::Kind::kGrace, Phase::kEnding);
  return seen.next.outcome == (changes ? seen.DueOutcome() : seen.before.outcome);
}

bool RestIsToldOnce(Seen seen) {
  return seen.Exactly<TellRest>(GraceBegins(seen)) && seen.InOrder<TellRest, Reap>();
}

bool RestHasItsTime(Seen seen) {
  return seen.Exactly<KillRest>(seen.kills_rest) &&
         (!seen.kills_rest || seen.InOrder<KillRest, StartTimer>());
}

bool TellsWhoCannotBeKilled(Seen seen) {
  const bool due = seen.Over(Timer::Kind::kLeftovers, Phase::kKilling);
  return seen.Exactly<ReportLeftovers>(due) && (!due || seen.Place<ReportLeftovers>() == 0);
}

bool LooksWhoIsLeft(Seen seen) {
  const bool ended = seen.stranger_ended != nullptr && !seen.Running();
  const bool again = seen.expired != nullptr && !seen.Running() &&
                     seen.expired->timer.kind == Timer::Kind::kLookAgain;
  return seen.Exactly<LookAtRest>(GraceBegins(seen) || seen.kills_rest || ended || again) &&
         seen.IsLast<LookAtRest>();
}

bool NothingGoesToTheDead(Seen seen) {
  const bool gone = !seen.Running();
  const std::size_t sent = seen.Count<Forward>() + seen.Count<WakeGroup>() +
                           seen.Count<StopGroup>() + seen.Count<StopSelf>() +
                           seen.Count<PassTerminal>() + seen.Count<NoteCommand>();
  return gone ? sent == 0
              : seen.command_ended == nullptr ||
                    (seen.InOrder<Forward, Reap>() && seen.InOrder<PassTerminal, Reap>() &&
                     seen.InOrder<NoteCommand, Reap>());
}

bool LateSignalsOnlyHurry(Seen seen) {
  return seen.signal == nullptr || seen.Running() || seen.kills_rest || seen.actions.empty();
}

bool OnlyItsEndEndsIt(Seen seen) {
  return !seen.Running() || seen.next.phase == Phase::kRunning || seen.command_ended != nullptr ||
         seen.config.command == kNobody;
}

bool PauseHasNoCommand(Seen seen) {
  return seen.config.command != kNobody || seen.signal == nullptr ||
         (seen.ends_pause ? seen.actions.size() == 1
                          : seen.actions.empty() && seen.next == seen.before);
}

constexpr Law kLaws[] = {
    {"phases follow one another",
     "The command runs, then the rest has its grace, then it is killed, then it is over; none is "
     "left or entered but by its event.",
     PhasesFollow},
    {"only its end ends it",
     "No signal, no stranger, no timer and no look ends a run whose command lives.",
     OnlyItsEndEndsIt},
    {"Exit comes once and last",
     "When the command has ended, and with a grace when nobody is left or who is cannot be killed.",
     ExitsOnceAndLast},
    {"the status is the command's",
     "Its code or 128+n, or 0 where --ok-exit lists it, or has stop and n had been forwarded and "
     "we "
     "did not kill it.",
     StatusIsRight},
    {"how it ended is kept to the end", "Nothing that comes later changes it.", OutcomeIsKept},
    {"the rest is told once", "With a grace, and before the command is reaped.", RestIsToldOnce},
    {"nobody is killed before the time is over",
     "The rest is killed once the grace is over or a second stop request came, and never else.",
     RestHasItsTime},
    {"who cannot be killed is told of", "One second after the KILL, and then we leave.",
     TellsWhoCannotBeKilled},
    {"we look who is left when that may have changed",
     "When the command ended, after each end, after the KILL and where a timer says so; last of "
     "all.",
     LooksWhoIsLeft},
    {"nothing goes to the dead",
     "Once the command is reaped nothing is sent to it, and the terminal and we are left alone.",
     NothingGoesToTheDead},
    {"a late signal is in a hurry or nothing",
     "Once the command has ended a second stop request ends the grace, and other signals do "
     "nothing.",
     LateSignalsOnlyHurry},
    {"without a command only TERM and INT do anything",
     "They end --pause with success, and a KILL that a parent owed us with 137.",
     PauseHasNoCommand},
};

}  // namespace

std::span<const Law> LawsOfEnding() { return kLaws; }

}  // namespace dumb_init::core
