// sys/rest.h tells the truth about who is left.
#include "sys/rest.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/namespaces.h"
#include "kernel/surroundings.h"
#include "kernel/wire.h"
#include "support/seccomp.h"
#include "sys/process.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;
using testing::Wire;

std::string Left() {
  switch (WhoIsLeft(Self())) {
    case core::Rest::kChildren:
      return "children";
    case core::Rest::kOthers:
      return "others";
    case core::Rest::kNobody:
      return "nobody";
  }
  return "?";
}

TEST(WhoIsLeft, IsNobodyWhereWeHaveNoChild) { EXPECT_EQ(InChild(Left), "nobody"); }

TEST(WhoIsLeft, IsChildrenUntilTheLastIsReaped) {
  EXPECT_EQ(InChild([] {
              std::string left;
              {
                const Child stays;
                left = Left();
              }
              left += ", " + Left();
              const Child ends([] {});
              ends.WaitFor(WEXITED);
              left += ", " + Left();
              Tolerate(Reap(ends.pid()), "seen by who is left");
              return left + ", " + Left();
            }),
            "children, nobody, children, nobody");
}

TEST(WhoIsLeft, IsTheSameWithoutProc) {
  EXPECT_EQ(InChild([]() -> std::string {
              if (!testing::HideProc()) {
                return "this test needs root";
              }
              const std::string before = Left();
              const Child child;
              return before + ", " + Left();
            }),
            "nobody, children");
}

TEST(WhoIsLeft, IsPerhapsOthersWhereTheLookIsRefused) {
  EXPECT_EQ(InChild([] {
              testing::AnswerWith(EPERM, {SYS_waitid});
              return Left();
            }),
            "others");
}

enum class Proc { kOwn, kOfOutside };

// What PID 1 of a namespace sees when it is alone, when somebody has come in from outside, as with
// setns(2), and when that one has ended but is not reaped.
std::string LeftBesidesIntruder(Proc proc) {
  testing::ChildrenLeaveTheNamespace();
  const Wire asked;
  const Wire said;
  const Child first([&] {
    if (proc == Proc::kOwn) {
      testing::MountOwnProc();
    }
    for (;;) {
      said.Say(Left());
      asked.Hear();
    }
  });
  std::string left = said.Hear();
  const Child intruder;
  asked.Say("again");
  left += ", " + said.Hear();
  ::kill(intruder.pid().number, SIGKILL);
  intruder.WaitFor(WEXITED);
  asked.Say("again");
  return left + ", " + said.Hear();
}

TEST(WhoIsLeft, IsOthersForPidOneWhileSomebodyFromOutsideIsAlive) {
  EXPECT_EQ(InChild([] { return LeftBesidesIntruder(Proc::kOwn); }), "nobody, others, nobody");
}

TEST(WhoIsLeft, IsOthersForPidOneAsLongAsSomebodyIsThereAndProcDoesNotTellMore) {
  EXPECT_EQ(InChild([] { return LeftBesidesIntruder(Proc::kOfOutside); }),
            "nobody, others, others");
}

TEST(WhoIsLeft, IsChildrenForPidOneThatHasSome) {
  EXPECT_EQ(InChild([] {
              testing::ChildrenLeaveTheNamespace();
              return InChild([] {
                testing::MountOwnProc();
                const Child child;
                return Left();
              });
            }),
            "children");
}

std::string Names(core::Pid self) {
  const std::optional<core::Crowd> crowd = NamesOfRest(self);
  if (!crowd) {
    return "not told";
  }
  std::string text = std::to_string(crowd->count) + ":";
  for (const core::Name& name : crowd->names) {
    text += " " + std::string(name.text());
  }
  return text;
}

// One that calls itself so, and has a child that has another name if `below` is not empty.
class Named {
 public:
  explicit Named(const std::string& name, const std::string& below = "")
      : child_([&] {
          ::prctl(PR_SET_NAME, name.c_str());
          if (below.empty()) {
            said_.Say("named");
            ::pause();
          }
          const Named other(below);
          said_.Say("named");
          ::pause();
        }) {
    said_.Hear();
  }
  core::Pid pid() const { return child_.pid(); }

 private:
  Wire said_;
  Child child_;
};

TEST(NamesOfRest, AreThoseOfOurDescendants) {
  EXPECT_EQ(InChild([] { return Names(Self()); }), "0:");
  const Named stranger("stranger");
  EXPECT_EQ(InChild([] {
              const Named parent("parent", "child");
              return Names(Self());
            }),
            "2: parent child");
}

TEST(NamesOfRest, LeaveOutWhoHasEnded) {
  EXPECT_EQ(InChild([] {
              const Named stays("stays");
              const Named ends("ends");
              ::kill(ends.pid().number, SIGKILL);
              ::waitid(P_PID, static_cast<id_t>(ends.pid().number), nullptr, WEXITED | WNOWAIT);
              return Names(Self());
            }),
            "1: stays");
}

TEST(NamesOfRest, AreEightAndACount) {
  EXPECT_EQ(InChild([] {
              std::vector<std::unique_ptr<Child>> children;
              ::prctl(PR_SET_NAME, "one");
              for (int count = 0; count < 10; ++count) {
                children.push_back(std::make_unique<Child>());
              }
              return Names(Self());
            }),
            "10: one one one one one one one one");
}

TEST(NamesOfRest, AreThoseOfTheWholeNamespaceForPidOne) {
  EXPECT_EQ(InChild([] {
              testing::ChildrenLeaveTheNamespace();
              const Wire asked;
              const Wire said;
              const Child first([&] {
                testing::MountOwnProc();
                asked.Hear();
                said.Say(Names(Self()));
                ::pause();
              });
              const Named intruder("intruder");
              asked.Say("now");
              return said.Hear();
            }),
            "1: intruder");
}

TEST(NamesOfRest, CannotBeToldWithoutAProcOfOurs) {
  EXPECT_EQ(InChild([] { return testing::HideProc() ? Names(Self()) : "needs root"; }), "not told");
  EXPECT_EQ(InChild([] {
              testing::ChildrenLeaveTheNamespace();
              return InChild([] { return Names(Self()); });
            }),
            "not told");
}

}  // namespace
}  // namespace dumb_init::sys
