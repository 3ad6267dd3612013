// The order of the steps from settings to a supervised command.
#include "app/run.h"

#include <csignal>

#include "app/app_test.h"

namespace dumb_init::testing {
namespace {

class Running : public AppTest {
 protected:
  void SetUp() override {
    AppTest::SetUp();
    Kernel().moments = {{Exits(2, 3)}};
  }
};

TEST_F(Running, AsPidOneStandardStreamsStayOpen) {
  Kernel().self = core::kPidOne;
  EXPECT_EQ(Run(), 3);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"look at pending signals", "spawn sh in its own session",
                        "leave the working directory", "close from 3", "kill -2 15", "reap 2"}));
}

TEST_F(Running, AsAnOrdinaryProcessWeReapForPidOneAndLetInputAndOutputGo) {
  EXPECT_EQ(Run(), 3);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"become subreaper", "look at pending signals",
                        "spawn sh in its own session", "leave the working directory",
                        "close from 3", "close input and output", "kill -2 15", "reap 2"}));
}

TEST_F(Running, TheTerminalIsGivenUpBeforeTheCommandIsThere) {
  Kernel().self = core::kPidOne;
  Kernel().terminal = true;
  EXPECT_EQ(Run(), 3);
  EXPECT_EQ(
      Kernel().transcript,
      (Transcript{"give up the terminal", "look at pending signals", "spawn sh in its own session",
                  "leave the working directory", "close from 3", "kill -2 15", "reap 2"}));
}

TEST_F(Running, ASingleChildSharesOurSessionAndTerminal) {
  Kernel().terminal = true;
  EXPECT_EQ(Run(SingleChild()), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"become subreaper", "look at pending signals",
                                             "spawn sh", "leave the working directory",
                                             "close from 3", "close input and output", "reap 2"}));
}

TEST_F(Running, WhatWaitedBeforeTheCommandIsOlderThanIt) {
  Kernel().child_shares_our_group = true;
  Kernel().pending_at_start = core::SignalSet{}.With({SIGINT});
  Kernel().Happen(ArrivesFromKernel(SIGINT));
  EXPECT_EQ(Run(SingleChild()), 3);
  EXPECT_EQ(Kernel().transcript.at(Kernel().transcript.size() - 2), "kill 2 2");
}

TEST_F(Running, TheParentIsLookedAtBeforeAndAfterItsDeathIsAskedFor) {
  core::Settings settings = SingleChild();
  settings.parent_death_signal = {SIGTERM};
  EXPECT_EQ(Run(settings), 3);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"look at the parent", "parent death signal 15", "look at the parent",
                        "become subreaper", "look at pending signals", "spawn sh",
                        "leave the working directory", "close from 3", "close input and output",
                        "reap 2"}));
}

TEST_F(Running, AParentThatWentBetweenTheTwoLooksCountsAsDead) {
  core::Settings settings = SingleChild();
  settings.parent_death_signal = {SIGTERM};
  settings.rewrites.Set({SIGTERM}, {SIGQUIT});
  Kernel().parents = {{50}, {1}};
  EXPECT_EQ(Run(settings), 3);
  EXPECT_EQ(Kernel().transcript.at(Kernel().transcript.size() - 2), "kill 2 3");
}

TEST_F(Running, WithAGroupOfItsOwnTheTerminalIsKept) {
  Kernel().self = core::kPidOne;
  Kernel().terminal = true;
  EXPECT_EQ(Run(OwnGroup()), 3);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"look at pending signals", "spawn sh in its own group",
                        "leave the working directory", "close from 3", "reap 2"}));
}

TEST_F(Running, WhoLeavesOrphansToOthersSaysSo) {
  EXPECT_EQ(Run(OwnGroup()), 3);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"look for a controlling terminal", "look at pending signals",
                        "spawn sh in its own group", "leave the working directory", "close from 3",
                        "close input and output", "reap 2"}));
  EXPECT_EQ(Kernel().messages,
            Transcript{"[dumb-init] neither PID 1 nor a child subreaper, so zombie reaping won't "
                       "work: use -s or set TINI_SUBREAPER\n"});
}

TEST_F(Running, ASubreaperHasNothingToSay) {
  Kernel().subreaper = true;
  EXPECT_EQ(Run(OwnGroup()), 3);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Running, PidOneHasOrphansAndNothingToSay) {
  Kernel().self = core::kPidOne;
  EXPECT_EQ(Run(OwnGroup()), 3);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Running, WithoutWarningsNothingIsSaid) {
  core::Settings settings = OwnGroup();
  settings.verbosity = core::Verbosity::kSilent;
  EXPECT_EQ(Run(settings), 3);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Running, AtAShellTheCommandIsFollowed) {
  Kernel().controlling_terminal = true;
  core::Settings settings = OwnGroup();
  settings.orphans = core::Orphans::kAdopt;
  EXPECT_EQ(Run(settings), 3);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"become subreaper", "look for a controlling terminal",
                        "look at pending signals", "spawn sh in its own group",
                        "leave the working directory", "close from 3", "close input and output",
                        "watch stops", "pass the foreground from 2 to 90", "reap 2"}));
}

class Pausing : public AppTest {};

TEST_F(Pausing, ReapsUntilTerm) {
  Kernel().self = core::kPidOne;
  Kernel().moments = {{Exits(7, 0)}, {Arrives(SIGHUP)}, {Dies(8, SIGKILL)}, {Arrives(SIGTERM)}};
  EXPECT_EQ(Pause(), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"leave the working directory", "close from 3",
                                             "reap 7", "ignore children", "reap 8"}));
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Pausing, AsAnOrdinaryProcessBecomesSubreaper) {
  Kernel().moments = {{Arrives(SIGINT)}};
  EXPECT_EQ(Pause(), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"become subreaper", "leave the working directory",
                                             "close from 3", "close input and output"}));
}

TEST_F(Pausing, EndsAtOnceWhereTheParentIsGoneAlready) {
  core::Settings settings;
  settings.parent_death_signal = {SIGTERM};
  Kernel().parents = {{50}, {1}};
  EXPECT_EQ(Pause(settings), 0);
}

struct StartRow {
  sys::StartFailure failure;
  int status;
  std::string message;
};

class Starting : public AppTest, public ::testing::WithParamInterface<StartRow> {};

TEST_P(Starting, AFailureIsOneMessageAndTheStatusForIt) {
  Kernel().start_failure = GetParam().failure;
  EXPECT_EQ(Run(SingleChild()), GetParam().status);
  EXPECT_EQ(Kernel().messages, Transcript{GetParam().message});
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"become subreaper", "look at pending signals", "spawn sh"}))
      << "nothing is let go of, nobody is told anything";
}

using Step = sys::StartFailure::Step;

INSTANTIATE_TEST_SUITE_P(
    All, Starting,
    ::testing::Values(
        StartRow{{Step::kClone, EAGAIN},
                 125,
                 "[dumb-init] sh: clone: Resource temporarily unavailable\n"},
        StartRow{{Step::kClone, ENOMEM}, 125, "[dumb-init] sh: clone: Cannot allocate memory\n"},
        StartRow{{Step::kSession, EPERM}, 125, "[dumb-init] sh: setsid: Operation not permitted\n"},
        StartRow{{Step::kGroup, EPERM}, 125, "[dumb-init] sh: setpgid: Operation not permitted\n"},
        StartRow{
            {Step::kSignals, EPERM}, 125, "[dumb-init] sh: signals: Operation not permitted\n"},
        StartRow{{Step::kExecute, ENOENT}, 127, "[dumb-init] sh: No such file or directory\n"},
        StartRow{{Step::kExecute, EACCES}, 126, "[dumb-init] sh: Permission denied\n"},
        StartRow{{Step::kExecute, ENOEXEC}, 126, "[dumb-init] sh: Exec format error\n"},
        StartRow{{Step::kExecute, E2BIG}, 126, "[dumb-init] sh: Argument list too long\n"}));

}  // namespace
}  // namespace dumb_init::testing
