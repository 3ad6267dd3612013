// Who is reaped, and by whom.
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

using Seen = const Observed&;

bool KernelTakesOver(Seen seen) {
  return seen.stranger_ended != nullptr && seen.Running() &&
         seen.before.reaping == State::Reaping::kByUs &&
         seen.config.kernel_reaping == Config::KernelReaping::kAllowed;
}

bool WeTakeOver(Seen seen) {
  return seen.command_ended != nullptr && seen.config.grace &&
         seen.before.reaping == State::Reaping::kByKernel;
}

bool WhoeverEndedIsReaped(Seen seen) {
  const ProcessEnded* const ended =
      seen.command_ended != nullptr ? seen.command_ended : seen.stranger_ended;
  return seen.Exactly<Reap>(ended != nullptr && !KernelTakesOver(seen)) &&
         (seen.Count<Reap>() == 0 || seen.The<Reap>().pid == ended->pid);
}

bool KernelReapsWhereItMay(Seen seen) {
  return seen.Exactly<LetKernelReap>(KernelTakesOver(seen)) &&
         (seen.Count<LetKernelReap>() == 0 ||
          seen.The<LetKernelReap>().pid == seen.stranger_ended->pid);
}

bool WeReapWhoIsWaitedFor(Seen seen) {
  return seen.Exactly<ReapOurselves>(WeTakeOver(seen)) && seen.InOrder<ReapOurselves, TellRest>();
}

bool ItIsKnownWhoReaps(Seen seen) {
  const State::Reaping wanted = KernelTakesOver(seen) ? State::Reaping::kByKernel
                                : WeTakeOver(seen)    ? State::Reaping::kByUs
                                                      : seen.before.reaping;
  return seen.next.reaping == wanted;
}

bool TellsOfReaps(Seen seen) {
  const bool due = seen.stranger_ended != nullptr && seen.config.reap_report == ReapReport::kEach;
  return seen.Exactly<ReportReap>(due) && seen.InOrder<ReportReap, Reap>() &&
         (!due || seen.The<ReportReap>() ==
                      ReportReap{seen.stranger_ended->pid, seen.stranger_ended->ending}) &&
         seen.InOrder<ReportReap, LetKernelReap>();
}

constexpr Law kLaws[] = {
    {"whoever ended is reaped, and nobody else", "Once, by its own pid.", WhoeverEndedIsReaped},
    {"the kernel reaps from the first stranger on",
     "While the command runs, where nobody wants to hear of each, stops are not followed and the "
     "mask is not judged; asked for once.",
     KernelReapsWhereItMay},
    {"we reap whom we wait for",
     "With a grace the kernel stops reaping before anybody is told to end.", WeReapWhoIsWaitedFor},
    {"it is known who reaps", "Nothing else changes it.", ItIsKnownWhoReaps},
    {"a stranger is told of before it is reaped", "Where that is wanted, and how it ended.",
     TellsOfReaps},
};

}  // namespace

std::span<const Law> LawsOfReaping() { return kLaws; }

}  // namespace dumb_init::core
