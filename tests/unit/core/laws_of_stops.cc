// Stops, CONT and the terminal.
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

using Seen = const Observed&;

bool StopsUs(Seen seen) {
  return seen.delivery && IsTerminalStop(seen.delivery->received) &&
         seen.config.self_stop == Config::SelfStop::kWorks;
}

bool PidOneNeverStops(Seen seen) {
  return seen.config.self_stop == Config::SelfStop::kWorks ||
         seen.Count<StopSelf>() + seen.Count<StopGroup>() == 0;
}

bool StopsWithTheCommand(Seen seen) {
  return seen.Exactly<StopSelf>(StopsUs(seen) || seen.FollowsStop());
}

bool GroupStopsAsTheTerminalDid(Seen seen) {
  const bool due = seen.FollowsStop() && IsTerminalStop(seen.stopped->signal);
  return seen.Exactly<StopGroup>(due) &&
         (!due || seen.The<StopGroup>().signal == seen.stopped->signal);
}

bool StopsLast(Seen seen) { return seen.IsLast<StopSelf>(); }

bool WakesTheStopped(Seen seen) { return seen.Exactly<WakeGroup>(seen.Wakes()); }

bool KnowsWhoIsStopped(Seen seen) {
  State::Groups wanted = seen.before.groups;
  const bool cont_came = seen.signal != nullptr && seen.Running() &&
                         seen.config.command != kNobody && !seen.held_back &&
                         seen.signal->signal.number == SIGCONT;
  const bool cont_goes = seen.delivery && (seen.delivery->outgoing.number == SIGCONT ||
                                           seen.delivery->received.number == SIGCONT);
  if (cont_came || cont_goes) {
    wanted = State::Groups::kRunning;
  }
  if (seen.FollowsStop() || (StopsUs(seen) && seen.Follows())) {
    wanted = State::Groups::kStopped;
  }
  return seen.next.groups == wanted;
}

bool PassesTheTerminal(Seen seen) {
  const bool on = seen.delivery && seen.delivery->outgoing.number == SIGCONT && seen.Follows();
  const bool back = seen.command_ended != nullptr && seen.Follows();
  if (!seen.Exactly<PassTerminal>(on || back)) {
    return false;
  }
  const auto to = on ? PassTerminal::To::kCommand : PassTerminal::To::kOurselves;
  return seen.Count<PassTerminal>() == 0 || seen.The<PassTerminal>().to == to;
}

bool TerminalComesFirst(Seen seen) {
  return seen.command_ended != nullptr
             ? seen.InOrder<PassTerminal, Reap>()
             : seen.InOrder<PassTerminal, Forward>() && seen.InOrder<PassTerminal, WakeGroup>();
}

constexpr Law kLaws[] = {
    {"PID 1 never stops itself", "The kernel would refuse it and throw away a waiting CONT.",
     PidOneNeverStops},
    {"we stop with the command",
     "TSTP, TTIN and TTOU stop us once they have gone out, rewritten or not, but for a rewrite to "
     "0; "
     "where we follow the command, any stop of it does, once.",
     StopsWithTheCommand},
    {"our group stops as the terminal stopped the command's",
     "Only a terminal stop of a command that we follow stops our group, by the same signal.",
     GroupStopsAsTheTerminalDid},
    {"we stop last", "Whatever else is to be done is done before.", StopsLast},
    {"a CONT wakes the group that is stopped",
     "It then goes to the whole group of the command, whatever the scope; no other signal does.",
     WakesTheStopped},
    {"it is known who is stopped", "Groups are stopped with us, and go on with a CONT.",
     KnowsWhoIsStopped},
    {"the terminal passes only where we follow",
     "To the command with a CONT that goes out, back to us when the command has ended.",
     PassesTheTerminal},
    {"the terminal passes before anybody needs it",
     "The command has it before it goes on, and is asked for it while it is not reaped.",
     TerminalComesFirst},
};

}  // namespace

std::span<const Law> LawsOfStops() { return kLaws; }

}  // namespace dumb_init::core
