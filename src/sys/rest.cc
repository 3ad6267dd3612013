// Everybody below us: who is left, and sending signals to all of them.
#include "sys/rest.h"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <initializer_list>
#include <optional>

#include "sys/kinship.h"
#include "sys/number_folder.h"
#include "sys/pid_set.h"
#include "sys/process.h"

namespace dumb_init::sys {
namespace {

// How often we look for somebody new before we give up on those who are always faster.
constexpr int kMostRounds = 10;

// Who is to be told next, and who has been. Too large for the stack, and without cost where nobody
// is put into them.
PidSet found;
PidSet told;

// A descendant whose parent has been told is an answer to that, or no more than the others?
enum class Answers { kSpared, kTold };

// Finds who is to be told and is not found yet; false: nobody.
bool FindMore(NumberFolder& processes, core::Pid self, Answers answers) {
  bool more = false;
  processes.Rewind();
  while (const std::optional<int> number = processes.Next()) {
    const core::Pid pid{*number};
    if (found.Has(pid) || told.Has(pid)) {
      continue;
    }
    const std::optional<Kinship> kin = KinshipOf(pid);
    if (!kin || !kin->alive || !IsBelow(*kin, self)) {
      continue;
    }
    if (answers == Answers::kSpared && told.Has(kin->parent)) {
      told.Add(pid);
      continue;
    }
    found.Add(pid);
    more = true;
  }
  return more;
}

void TellFound(std::initializer_list<core::Signal> signals) {
  found.ForEach([&](core::Pid pid) {
    for (const core::Signal signal : signals) {
      ::kill(pid.number, signal.number);
    }
    told.Add(pid);
  });
  found.Clear();
}

Result<Done> TellAll(std::initializer_list<core::Signal> signals, Answers answers, int rounds) {
  const core::Pid self = Self();
  NumberFolder processes("/proc");
  if (!processes.ok() || !ProcIsOurs(self)) {
    return SysError{"/proc", ENOENT};
  }
  told.Clear();
  for (int round = 0; round < rounds && FindMore(processes, self, answers); ++round) {
    // Nobody who started while we were looking is to be missed.
    for (int look = 0; look < kMostRounds && FindMore(processes, self, answers); ++look) {
    }
    TellFound(signals);
  }
  return Done{};
}

bool AnybodyLives(core::Pid self) {
  NumberFolder processes("/proc");
  if (!processes.ok() || !ProcIsOurs(self)) {
    return true;
  }
  while (const std::optional<int> number = processes.Next()) {
    const std::optional<Kinship> kin = KinshipOf({*number});
    if (*number != self.number && kin && kin->alive) {
      return true;
    }
  }
  return false;
}

}  // namespace

core::Rest WhoIsLeft(core::Pid self) {
  siginfo_t info{};
  constexpr int kLook = WEXITED | WNOHANG | WNOWAIT;
  if (RetryOnEintr([&] { return ::waitid(P_ALL, 0, &info, kLook); }) == 0) {
    return core::Rest::kChildren;
  }
  // Whoever is below us without a child of ours in between is no descendant.
  if (self != core::kPidOne || (::kill(-1, 0) == -1 && errno == ESRCH)) {
    return core::Rest::kNobody;
  }
  return AnybodyLives(self) ? core::Rest::kOthers : core::Rest::kNobody;
}

Result<Done> SignalDescendants(core::Signal signal) { return TellAll({signal}, Answers::kTold, 1); }

Result<Done> EndDescendants() {
  return TellAll({core::kEndRequest, core::kGoOn}, Answers::kSpared, kMostRounds);
}

Result<Done> KillDescendants() { return TellAll({core::kDie}, Answers::kTold, kMostRounds); }

}  // namespace dumb_init::sys
