// The policy as a table: signals, the terminal, and how the run ends.
#include <csignal>

#include "unit/core/transition.h"

namespace dumb_init::core {
namespace {

// clang-format off
const Row kSignals[] = {
    {"TermIsForwarded", kGroup, Running(), Arrives(SIGTERM),
     Running(Set({15})), {Tell(SIGTERM)}},
    {"ASecondTermIsForwardedToo", kGroup, Running(Set({15})), Arrives(SIGTERM),
     Running(Set({15})), {Tell(SIGTERM)}},
    {"TheHighestSignalIsForwarded", kGroup, Running(), Arrives(64),
     Running(Set({64})), {Tell(64)}},
    {"ASignalThatALibcKeepsForItselfIsForwarded", kGroup, Running(), Arrives(32),
     Running(Set({32})), {Tell(32)}},
    {"AValueGoesAlong", kGroup, Running(), SignalArrived{{40}, Origin::kProcess, kValue},
     Running(Set({40})), {Forward{{40}, kValue}}},
    {"ContIsForwarded", kGroup, Running(), Arrives(SIGCONT),
     Running(Set({SIGCONT})), {Tell(SIGCONT)}},
    {"ChildSignalIsNotForwarded", kGroup, Running(), Arrives(SIGCHLD), Running(), {}},
    {"ChildSignalFromTheKernelIsNotForwarded", kGroup, Running(), Arrives(SIGCHLD, Origin::kKernel),
     Running(), {}},
    {"ChildSignalIsNotRewritten", ConfigFor(With({}, SIGCHLD, SIGTERM), kOrdinary, kCommand),
     Running(), Arrives(SIGCHLD), Running(), {}},
    {"BrokenPipeOfOurOwnIsNotForwarded", kGroup, Running(), Arrives(SIGPIPE, Origin::kOurselves),
     Running(), {}},
    {"BrokenPipeFromAProcessIsForwarded", kGroup, Running(), Arrives(SIGPIPE),
     Running(Set({SIGPIPE})), {Tell(SIGPIPE)}},
    {"HangUpFromTheKernelIsForwarded", kGroup, Running(), Arrives(SIGHUP, Origin::kKernel),
     Running(Set({SIGHUP})), {Tell(SIGHUP)}},
    {"HangUpIsForwardedAlsoWhereTheGroupIsShared", kAlone, Running(), Arrives(SIGHUP, kShared),
     Running(Set({SIGHUP})), {Tell(SIGHUP)}},
    {"RewrittenSignalGoesOutAsTheOther", ConfigFor(With({}, 15, 3), kOrdinary, kCommand),
     Running(), Arrives(SIGTERM), Running(Set({3})), {Tell(SIGQUIT)}},
    {"SignalRewrittenToKillGoesOutAsKill", ConfigFor(With({}, 15, 9), kOrdinary, kCommand),
     Running(), Arrives(SIGTERM), Running(Set({9})), {Tell(SIGKILL)}},
    {"DroppedSignalGoesNowhere", ConfigFor(With({}, 15, 0), kOrdinary, kCommand),
     Running(), Arrives(SIGTERM), Running(), {}},
};

const Row kTerminalSignals[] = {
    {"TerminalStopBecomesStopAndStopsUsToo", kGroup, Running(), Arrives(SIGTSTP),
     Running(Set({SIGSTOP})), {Tell(SIGSTOP), StopSelf{}}},
    {"BackgroundReadBecomesStopAndStopsUsToo", kGroup, Running(), Arrives(SIGTTIN),
     Running(Set({SIGSTOP})), {Tell(SIGSTOP), StopSelf{}}},
    {"BackgroundWriteBecomesStopAndStopsUsToo", kGroup, Running(), Arrives(SIGTTOU),
     Running(Set({SIGSTOP})), {Tell(SIGSTOP), StopSelf{}}},
    {"TerminalStopRewrittenStillStopsUs", ConfigFor(With({}, SIGTSTP, 1), kOrdinary, kCommand),
     Running(), Arrives(SIGTSTP), Running(Set({1})), {Tell(SIGHUP), StopSelf{}}},
    {"TerminalStopDroppedStopsNobody", ConfigFor(With({}, SIGTSTP, 0), kOrdinary, kCommand),
     Running(), Arrives(SIGTSTP), Running(), {}},
    {"OtherSignalRewrittenToStopDoesNotStopUs",
     ConfigFor(With({}, 15, SIGSTOP), kOrdinary, kCommand),
     Running(), Arrives(SIGTERM), Running(Set({SIGSTOP})), {Tell(SIGSTOP)}},
    {"OtherSignalRewrittenToTerminalStopDoesNotStopUs",
     ConfigFor(With({}, 15, SIGTSTP), kOrdinary, kCommand),
     Running(), Arrives(SIGTERM), Running(Set({SIGTSTP})), {Tell(SIGTSTP)}},
    {"PidOneNeverStops", kGroupAsPidOne, Running(), Arrives(SIGTSTP),
     Running(Set({SIGSTOP})), {Tell(SIGSTOP)}},
    {"ForTheCommandAloneTerminalStopGoesAsItIs", kAlone, Running(), Arrives(SIGTSTP),
     Running(Set({SIGTSTP})), {Tell(SIGTSTP), StopSelf{}}},
    {"InterruptTheCommandHasIsNotForwardedAgain", kAlone, Running(), Arrives(SIGINT, kShared),
     Running(Set({SIGINT})), {}},
    {"QuitTheCommandHasIsNotForwardedAgain", kAlone, Running(), Arrives(SIGQUIT, kShared),
     Running(Set({SIGQUIT})), {}},
    {"ResizeTheCommandHasIsNotForwardedAgain", kAlone, Running(), Arrives(SIGWINCH, kShared),
     Running(Set({SIGWINCH})), {}},
    {"TerminalStopTheCommandHasStillStopsUs", kAlone, Running(), Arrives(SIGTSTP, kShared),
     Running(Set({SIGTSTP})), {StopSelf{}}},
    {"TerminalStopTheCommandHasDoesNotStopPidOne", kAloneAsPidOne, Running(),
     Arrives(SIGTSTP, kShared), Running(Set({SIGTSTP})), {}},
    {"InterruptTheCommandHasIsNotRewritten",
     ConfigFor(With(CommandOnly(), 2, 15), kOrdinary, kCommand),
     Running(), Arrives(SIGINT, kShared), Running(Set({SIGINT})), {}},
    {"InterruptFromAProcessIsForwarded", kAlone, Running(), Arrives(SIGINT),
     Running(Set({SIGINT})), {Tell(SIGINT)}},
    {"InterruptOfAGroupTheCommandIsNotInIsForwarded", kGroup, Running(),
     Arrives(SIGINT, Origin::kKernel), Running(Set({SIGINT})), {Tell(SIGINT)}},
    {"InterruptOlderThanTheCommandIsForwarded", kAlone, Running({}, Set({SIGINT})),
     Arrives(SIGINT, kShared), Running(Set({SIGINT})), {Tell(SIGINT)}},
    {"TheNextInterruptIsYoungerThanTheCommand", kAlone, Running(Set({SIGINT})),
     Arrives(SIGINT, kShared), Running(Set({SIGINT})), {}},
    {"AnOlderSignalStaysOlderUntilItComes", kAlone, Running({}, Set({SIGINT, SIGTSTP})),
     Arrives(SIGINT, kShared), Running(Set({SIGINT}), Set({SIGTSTP})), {Tell(SIGINT)}},
};

const Row kEndings[] = {
    {"OrphanIsReapedSilently", kGroup, Running(), Exits(kStranger, 0), Running(),
     {Reap{kStranger}}},
    {"OrphanThatWasKilledIsReapedSilently", kGroup, Running(), Dies(kStranger, SIGSEGV), Running(),
     {Reap{kStranger}}},
    {"CommandEndsTheRunAfterItsGroupWasTold", kGroup, Running(), Exits(kCommand, 3), Finished(),
     {Tell(SIGTERM), Reap{kCommand}, Exit{3}}},
    {"TheFarewellGoesThroughTheRewrites", ConfigFor(With({}, 15, 3), kOrdinary, kCommand),
     Running(), Exits(kCommand, 0), Finished(), {Tell(SIGQUIT), Reap{kCommand}, Exit{0}}},
    {"ADroppedFarewellIsNoFarewell", ConfigFor(With({}, 15, 0), kOrdinary, kCommand),
     Running(), Exits(kCommand, 0), Finished(), {Reap{kCommand}, Exit{0}}},
    {"TheCommandAloneLeavesNobodyToTell", kAlone, Running(), Exits(kCommand, 255), Finished(),
     {Reap{kCommand}, Exit{255}}},
    {"DeathByASignalNobodyAskedForIsReported", kGroup, Running(), Dies(kCommand, SIGSEGV),
     Finished(), {NoteCommand{}, Tell(SIGTERM), Reap{kCommand}, Say(SIGSEGV), Exit{139}}},
    {"TheReportSaysThatCoreWasDumped", kAlone, Running(), DumpsCore(kCommand, SIGABRT), Finished(),
     {NoteCommand{}, Reap{kCommand},
      SayReport{{Killed{{SIGABRT}, CoreDump::kWritten}, 134}}, Exit{134}}},
    {"DeathByAKillNobodySentThroughUsIsReported", kAlone, Running(Set({15})),
     Dies(kCommand, SIGKILL), Finished(Set({15})), {NoteCommand{}, Reap{kCommand}, Say(SIGKILL), Exit{137}}},
    {"DeathByAForwardedSignalIsNoNews", kAlone, Running(Set({15})), Dies(kCommand, SIGTERM),
     Finished(Set({15})), {Reap{kCommand}, Exit{143}}},
    {"DeathByTheReceivedSignalIsNewsWhereAnotherWentOut",
     ConfigFor(With(CommandOnly(), 15, 3), kOrdinary, kCommand), Running(Set({3})),
     Dies(kCommand, SIGTERM), Finished(Set({3})), {NoteCommand{}, Reap{kCommand}, Say(SIGTERM), Exit{143}}},
    {"DeathByTheFarewellItselfCannotBeAndIsNews", kGroup, Running(), Dies(kCommand, SIGTERM),
     Finished(), {NoteCommand{}, Tell(SIGTERM), Reap{kCommand}, Say(SIGTERM), Exit{143}}},
    {"ABrokenPipeIsNoNews", kAlone, Running(), Dies(kCommand, SIGPIPE), Finished(),
     {Reap{kCommand}, Exit{141}}},
    {"AnInterruptIsNewsWithoutATerminal", kAlone, Running(), Dies(kCommand, SIGINT), Finished(),
     {NoteCommand{}, Reap{kCommand}, Say(SIGINT), Exit{130}}},
    {"AnInterruptIsNoNewsAtATerminal", ConfigFor(CommandOnly(), kAtTerminal, kCommand), Running(),
     Dies(kCommand, SIGINT), Finished(), {Reap{kCommand}, Exit{130}}},
    {"NothingIsNewsWhenQuiet", ConfigFor(Quiet(), kOrdinary, kCommand), Running(),
     Dies(kCommand, SIGSEGV), Finished(), {Tell(SIGTERM), Reap{kCommand}, Exit{139}}},
    {"EverythingIsSaidWhenVerbose", ConfigFor(Verbose(), kOrdinary, kCommand), Running(),
     Exits(kCommand, 3), Finished(),
     {NoteCommand{}, Tell(SIGTERM), Reap{kCommand}, SayReport{Exited3()}, Exit{3}}},
    {"QuietBeatsVerbose", ConfigFor(Verbose(Quiet()), kOrdinary, kCommand), Running(),
     Dies(kCommand, SIGSEGV), Finished(), {Tell(SIGTERM), Reap{kCommand}, Exit{139}}},
    {"EverythingIsFiledWhereThatWasAskedFor", ConfigFor(Filed(Quiet()), kOrdinary, kCommand),
     Running(), Exits(kCommand, 3), Finished(),
     {NoteCommand{}, Tell(SIGTERM), Reap{kCommand}, FileReport{Exited3()}, Exit{3}}},
    {"WhatIsNewsIsSaidAndFiled", ConfigFor(Filed(), kOrdinary, kCommand), Running(),
     Dies(kCommand, SIGSEGV), Finished(),
     {NoteCommand{}, Tell(SIGTERM), Reap{kCommand}, Say(SIGSEGV), FileReport{WasKilled(SIGSEGV)},
      Exit{139}}},
    {"TheFileTellsWhatWasForwarded", ConfigFor(Filed(), kOrdinary, kCommand), Running(Set({15})),
     Dies(kCommand, SIGTERM), Finished(Set({15})),
     {NoteCommand{}, Tell(SIGTERM), Reap{kCommand},
      FileReport{WasKilled(SIGTERM, Outcome::Cause::kForwarded)}, Exit{143}}},
    {"TheStatusThatIsToldIsTheOneWeLeaveWith",
     ConfigFor(Filed(Ok(CommandOnly(), {3})), kOrdinary, kCommand), Running(), Exits(kCommand, 3),
     Finished(), {NoteCommand{}, Reap{kCommand}, FileReport{{Exited{3}, 0}}, Exit{0}}},
    {"NothingIsForwardedAfterTheEnd", kGroup, Finished(), Arrives(SIGTERM), Finished(), {}},
    {"NothingIsReapedAfterTheEnd", kGroup, Finished(), Exits(kStranger, 0), Finished(), {}},
    {"TheCommandCannotEndTwice", kGroup, Finished(), Exits(kCommand, 0), Finished(), {}},
};
// clang-format on

TEST_P(Transition, MatchesItsRow) {
  const Row& row = GetParam();
  const Step step = Advance(row.config, row.before, row.event);
  EXPECT_EQ(step.next, row.after);
  EXPECT_EQ(step.actions, row.actions);
}

INSTANTIATE_TEST_SUITE_P(Signals, Transition, testing::ValuesIn(kSignals), NameOf);
INSTANTIATE_TEST_SUITE_P(Terminal, Transition, testing::ValuesIn(kTerminalSignals), NameOf);
INSTANTIATE_TEST_SUITE_P(Endings, Transition, testing::ValuesIn(kEndings), NameOf);

}  // namespace
}  // namespace dumb_init::core
