// The loop where the kernel reaps: orphans are nobody's business, and the command is seen to be
// gone.
#include <csignal>
#include <string>

#include "app/app_test.h"

namespace dumb_init::testing {
namespace {

class KernelReaps : public AppTest {
 protected:
  void SetUp() override {
    AppTest::SetUp();
    Kernel().kernel_can_reap = true;
  }
  static const inline Transcript kSwitch{"prepare after 7", "reap 7", "let the kernel reap"};
  static Transcript SwitchAnd(const Transcript& more) {
    Transcript all = kSwitch;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

TEST_F(KernelReaps, FromTheFirstOrphanOn) {
  Kernel().moments = {{Exits(7, 0)}, {Exits(8, 0), Dies(9, SIGKILL)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(), 3);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"send the group 15"}));
}

TEST_F(KernelReaps, NotWithoutAnOrphan) {
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill -2 1", "kill -2 15", "reap 2"}));
}

TEST_F(KernelReaps, AndADeathKeepsItsSignal) {
  Kernel().moments = {{Exits(7, 0)}, {Dies(2, SIGSEGV, core::CoreDump::kWritten)}};
  EXPECT_EQ(Supervise(), 139);
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] sh (PID 2) was ended by SIGSEGV (core dumped)\n"}));
}

TEST_F(KernelReaps, AndTheLifetimeIsStillKnown) {
  Kernel().ages = {{2, 2500}};
  Kernel().moments = {{Exits(7, 0)}, {Later{1000}, Dies(2, SIGSEGV)}};
  EXPECT_EQ(Supervise(), 139);
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] sh (PID 2) was ended by SIGSEGV after 3.50s\n"}));
}

TEST_F(KernelReaps, AndSignalsGoToTheCommandAndToNobodyWhoHasItsPid) {
  Kernel().moments = {
      {Exits(7, 0)}, {Arrives(SIGHUP)}, {ArrivesWithValue(34, {true, 40, 0, 7})}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript,
            SwitchAnd({"send the command 1", "send the command 34 with its value"}));
}

TEST_F(KernelReaps, AndTheScopeOfAllStaysAll) {
  core::Settings settings;
  settings.scope = core::Scope::kAll;
  Kernel().self = core::kPidOne;
  Kernel().moments = {{Exits(7, 0)}, {Arrives(SIGHUP)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"kill everybody 1", "kill everybody 15"}));
}

TEST_F(KernelReaps, ASignalIsForwardedThatCameWithTheEnd) {
  Kernel().moments = {{Exits(7, 0)}, {Arrives(SIGHUP), Exits(2, 3)}};
  EXPECT_EQ(Supervise(), 3);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"send the group 1", "send the group 15"}));
}

TEST_F(KernelReaps, ACommandThatEndedRightBeforeTheSwitchIsReapedByUs) {
  Kernel().moments = {{Exits(7, 0), Exits(2, 3)}};
  EXPECT_EQ(Supervise(), 3);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"send the group 15", "reap 2"}));
}

TEST_F(KernelReaps, NoLongerWhereTheRestIsWaitedFor) {
  core::Settings settings;
  settings.grace = core::Duration{5000};
  Kernel().rests = {core::Rest::kChildren, core::Rest::kNobody};
  Kernel().moments = {{Exits(7, 0)}, {Exits(2, 3)}, {Exits(9, 0)}};
  EXPECT_EQ(Supervise(settings), 3);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"reap again", "end all descendants", "look who is left",
                                            "reap 9", "look who is left"}));
}

TEST_F(KernelReaps, AndWhoGetsTheCommandsPidDuringTheGraceIsReapedLikeAnybody) {
  core::Settings settings;
  settings.grace = core::Duration{5000};
  Kernel().rests = {core::Rest::kChildren, core::Rest::kNobody};
  Kernel().moments = {{Exits(7, 0)}, {Exits(2, 3)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 3);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"reap again", "end all descendants", "look who is left",
                                            "reap 2", "look who is left"}));
}

TEST_F(KernelReaps, TimersRunOn) {
  core::Settings settings;
  settings.kill_after = core::Duration{3000};
  Kernel().moments = {{Exits(7, 0)}, {Arrives(SIGTERM)}, {}, {Dies(2, SIGKILL)}};
  EXPECT_EQ(Supervise(settings), 137);
  EXPECT_EQ(Kernel().transcript,
            SwitchAnd({"send the group 15", "send the group 9", "send the group 15"}));
}

TEST_F(KernelReaps, NotWhereEachIsToldOf) {
  Kernel().moments = {{Exits(7, 0)}, {Exits(8, 0)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(Verbose(SingleChild())), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 7", "reap 8", "reap 2"}));
}

TEST_F(KernelReaps, TheOrdinaryWayStaysWhereItCannot) {
  Kernel().kernel_can_reap = false;
  Kernel().moments = {{Exits(7, 0)}, {Exits(8, 0)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(SingleChild()), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 7", "reap 8", "reap 2"}));
}

TEST_F(KernelReaps, AndACallThatFailsIsTriedAgain) {
  Kernel().fails_once = {{"TakeEnd", ENOMEM}};
  Kernel().moments = {{Exits(7, 0)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(), 3);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"pause 100", "send the group 15"}));
}

TEST_F(KernelReaps, AndSignalsAreHeardWhereNobodyCanWaitForBoth) {
  Kernel().fails_with = {{"Wait", EINVAL}};
  Kernel().moments = {{Exits(7, 0)}, {Arrives(SIGHUP)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(), 3);
  EXPECT_EQ(Kernel().transcript, SwitchAnd({"send the group 1", "send the group 15"}));
}

TEST_F(KernelReaps, ForAPauseWithoutAnythingElse) {
  Kernel().child = core::kNobody;
  Kernel().moments = {{Exits(7, 0)}, {Arrives(SIGTERM)}};
  EXPECT_EQ(Supervise(), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 7", "ignore children"}));
}

}  // namespace
}  // namespace dumb_init::testing
