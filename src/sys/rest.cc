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
constexpr int kMostLooks = 10;

using Signals = std::initializer_list<core::Signal>;

// What somebody starts who has been told is an answer to that, or no more than all others.
enum class Answers { kSpared, kTold };

// Who is to be told next and who has been: whole process groups where that is possible, single
// processes elsewhere. Too large for the stack, and without cost where nobody is put into them.
struct Told {
  PidSet processes;
  PidSet groups;
};
Told next;
Told done;

// kill(2) tells a group at once, and nobody in it can fork in between. But in a group that is ours,
// or whose leader is not below us, there are others, too.
bool MayTellGroup(core::Pid group, core::Pid self) {
  if (group.number <= 1 || group == OurGroup()) {
    return false;
  }
  const std::optional<Kinship> leader = KinshipOf(group);
  return !leader || IsBelow(*leader, self);
}

bool IsAnswer(const Kinship& kin) {
  return done.processes.Has(kin.parent) || done.groups.Has(kin.group);
}

// Finds who is to be told next; false: nobody. Of a process that has ended there is still its
// group, in which somebody may fork faster than we look.
bool Find(NumberFolder& processes, core::Pid self, Answers answers) {
  bool any = false;
  processes.Rewind();
  while (const std::optional<int> number = processes.Next()) {
    const core::Pid pid{*number};
    const std::optional<Kinship> kin = done.processes.Has(pid) ? std::nullopt : KinshipOf(pid);
    if (!kin || !IsBelow(*kin, self)) {
      continue;
    }
    if (answers == Answers::kSpared && IsAnswer(*kin)) {
      done.processes.Add(pid);
    } else if (next.groups.Has(kin->group) || MayTellGroup(kin->group, self)) {
      next.groups.Add(kin->group);
      done.processes.Add(pid);
      any = true;
    } else if (kin->alive) {
      next.processes.Add(pid);
      any = true;
    }
  }
  return any;
}

void Tell(int whom, Signals signals) {
  for (const core::Signal signal : signals) {
    ::kill(whom, signal.number);
  }
}

void TellNext(Signals signals) {
  next.groups.ForEach([&](core::Pid group) {
    Tell(-group.number, signals);
    done.groups.Add(group);
  });
  next.processes.ForEach([&](core::Pid pid) {
    Tell(pid.number, signals);
    done.processes.Add(pid);
  });
  next.groups.Clear();
  next.processes.Clear();
}

Result<Done> TellAll(Signals signals, Answers answers, int looks) {
  const core::Pid self = Self();
  NumberFolder processes("/proc");
  if (!processes.ok() || !ProcIsOurs(self)) {
    return SysError{"/proc", ENOENT};
  }
  done.groups.Clear();
  done.processes.Clear();
  for (int look = 0; look < looks && Find(processes, self, answers); ++look) {
    TellNext(signals);
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
  return TellAll({core::kEndRequest, core::kGoOn}, Answers::kSpared, kMostLooks);
}

Result<Done> KillDescendants() { return TellAll({core::kDie}, Answers::kTold, kMostLooks); }

}  // namespace dumb_init::sys
