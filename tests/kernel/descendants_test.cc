// sys/rest.h tells the truth about sending signals to everybody below us.
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstring>
#include <functional>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/namespaces.h"
#include "kernel/surroundings.h"
#include "kernel/told.h"
#include "kernel/wire.h"
#include "sys/process.h"
#include "sys/rest.h"
#include "sys/signals.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;
using testing::Told;
using testing::Wire;

constexpr core::Signal kAny{SIGUSR1};

// A process that outlives its parent and waits.
pid_t Fork() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  return child;
}

// A child that ignores what it is told, one of its own that leads a session, and one of that.
class Family {
 public:
  Family()
      : child_([this] {
          ::signal(SIGTERM, SIG_IGN);
          ::signal(kAny.number, SIG_IGN);
          const Child leader([this] {
            ::setsid();
            const Child last([this] { SayAndStay(); });
            SayAndStay();
          });
          SayAndStay();
        }) {
    for (pid_t& pid : members_) {
      pid = said_.HearNumber();
      group_ = ::getpgid(pid) == pid ? pid : group_;
    }
  }

  // What the child was told, and the group of the other two; once if it was the same. Nobody who is
  // told with a group is told alone as well.
  std::string Told(const testing::Told& told) const {
    const std::string single = told.To(child_.pid().number);
    const std::string group = told.To(-group_);
    std::string all = single + (group == single ? "" : "and to the group " + group);
    for (const pid_t pid : members_) {
      all += pid == child_.pid().number || told.To(pid).empty() ? "" : "and alone " + told.To(pid);
    }
    return all;
  }

 private:
  void SayAndStay() const {
    said_.Say(::getpid());
    for (;;) {
      ::pause();
    }
  }

  Wire said_;
  Child child_;
  pid_t members_[3] = {};
  pid_t group_ = -1;
};

std::string ToldToAFamily(const std::function<Result<Done>()>& tell) {
  const Child stranger;
  return InChild([&] {
    const Family family;
    const Told told;
    const bool done = tell().ok();
    return family.Told(told) + (done ? "" : "failed ") + told.To(stranger.pid().number) +
           told.To(::getpid()) + told.To(::getppid());
  });
}

TEST(SignalDescendants, TellsEachOnceAndNobodyElse) {
  EXPECT_EQ(ToldToAFamily([] { return SignalDescendants(kAny); }), "10 ");
}

TEST(EndDescendants, TellsEachTermAndThenContOnceAndNobodyElse) {
  EXPECT_EQ(ToldToAFamily(EndDescendants), "15 18 ");
}

TEST(KillDescendants, TellsEachOnceAndNobodyElse) {
  EXPECT_EQ(ToldToAFamily(KillDescendants), "9 ");
}

TEST(EndDescendants, IsDoneWhereThereIsNobody) {
  EXPECT_EQ(InChild([] {
              const bool done =
                  SignalDescendants(kAny).ok() && EndDescendants().ok() && KillDescendants().ok();
              return done ? "done" : "failed";
            }),
            "done");
}

TEST(EndDescendants, WakesTheStoppedOnesForTheirEnd) {
  EXPECT_EQ(InChild([] {
              const Child child;
              ::kill(child.pid().number, SIGSTOP);
              child.WaitFor(WSTOPPED);
              Tolerate(EndDescendants(), "seen by the end of the child");
              return std::to_string(child.WaitFor(WEXITED).si_status);
            }),
            "15");
}

TEST(EndDescendants, TellsNobodyWhoHasEnded) {
  EXPECT_EQ(InChild([] {
              const Child child([] {});
              child.WaitFor(WEXITED);
              const Told told;
              Tolerate(EndDescendants(), "seen by who is told");
              return "told " + told.To(child.pid().number);
            }),
            "told ");
}

TEST(EndDescendants, TellsAnOrphanThatBecameOurs) {
  EXPECT_EQ(InChild([]() -> std::string {
              Tolerate(BecomeSubreaper(), "seen by the orphan");
              const Wire said;
              const Child parent([&] { said.Say(Fork()); });
              const pid_t orphan = said.HearNumber();
              parent.WaitFor(WEXITED);
              Tolerate(EndDescendants(), "seen by the end of the orphan");
              siginfo_t end{};
              ::waitid(P_PID, static_cast<id_t>(orphan), &end, WEXITED);
              return std::to_string(end.si_status);
            }),
            "15");
}

// A child that starts a helper when it is told TERM, and what that helper was told by `tell`.
std::string ToldToAHelper(const std::function<Result<Done>()>& tell) {
  const Wire said;
  const Child child([&] {
    Tolerate(TakeOverSignals(), "nothing else acts on it");
    said.Say("ready");
    while (NextSignal(std::nullopt).value()->signal.number != SIGTERM) {
    }
    const Child helper([&] {
      said.Say(::getpid());
      ::pause();
    });
    ::pause();
  });
  said.Hear();
  pid_t helper = 0;
  // The CONT waits until the TERM has been answered.
  const Told told([&](pid_t pid, int signal) {
    if (pid == child.pid().number && signal == SIGCONT) {
      helper = said.HearNumber();
    }
  });
  Tolerate(tell(), "seen by who is told");
  return told.To(child.pid().number) + "and the helper " + (helper == 0 ? "is missing" : "gets ") +
         told.To(helper);
}

TEST(EndDescendants, SparesWhatSomebodyStartsWhoHasBeenTold) {
  EXPECT_EQ(InChild([] { return ToldToAHelper(EndDescendants); }), "15 18 and the helper gets ");
}

// The same for one that is started between finding its parent and telling it.
TEST(KillDescendants, TellsWhatIsStartedWhileTheOthersAreTold) {
  EXPECT_EQ(InChild([] {
              Tolerate(BecomeSubreaper(), "seen by who is told");
              const Wire asked;
              const Wire said;
              pid_t helper = 0;  // Outlives the child, whose end is told as well.
              const Child child([&] {
                asked.Hear();
                said.Say(Fork());
                ::pause();
              });
              const Told told([&](pid_t, int) {
                if (helper == 0) {
                  asked.Say("start");
                  helper = said.HearNumber();
                }
              });
              Tolerate(KillDescendants(), "seen by who is told");
              return told.To(helper);
            }),
            "9 ");
}

// Where we are no subreaper, whoever's parent has ended is below us no longer.
TEST(KillDescendants, LosesNobodyWhoseParentEndsAtOnce) {
  EXPECT_EQ(InChild([] {
              const Wire asked;
              const Wire said;
              const Child child([&] {
                said.Say(Fork());
                asked.Hear();
              });
              const pid_t orphan = said.HearNumber();
              const Told told([&](pid_t pid, int) {
                if (pid == child.pid().number) {
                  asked.Say("end");
                  child.WaitFor(WEXITED);
                }
              });
              Tolerate(KillDescendants(), "seen by who is told");
              const std::string seen = told.To(orphan);
              ::kill(orphan, SIGKILL);
              return seen;
            }),
            "9 ");
}

std::string RefusedByEach() {
  std::string all;
  for (const auto& result : {SignalDescendants(kAny), EndDescendants(), KillDescendants()}) {
    all += result.ok() ? "done, " : std::strerror(result.error().error) + std::string(", ");
  }
  return all;
}

constexpr const char* kNoProc =
    "No such file or directory, No such file or directory, No such file or directory, ";

TEST(EndDescendants, NeedsAProc) {
  EXPECT_EQ(InChild([] { return testing::HideProc() ? RefusedByEach() : "this test needs root"; }),
            kNoProc);
}

TEST(EndDescendants, NeedsTheProcOfOurNamespace) {
  EXPECT_EQ(InChild([] {
              testing::ChildrenLeaveTheNamespace();
              return InChild(RefusedByEach);
            }),
            kNoProc);
}

}  // namespace
}  // namespace dumb_init::sys
