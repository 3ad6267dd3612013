// sys/rest.h tells the truth about who is left.
#include "sys/rest.h"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/namespaces.h"
#include "kernel/surroundings.h"
#include "kernel/wire.h"
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

}  // namespace
}  // namespace dumb_init::sys
