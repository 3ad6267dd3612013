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
#include "sys/process_facts.h"

namespace dumb_init::sys {
namespace {

// How often we look for somebody new before we give up on those who are always faster.
constexpr int kMostLooks = 100;

using Signals = std::initializer_list<core::Signal>;

// What somebody starts who has been told is an answer to that, or no more than all others.
enum class Answers { kSpared, kTold };

// When those are told who cannot be told with their group: all together once they are found, so
// that none of them can answer before and no end of a parent hides its children from us; or each
// at once, since it may fork and end in the next moment.
enum class When { kTogether, kAtOnce };

// Who has been found and who has been told: whole process groups where that is possible, single
// processes elsewhere. Too large for the stack, and without cost where nobody is put into them.
struct Known {
  PidSet processes;
  PidSet groups;
};
Known found;
Known told;

void Tell(int whom, Signals signals) {
  for (const core::Signal signal : signals) {
    ::kill(whom, signal.number);
  }
}

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
  return told.processes.Has(kin.parent) || told.groups.Has(kin.group);
}

// One walk over all processes.
class Look {
 public:
  Look(NumberFolder& processes, core::Pid self, Signals signals)
      : processes_(processes), self_(self), signals_(signals) {}

  // Finds who is to be told; false: nobody was new. Of a process that has ended there is still its
  // group, in which somebody may fork faster than we look.
  bool Find(Answers answers, When when) {
    bool any = false;
    processes_.Rewind();
    while (const std::optional<int> number = processes_.Next()) {
      const core::Pid pid{*number};
      const bool known = found.processes.Has(pid) || told.processes.Has(pid);
      const std::optional<Kinship> kin = known ? std::nullopt : KinshipOf(pid);
      if (!kin || !IsBelow(*kin, self_)) {
        continue;
      }
      any = true;
      if (answers == Answers::kSpared && IsAnswer(*kin)) {
        told.processes.Add(pid);
      } else {
        Take(pid, *kin, when);
      }
    }
    return any;
  }

  // Tells whoever was found and not told at once.
  void TellFound(When when) {
    found.groups.ForEach([&](core::Pid group) {
      Tell(-group.number, signals_);
      told.groups.Add(group);
    });
    found.processes.ForEach([&](core::Pid pid) {
      if (when == When::kTogether) {
        Tell(pid.number, signals_);
      }
      told.processes.Add(pid);
    });
    found.groups.Clear();
    found.processes.Clear();
  }

 private:
  void Take(core::Pid pid, const Kinship& kin, When when) {
    if (found.groups.Has(kin.group) || MayTellGroup(kin.group, self_)) {
      found.groups.Add(kin.group);
      told.processes.Add(pid);
    } else if (!kin.alive) {
      told.processes.Add(pid);
    } else {
      if (when == When::kAtOnce) {
        Tell(pid.number, signals_);
      }
      found.processes.Add(pid);
    }
  }

  NumberFolder& processes_;
  core::Pid self_;
  Signals signals_;
};

Result<Done> TellAll(Signals signals, Answers answers, int looks) {
  const core::Pid self = Self();
  NumberFolder processes("/proc");
  if (!processes.ok() || !ProcIsOurs(self)) {
    return SysError{"/proc", ENOENT};
  }
  told.groups.Clear();
  told.processes.Clear();
  Look look(processes, self, signals);
  When when = When::kTogether;
  // Who forks faster than we look may be missed once, and has left a zombie by the second time.
  bool anybody = false;
  for (int count = 0; count < looks; ++count) {
    const bool somebody = look.Find(answers, when);
    anybody = anybody || somebody;
    if (!somebody && count > 0) {
      break;
    }
    look.TellFound(when);
    when = When::kAtOnce;
  }
  return anybody || processes.ok() ? Result<Done>(Done{}) : SysError{"/proc", ENOENT};
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
  if (::waitid(P_ALL, 0, &info, kLook) == 0) {
    return core::Rest::kChildren;
  }
  // Whoever is below us without a child of ours in between is no descendant.
  if (self != core::kPidOne) {
    return errno == ECHILD ? core::Rest::kNobody : core::Rest::kOthers;
  }
  if (::kill(-1, 0) == -1 && errno == ESRCH) {
    return core::Rest::kNobody;
  }
  return AnybodyLives(self) ? core::Rest::kOthers : core::Rest::kNobody;
}

std::optional<core::Crowd> NamesOfRest(core::Pid self) {
  NumberFolder processes("/proc");
  if (!processes.ok() || !ProcIsOurs(self)) {
    return std::nullopt;
  }
  core::Crowd crowd;
  while (const std::optional<int> number = processes.Next()) {
    const core::Pid pid{*number};
    const std::optional<core::Process> process = ReadProcess(pid);
    if (pid != self && process && process->alive && !process->of_kernel &&
        (self == core::kPidOne || IsBelow({process->parent, process->group, true}, self))) {
      crowd.Add(process->name);
    }
  }
  return crowd;
}

Result<Done> SignalDescendants(core::Signal signal) { return TellAll({signal}, Answers::kTold, 1); }

Result<Done> EndDescendants() {
  return TellAll({core::kEndRequest, core::kGoOn}, Answers::kSpared, kMostLooks);
}

Result<Done> KillDescendants() { return TellAll({core::kDie}, Answers::kTold, kMostLooks); }

}  // namespace dumb_init::sys
