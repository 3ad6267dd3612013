// The policy as a table: what only some roles and options ask for.
#include <csignal>

#include "unit/core/transition.h"

namespace dumb_init::core {
namespace {

// clang-format off
const Row kOwnGroups[] = {
    {"AStopOfTheTerminalGoesAsItIs", kOwnGroup, Running(), Arrives(SIGTSTP),
     GroupsStopped(Set({SIGTSTP})), {Tell(SIGTSTP), StopSelf{}}},
    {"AlsoToTheWholeGroup", ConfigFor(OwnGroup(Scope::kGroup), kOrdinary, kCommand), Running(),
     Arrives(SIGTTIN), Running(Set({SIGTTIN})), {Tell(SIGTTIN), StopSelf{}}},
    {"TheEndOfTheCommandIsTheEndWithoutFarewell",
     ConfigFor(OwnGroup(Scope::kGroup), kOrdinary, kCommand), Running(), Exits(kCommand, 3),
     Finished(), {Reap{kCommand}, Exit{3}}},
    {"TheTerminalIsTakenBackAtTheEnd", kOwnGroup, Running(), Exits(kCommand, 3), Finished(),
     {kToOurselves, Reap{kCommand}, Exit{3}}},
    {"PidOneKeepsTheTerminalWhereItIs", kOwnGroupAsPidOne, Running(), Exits(kCommand, 3),
     Finished(), {Reap{kCommand}, Exit{3}}},
    {"ACommandThatTheTerminalStoppedStopsOurGroup", kOwnGroup, Running(),
     CommandStopped{{SIGTSTP}}, GroupsStopped(), {StopGroup{{SIGTSTP}}, StopSelf{}}},
    {"SoDoesOneThatReadInTheBackground", kOwnGroup, Running(), CommandStopped{{SIGTTIN}},
     GroupsStopped(), {StopGroup{{SIGTTIN}}, StopSelf{}}},
    {"ACommandThatSomebodyStoppedStopsUsAlone", kOwnGroup, Running(), CommandStopped{{SIGSTOP}},
     GroupsStopped(), {StopSelf{}}},
    {"AStopThatWeFollowedIsNotFollowedAgain", kOwnGroup, GroupsStopped(),
     CommandStopped{{SIGTSTP}}, GroupsStopped(), {}},
    {"WithoutATerminalAStopIsTheCommandsOwn", kOwnGroupNoTerminal, Running(),
     CommandStopped{{SIGTSTP}}, Running(), {}},
    {"AsPidOneToo", kOwnGroupAsPidOne, Running(), CommandStopped{{SIGTSTP}}, Running(), {}},
    {"ASessionOfItsOwnIsNotFollowed", ConfigFor({}, kAtTerminal, kCommand), Running(),
     CommandStopped{{SIGTSTP}}, Running(), {}},
    {"ContGivesTheTerminalBackFirst", kOwnGroup, Running(), Arrives(SIGCONT),
     Running(Set({SIGCONT})), {kToCommand, Tell(SIGCONT)}},
    {"AfterTheTerminalsStopItWakesTheWholeGroup", kOwnGroup, GroupsStopped(), Arrives(SIGCONT),
     Running(Set({SIGCONT})), {kToCommand, WakeGroup{{SIGCONT}}}},
    {"NoOtherSignalDoes", kOwnGroup, GroupsStopped(), Arrives(SIGHUP),
     GroupsStopped(Set({SIGHUP})), {Tell(SIGHUP)}},
    {"ADroppedContWakesUsAlone", ConfigFor(With(OwnGroup(), SIGCONT, 0), kAtTerminal, kCommand),
     GroupsStopped(), Arrives(SIGCONT), Running(), {}},
    {"ContAsPidOneIsJustForwarded", kOwnGroupAsPidOne, Running(), Arrives(SIGCONT),
     Running(Set({SIGCONT})), {Tell(SIGCONT)}},
    {"ADroppedContChangesNothing", ConfigFor(With(OwnGroup(), SIGCONT, 0), kAtTerminal, kCommand),
     Running(), Arrives(SIGCONT), Running(), {}},
    {"NothingFollowsAfterTheEnd", kOwnGroup, Finished(), CommandStopped{{SIGTSTP}}, Finished(), {}},
};

const Row kStatuses[] = {
    {"AListedStatusIsSuccess", kOk, Running(), Exits(kCommand, 3), Finished(),
     {Reap{kCommand}, Exit{0}}},
    {"AnotherIsNot", kOk, Running(), Exits(kCommand, 4), Finished(), {Reap{kCommand}, Exit{4}}},
    {"ZeroStaysSuccess", kOk, Running(), Exits(kCommand, 0), Finished(),
     {Reap{kCommand}, Exit{0}}},
    {"AListedStatusCountsForASignalToo", kOk, Running(Set({15})), Dies(kCommand, SIGTERM),
     Finished(Set({15})), {Reap{kCommand}, Exit{0}}},
    {"ADeathThatCountsAsSuccessIsStillReported", kOk, Running(), Dies(kCommand, SIGTERM),
     Finished(), {NoteCommand{}, Reap{kCommand}, SayReport{{Killed{{SIGTERM}}, 0}}, Exit{0}}},
    {"AStopIsSuccess", kOkStop, Running(Set({15})), Dies(kCommand, SIGTERM), Finished(Set({15})),
     {Reap{kCommand}, Exit{0}}},
    {"AStopAsJavaTellsItIsSuccess", kOkStop, Running(Set({15})), Exits(kCommand, 143),
     Finished(Set({15})), {Reap{kCommand}, Exit{0}}},
    {"WhatNobodyForwardedIsNoStop", kOkStop, Running(Set({2})), Exits(kCommand, 143),
     Finished(Set({2})), {Reap{kCommand}, Exit{143}}},
    {"TheSignalCountsAsItWentOut", ConfigFor(With(OkStop(CommandOnly()), 15, 3), kOrdinary,
     kCommand), Running(Set({3})), Dies(kCommand, SIGQUIT), Finished(Set({3})),
     {Reap{kCommand}, Exit{0}}},
    {"TheLastSignalIsOneToo", kOkStop, Running(Set({64})), Exits(kCommand, 192),
     Finished(Set({64})), {Reap{kCommand}, Exit{0}}},
    {"BeyondTheLastSignalThereIsNone", kOkStop, Running(SignalSet::All()), Exits(kCommand, 193),
     Finished(SignalSet::All()), {Reap{kCommand}, Exit{193}}},
    {"NorIsThereABeforeTheFirst", kOkStop, Running(SignalSet::All()), Exits(kCommand, 128),
     Finished(SignalSet::All()), {Reap{kCommand}, Exit{128}}},
    {"AFailureOfItsOwnIsNoStop", kOkStop, Running(Set({15})), Exits(kCommand, 1),
     Finished(Set({15})), {Reap{kCommand}, Exit{1}}},
};

const Row kReaps[] = {
    {"AStrangerIsToldOfBeforeItIsReaped", ConfigFor(TellingReaps(), kOrdinary, kCommand),
     Running(), Exits(kStranger, 1), Running(),
     {ReportReap{kStranger, Exited{1}}, Reap{kStranger}}},
    {"TheCommandIsNoStranger", ConfigFor(TellingReaps(), kOrdinary, kCommand), Running(),
     Exits(kCommand, 1), Finished(), {Tell(SIGTERM), Reap{kCommand}, Exit{1}}},
};

const Row kPauses[] = {
    {"TermEndsIt", kPause, Running(), Arrives(SIGTERM), Finished(), {Exit{0}}},
    {"InterruptEndsIt", kPause, Running(), Arrives(SIGINT), Finished(), {Exit{0}}},
    {"InterruptOfTheTerminalEndsIt", kPause, Running(), Arrives(SIGINT, kShared), Finished(),
     {Exit{0}}},
    {"AKillThatADeadParentOwesEndsIt", kPause, Running(), Arrives(SIGKILL), Finished(),
     {Exit{137}}},
    {"HangUpDoesNot", kPause, Running(), Arrives(SIGHUP), Running(), {}},
    {"AStopDoesNothing", kPause, Running(), Arrives(SIGTSTP), Running(), {}},
    {"WhoeverEndsIsReaped", kPause, Running(), Dies(kStranger, SIGKILL), ReapedByKernel(),
     {LetKernelReap{kStranger}}},
    {"ARewriteHasNobodyToGoTo", ConfigFor(With({}, 15, 0), kPidOneAlone, kNobody), Running(),
     Arrives(SIGTERM), Finished(), {Exit{0}}},
    {"AnOwnGroupHasNoTerminalToPass", ConfigFor(OwnGroup(), kAtTerminal, kNobody), Running(),
     Arrives(SIGCONT), Running(), {}},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(OwnGroup, Transition, testing::ValuesIn(kOwnGroups), NameOf);
INSTANTIATE_TEST_SUITE_P(Status, Transition, testing::ValuesIn(kStatuses), NameOf);
INSTANTIATE_TEST_SUITE_P(Reaping, Transition, testing::ValuesIn(kReaps), NameOf);
INSTANTIATE_TEST_SUITE_P(Pause, Transition, testing::ValuesIn(kPauses), NameOf);

// Who is judged by its mask stays where it is seen to block none.
TEST(ConfigFor, LetsTheKernelReapWhereNobodyLooksAtTheMask) {
  Surroundings judged = kOrdinary;
  judged.mask = Surroundings::Mask::kJudged;
  EXPECT_EQ(ConfigFor({}, judged, kCommand).kernel_reaping, Config::KernelReaping::kForbidden);
  EXPECT_EQ(ConfigFor({}, kOrdinary, kCommand).kernel_reaping, Config::KernelReaping::kAllowed);
}

TEST(ConfigFor, FollowsNobodyWithoutACommand) {
  EXPECT_EQ(ConfigFor(OwnGroup(), kAtTerminal, kCommand).job_control, Config::JobControl::kFollow);
  EXPECT_EQ(ConfigFor(OwnGroup(), kAtTerminal, kNobody).job_control, Config::JobControl::kNone);
}

}  // namespace
}  // namespace dumb_init::core
