// sys/kinship.h tells the truth about who is whose child.
#include "sys/kinship.h"
#include "sys/clock.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <optional>
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

std::string WhoseProc() { return ProcIsOurs(Self()) ? "ours" : "not ours"; }

TEST(ProcIsOurs, SaysYesToTheOneOfOurNamespace) {
  EXPECT_EQ(WhoseProc(), "ours");
  EXPECT_FALSE(ProcIsOurs({Self().number + 1}));
}

TEST(ProcIsOurs, SaysNoToTheOneOfAnotherNamespace) {
  EXPECT_EQ(InChild([] {
              testing::ChildrenLeaveTheNamespace();
              return InChild([] {
                const std::string outer = WhoseProc();
                testing::MountOwnProc();
                return outer + ", " + WhoseProc();
              });
            }),
            "not ours, ours");
}

TEST(ProcIsOurs, SaysNoToTheOneOfANamespaceThatWeAreNotIn) {
  EXPECT_EQ(InChild([] {
              testing::ChildrenLeaveTheNamespace();
              // The namespace goes with its PID 1, and its /proc is empty then.
              const Child first(testing::MountOwnProc);
              first.WaitFor(WEXITED);
              return WhoseProc();
            }),
            "not ours");
}

TEST(ProcIsOurs, SaysNoWhereThereIsNone) {
  EXPECT_EQ(InChild([] { return testing::HideProc() ? WhoseProc() : "this test needs root"; }),
            "not ours");
}

std::string Text(const std::optional<Kinship>& kin) {
  if (!kin) {
    return "nothing";
  }
  const bool ours = kin->parent == Self();
  return std::string(ours ? "our child, " : "another's, ") + (kin->alive ? "alive" : "ended");
}

TEST(KinshipOf, KnowsOurselvesAndOurParent) {
  const std::optional<Kinship> kin = KinshipOf(Self());
  ASSERT_TRUE(kin);
  EXPECT_EQ(kin->parent, Parent());
  EXPECT_TRUE(kin->alive);
}

TEST(KinshipOf, IsAliveUntilItHasEndedAndGoneOnceReaped) {
  const Child child;
  EXPECT_EQ(Text(KinshipOf(child.pid())), "our child, alive");
  ::kill(child.pid().number, SIGSTOP);
  child.WaitFor(WSTOPPED);
  EXPECT_EQ(Text(KinshipOf(child.pid())), "our child, alive");
  ::kill(child.pid().number, SIGKILL);
  child.WaitFor(WEXITED);
  EXPECT_EQ(Text(KinshipOf(child.pid())), "our child, ended");
  ::waitpid(child.pid().number, nullptr, 0);
  EXPECT_EQ(Text(KinshipOf(child.pid())), "nothing");
}

TEST(KinshipOf, IsNothingForWhatIsNoProcess) {
  for (const int number : {0, -1, 4194304}) {
    EXPECT_EQ(Text(KinshipOf({number})), "nothing") << number;
  }
  EXPECT_EQ(InChild([] { return testing::HideProc() ? Text(KinshipOf({1})) : "needs root"; }),
            "nothing");
}

TEST(KinshipOf, IsNotMisledByNames) {
  for (const std::string name :
       {") Z 1 2", "a b", "x) Z 1 (y", "))))) Z 1) Z 1", "\n)\nZ\n1", ""}) {
    const Wire said;
    const Child child([&] {
      ::prctl(PR_SET_NAME, name.c_str());
      said.Say("named");
      ::pause();
    });
    said.Hear();
    EXPECT_EQ(Text(KinshipOf(child.pid())), "our child, alive") << name;
  }
}

TEST(AgeOf, GrowsFromTheStartOfTheProcess) {
  const core::Moment before = SinceBoot();
  const Child child;
  const std::optional<core::Moment> age = AgeOf(child.pid());
  ASSERT_TRUE(age);
  EXPECT_GE(*age, 0);
  // The kernel notes the start in hundredths of a second.
  EXPECT_LE(*age, SinceBoot() - before + 20);
}

TEST(AgeOf, IsThatOfWholeProcessesOnly) {
  const std::optional<core::Moment> ours = AgeOf(Self());
  const std::optional<core::Moment> parents = AgeOf(Parent());
  ASSERT_TRUE(ours);
  ASSERT_TRUE(parents);
  EXPECT_GE(*parents, *ours);
  EXPECT_GT(*parents, 0);
}

TEST(AgeOf, CanBeToldUntilAnEndedProcessIsReaped) {
  const Child child([] {});
  child.WaitFor(WEXITED);
  EXPECT_TRUE(AgeOf(child.pid()));
  ::waitpid(child.pid().number, nullptr, 0);
  EXPECT_FALSE(AgeOf(child.pid()));
}

TEST(AgeOf, CannotBeToldWithoutProc) {
  EXPECT_EQ(InChild([]() -> std::string {
              if (!testing::HideProc()) {
                return "needs root";
              }
              return AgeOf(Self()) ? "told" : "not told";
            }),
            "not told");
}

// A child of ours and a child of that one.
class Family {
 public:
  Family()
      : child_([this] {
          const Child grandchild([this] {
            said_.Say(::getpid());
            ::pause();
          });
          ::pause();
        }),
        grandchild_{said_.HearNumber()} {}

  core::Pid child() const { return child_.pid(); }
  core::Pid grandchild() const { return grandchild_; }

 private:
  Wire said_;
  Child child_;
  core::Pid grandchild_;
};

bool Below(core::Pid pid, core::Pid ancestor) { return IsBelow(KinshipOf(pid).value(), ancestor); }

TEST(IsBelow, HoldsForDescendantsOnly) {
  const Family family;
  const Child stranger;
  EXPECT_TRUE(Below(family.child(), Self()));
  EXPECT_TRUE(Below(family.grandchild(), Self()));
  EXPECT_TRUE(Below(family.grandchild(), family.child()));
  EXPECT_FALSE(Below(Self(), Self()));
  EXPECT_FALSE(Below(family.child(), family.grandchild()));
  EXPECT_FALSE(Below(stranger.pid(), family.child()));
  EXPECT_FALSE(Below(Parent(), Self()));
}

TEST(IsBelow, HoldsBelowADescendantThatHasEndedAndIsNotReaped) {
  const Child child([] { ::_exit(0); });
  child.WaitFor(WEXITED);
  EXPECT_TRUE(Below(child.pid(), Self()));
}

TEST(IsBelow, DoesNotHoldOnceTheParentIsGone) {
  EXPECT_FALSE(IsBelow({{4194304}, {}, true}, Self()));
  EXPECT_FALSE(IsBelow({{0}, {}, true}, Self()));
}

}  // namespace
}  // namespace dumb_init::sys
