// The loop obeys the policy, in order, and keeps signals and children apart.
#include "app/supervisor.h"

#include <algorithm>
#include <csignal>
#include <string>

#include "app/app_test.h"

namespace dumb_init::testing {
namespace {

class Supervising : public AppTest {};

TEST_F(Supervising, ReturnsTheStatusOfTheCommand) {
  for (const int code : {0, 1, 3, 255}) {
    Kernel() = FakeKernel();
    Kernel().moments = {{Exits(2, code)}};
    EXPECT_EQ(Supervise(), code);
  }
}

TEST_F(Supervising, ReturnsTheSignalThatEndedTheCommand) {
  Kernel().moments = {{Dies(2, SIGSEGV)}};
  EXPECT_EQ(Supervise(), 139);
}

TEST_F(Supervising, TheGroupIsToldBeforeTheCommandIsReaped) {
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill -2 1", "kill -2 15", "reap 2"}));
}

TEST_F(Supervising, TheCommandAloneIsToldNothingAtItsEnd) {
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(2, 3)}};
  EXPECT_EQ(Supervise(SingleChild()), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 1", "reap 2"}));
}

TEST_F(Supervising, SignalsThatCameTogetherGoOutOneByOne) {
  Kernel().moments = {{Arrives(SIGTERM), Arrives(SIGHUP), Arrives(40), Arrives(40)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"kill 2 1", "kill 2 15", "kill 2 40", "kill 2 40", "reap 2"}));
}

TEST_F(Supervising, ChildrenThatEndedBeforeWeLookedAreReapedFirst) {
  Kernel().Happen(Exits(7, 0));
  ASSERT_EQ(Kernel().TakeSignal()->signal, core::kChildSignal) << "whoever exec'd us had it";
  Kernel().moments = {{Exits(2, 0)}};
  Kernel().after_act = [](FakeKernel& kernel, const std::string& act) {
    EXPECT_EQ(kernel.moments.empty(), act != "reap 7") << "reaped without a new SIGCHLD";
  };
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 7", "reap 2"}));
}

TEST_F(Supervising, OneChildSignalMayStandForManyChildren) {
  Kernel().moments = {{Exits(7, 0), Dies(8, SIGKILL), Exits(9, 1)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 7", "reap 8", "reap 9", "reap 2"}));
}

TEST_F(Supervising, StrangersThatEndAfterTheCommandAreLeftToTheKernel) {
  Kernel().moments = {{Exits(2, 5), Exits(7, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 5);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 2"}));
}

TEST_F(Supervising, AChildSignalThatSomebodySentChangesNothing) {
  Kernel().moments = {{Arrives(SIGCHLD)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 2"}));
}

TEST_F(Supervising, ASleepCutShortChangesNothing) {
  Kernel().interrupted_sleeps = 3;
  Kernel().moments = {{Arrives(SIGTERM)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 15", "reap 2"}));
}

TEST_F(Supervising, IdleMeansAsleep) {
  Kernel().moments = {{Arrives(SIGTERM)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(), 0);
  EXPECT_EQ(Kernel().peeks, 2) << "one at the start, one for the end of the command";
}

TEST_F(Supervising, TheTerminalStopTellsTheCommandBeforeItStopsUs) {
  Kernel().moments = {{Arrives(SIGTSTP)}, {Arrives(SIGCONT)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(), 0);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"kill -2 19", "stop self", "kill -2 18", "kill -2 15", "reap 2"}));
}

TEST_F(Supervising, PidOneDoesNotTryToStop) {
  Kernel().self = core::kPidOne;
  Kernel().moments = {{Arrives(SIGTSTP)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 20", "reap 2"}));
}

TEST_F(Supervising, WhatOurOwnCallRaisedIsNotForwarded) {
  Kernel().moments = {{Arrives(SIGPIPE, 90)}, {Arrives(SIGPIPE, 40)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 13", "reap 2"}));
}

TEST_F(Supervising, ThatWeUsedUpOurOwnCpuTimeIsNotForwarded) {
  Kernel().moments = {{ArrivesFromKernel(SIGXCPU)}, {Arrives(SIGXCPU, 40)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 24", "reap 2"}));
}

TEST_F(Supervising, ATerminalSignalIsForwardedOnlyWhereTheCommandHasItNot) {
  for (const bool shares : {true, false}) {
    Kernel() = FakeKernel();
    Kernel().child_shares_our_group = shares;
    Kernel().moments = {{ArrivesFromKernel(SIGINT)}, {Exits(2, 0)}};
    EXPECT_EQ(Supervise(SingleChild()), 0);
    EXPECT_EQ(Kernel().transcript,
              shares ? (Transcript{"reap 2"}) : (Transcript{"kill 2 2", "reap 2"}));
  }
}

TEST_F(Supervising, ATerminalSignalOlderThanTheCommandIsForwardedOnce) {
  Kernel().child_shares_our_group = true;
  Kernel().moments = {{ArrivesFromKernel(SIGINT)}, {ArrivesFromKernel(SIGINT)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild(), core::SignalSet{}.With({SIGINT})), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 2", "reap 2"}));
}

TEST_F(Supervising, WhatTheCommandIsOwedGoesOutFirst) {
  Kernel().Happen(Arrives(SIGHUP));
  Kernel().moments = {{Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild(), {}, {SIGUSR1}), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 10", "kill 2 1", "reap 2"}));
}

constexpr core::Payload kValue{true, 40, 1000, 77};

TEST_F(Supervising, AValueReachesASingleTarget) {
  Kernel().moments = {{ArrivesWithValue(40, kValue)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"queue 2 40 value 77 from 40 uid 1000", "reap 2"}));
}

TEST_F(Supervising, AGroupGetsTheSignalWithoutItsValue) {
  Kernel().moments = {{ArrivesWithValue(40, kValue)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill -2 40", "kill -2 15", "reap 2"}));
}

TEST_F(Supervising, AValueThatCannotBeQueuedIsLostButNotItsSignal) {
  for (const int error : {EAGAIN, EPERM, ENOSYS}) {
    Kernel() = FakeKernel();
    Kernel().fails_with = {{"Queue", error}};
    Kernel().moments = {{ArrivesWithValue(40, kValue)}, {Exits(2, 0)}};
    EXPECT_EQ(Supervise(SingleChild()), 0);
    EXPECT_EQ(Kernel().transcript,
              (Transcript{"queue 2 40 value 77 from 40 uid 1000", "kill 2 40", "reap 2"}));
  }
}

// How many children were reaped between the moment a TERM came and the moment it went out.
long ReapedBeforeTerm(const Transcript& transcript, const std::string& came_after) {
  const auto came = std::find(transcript.begin(), transcript.end(), came_after);
  const auto went = std::find(transcript.begin(), transcript.end(), "kill 2 15");
  EXPECT_NE(went, transcript.end());
  return went - came - 1;
}

TEST_F(Supervising, AFloodOfOrphansDoesNotKeepATermWaiting) {
  constexpr int kOrphans = 1000;
  Moment flood;
  for (int orphan = 0; orphan < kOrphans; ++orphan) {
    flood.push_back(Exits(1000 + orphan, 0));
  }
  Kernel().moments = {flood, {Exits(2, 0)}};
  Kernel().after_act = [](FakeKernel& kernel, const std::string& act) {
    if (act == "reap 1100") {
      kernel.Happen(Arrives(SIGTERM));
    }
  };
  EXPECT_EQ(Supervise(SingleChild()), 0);
  EXPECT_EQ(Kernel().transcript.size(), std::size_t{kOrphans + 2}) << "every one is reaped";
  EXPECT_LE(ReapedBeforeTerm(Kernel().transcript, "reap 1100"), 32);
}

TEST_F(Supervising, AnEndlessFloodDoesNotKeepTheEndWaiting) {
  // For each orphan that is reaped another one ends, and after a thousand of them the command.
  Kernel().moments = {{Exits(1000, 0)}};
  Kernel().after_act = [](FakeKernel& kernel, const std::string& act) {
    if (act != "reap 2") {
      const int orphan = 1000 + static_cast<int>(kernel.transcript.size());
      kernel.Happen(orphan == 2000 ? Exits(2, 4) : Exits(orphan, 0));
    }
  };
  EXPECT_EQ(Supervise(SingleChild()), 4);
}

class Following : public AppTest {
 protected:
  void SetUp() override {
    AppTest::SetUp();
    Kernel().controlling_terminal = true;
  }
};

TEST_F(Following, AStopOfTheTerminalStopsOurGroupUntilTheShellGoesOn) {
  Kernel().moments = {{Stops(SIGTSTP)}, {Arrives(SIGCONT)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(OwnGroup()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"watch stops", "stop group 90 with 20", "stop self",
                                             "pass the foreground from 90 to 2", "kill -2 18",
                                             "pass the foreground from 2 to 90", "reap 2"}));
}

TEST_F(Following, AStopBeforeStopsWereWatchedIsSeen) {
  Kernel().Happen(Stops(SIGTSTP));
  Kernel().moments = {{Exits(2, 0)}};
  EXPECT_EQ(Supervise(OwnGroup()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"watch stops", "stop group 90 with 20", "stop self",
                                             "pass the foreground from 2 to 90", "reap 2"}));
}

TEST_F(Following, AGroupThatIsLedFromOutsideIsToldToo) {
  Kernel().our_group = {0};
  Kernel().moments = {{Stops(SIGTTIN)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(OwnGroup()), 0);
  EXPECT_EQ(Kernel().transcript.at(1), "stop group 0 with 21");
}

TEST_F(Following, AStopBySomebodyStopsUsAlone) {
  Kernel().moments = {{Stops(SIGSTOP)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(OwnGroup()), 0);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"watch stops", "stop self", "pass the foreground from 2 to 90", "reap 2"}));
}

TEST_F(Supervising, StopsAreNotWatchedWithoutATerminal) {
  Kernel().moments = {{Stops(SIGTSTP), Exits(7, 0)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(OwnGroup()), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"reap 7", "reap 2"}));
}

}  // namespace
}  // namespace dumb_init::testing
