// The policy as a table: times, and what comes after the command.
#include <csignal>

#include "unit/core/transition.h"

namespace dumb_init::core {
namespace {

constexpr Timer kKillAfter{Timer::Kind::kKillAfter};
constexpr Timer kGraceTime{Timer::Kind::kGrace};
constexpr Timer kLookAgain{Timer::Kind::kLookAgain};
constexpr Timer kLeftovers{Timer::Kind::kLeftovers};
constexpr Timer kHoldOfTerm{Timer::Kind::kHold, {SIGTERM}};

Settings Graceful(Settings settings = {}) {
  settings.grace = Duration{5000};
  return settings;
}
Settings Limited(Settings settings = CommandOnly()) {
  settings.kill_after = Duration{3000};
  settings.stop_signal = {SIGHUP};
  return settings;
}
Settings Delayed(Settings settings = CommandOnly()) {
  settings.delays.Set({SIGTERM}, {2000});
  return settings;
}
Settings DelayedInterrupt() {
  Settings settings = CommandOnly();
  settings.delays.Set({SIGINT}, {2000});
  return settings;
}
Config Of(const Settings& settings) { return ConfigFor(settings, kOrdinary, kCommand); }

State Holding(SignalSet held, SignalSet forwarded = {}) {
  State state = Running(forwarded);
  state.held = held;
  return state;
}
State Asked(State state, State::Stop stop) {
  state.stop = stop;
  return state;
}
State KilledByUs(State state) {
  state.our_kill = State::OurKill::kSent;
  return state;
}
State After(Phase phase, ShellCode status, State::Stop stop = State::Stop::kNotAsked) {
  State state;
  state.phase = phase;
  state.outcome = {Exited{status}, status};
  state.stop = stop;
  return state;
}
State Ended(State state, const Outcome& outcome) {
  state.phase = state.phase == Phase::kRunning ? Phase::kEnding : state.phase;
  state.outcome = outcome;
  return state;
}
State GraceOver(State state) {
  state.outcome.grace = Outcome::Grace::kOver;
  return state;
}
Outcome Exited3TooLate() { return GraceOver(After(Phase::kKilling, 3)).outcome; }
constexpr Outcome::Cause kTimeOver = Outcome::Cause::kTimeOver;
constexpr State::Stop kReceived = State::Stop::kReceived;
constexpr State::Stop kForwarded = State::Stop::kForwarded;

Event Over(const Timer& timer, const Payload& payload = {}) { return TimerExpired{timer, payload}; }

const Actions kKill{StopTimers{}, NoteKilled{}, KillRest{}, StartTimer{kLeftovers, {1000}},
                    LookAtRest{}};

// clang-format off
const Row kKillAfters[] = {
    {"TermStartsTheTime", Of(Limited()), Running(), Arrives(SIGTERM),
     Asked(Running(Set({15})), kForwarded), {Tell(SIGTERM), StartTimer{kKillAfter, {3000}}}},
    {"SoDoesAnInterrupt", Of(Limited()), Running(), Arrives(SIGINT),
     Asked(Running(Set({2})), kForwarded), {Tell(SIGINT), StartTimer{kKillAfter, {3000}}}},
    {"SoDoesTheSignalThatWasNamed", Of(Limited()), Running(), Arrives(SIGHUP),
     Asked(Running(Set({1})), kForwarded), {Tell(SIGHUP), StartTimer{kKillAfter, {3000}}}},
    {"NoOtherDoes", Of(Limited()), Running(), Arrives(SIGUSR1), Running(Set({10})),
     {Tell(SIGUSR1)}},
    {"OnlyTheFirstCounts", Of(Limited()), Asked(Running(Set({15})), kForwarded), Arrives(SIGTERM),
     Asked(Running(Set({15})), kForwarded), {Tell(SIGTERM)}},
    {"ARewrittenOneCounts", Of(With(Limited(), 15, 3)), Running(), Arrives(SIGTERM),
     Asked(Running(Set({3})), kForwarded), {Tell(SIGQUIT), StartTimer{kKillAfter, {3000}}}},
    {"ADroppedOneDoesNot", Of(With(Limited(), 15, 0)), Running(), Arrives(SIGTERM), Running(), {}},
    {"OneThatTheCommandHasCounts", Of(Limited()), Running(), Arrives(SIGINT, kShared),
     Asked(Running(Set({2})), kForwarded), {StartTimer{kKillAfter, {3000}}}},
    {"AtItsEndTheScopeIsKilled", Of(Limited()), Asked(Running(Set({15})), kForwarded),
     Over(kKillAfter), KilledByUs(Asked(Running(Set({9, 15})), kForwarded)), {Tell(SIGKILL)}},
    {"ThatIsSaid", Of(Limited()), KilledByUs(Running(Set({9, 15}))), Dies(kCommand, SIGKILL),
     KilledByUs(Finished(Set({9, 15}))),
     {NoteCommand{}, Reap{kCommand}, Say(SIGKILL, kTimeOver), Exit{137}}},
    {"ButNotWhenQuiet", Of(Quiet(Limited())), KilledByUs(Running(Set({9, 15}))),
     Dies(kCommand, SIGKILL), KilledByUs(Finished(Set({9, 15}))), {Reap{kCommand}, Exit{137}}},
    {"ItIsNoStopThatIsSuccess", Of(OkStop(Limited())), KilledByUs(Running(Set({9, 15}))),
     Dies(kCommand, SIGKILL), KilledByUs(Finished(Set({9, 15}))),
     {NoteCommand{}, Reap{kCommand}, Say(SIGKILL, kTimeOver), Exit{137}}},
    {"NorIsOneThatTheCommandTellsLate", Of(OkStop(Limited())), KilledByUs(Running(Set({9, 15}))),
     Exits(kCommand, 143), KilledByUs(Finished(Set({9, 15}))),
     {NoteCommand{}, Reap{kCommand}, SayReport{{Exited{143}, 143}}, Exit{143}}},
};

const Row kDelays[] = {
    {"TheSignalIsHeld", Of(Delayed()), Running(), Arrives(SIGTERM), Holding(Set({15})),
     {StartTimer{kHoldOfTerm, {2000}}}},
    {"ItsValueIsKept", Of(Delayed()), Running(), SignalArrived{{SIGTERM}, Origin::kProcess, kValue},
     Holding(Set({15})), {StartTimer{kHoldOfTerm, {2000}, kValue}}},
    {"AndGoesOutWithIt", Of(Delayed()), Holding(Set({15})), Over(kHoldOfTerm, kValue),
     Running(Set({15})), {Forward{{SIGTERM}, kValue}}},
    {"AnotherSignalGoesOutMeanwhile", Of(Delayed()), Holding(Set({15})), Arrives(SIGHUP),
     Holding(Set({15}), Set({1})), {Tell(SIGHUP)}},
    {"WhatTheCommandHasCannotBeHeld", Of(DelayedInterrupt()), Running(), Arrives(SIGINT, kShared),
     Running(Set({2})), {}},
    {"TheSecondOneGoesOutAtOnce", Of(Delayed()), Holding(Set({15})), Arrives(SIGTERM),
     Running(Set({15})), {StopTimer{kHoldOfTerm}, Tell(SIGTERM)}},
    {"TheThirdOneIsHeldAgain", Of(Delayed()), Running(Set({15})), Arrives(SIGTERM),
     Holding(Set({15}), Set({15})), {StartTimer{kHoldOfTerm, {2000}}}},
    {"WhatIsNotHeldDoesNotGoOut", Of(Delayed()), Running(), Over(kHoldOfTerm), Running(), {}},
    {"TheEndOfTheCommandEndsTheHold", Of(Delayed()), Holding(Set({15})), Exits(kCommand, 3),
     Finished(), {Reap{kCommand}, Exit{3}}},
    {"WhatIsDroppedIsNotHeld", Of(With(Delayed(), 15, 0)), Running(), Arrives(SIGTERM), Running(),
     {}},
    {"WhatGoesOutIsWhatTheRewritesSay", Of(With(Delayed(), 15, 3)), Holding(Set({15})),
     Over(kHoldOfTerm), Running(Set({3})), {Tell(SIGQUIT)}},
    {"TheTimeToKillCountsFromTheForwarding", Of(Limited(Delayed())), Holding(Set({15})),
     Over(kHoldOfTerm), Asked(Running(Set({15})), kForwarded),
     {Tell(SIGTERM), StartTimer{kKillAfter, {3000}}}},
};

const Row kGraces[] = {
    {"TheRestIsToldWhenTheCommandHasEnded", Of(Graceful()), Running(), Exits(kCommand, 3),
     After(Phase::kEnding, 3),
     {StopTimers{}, NoteCommand{}, TellRest{}, Reap{kCommand}, StartTimer{kGraceTime, {5000}}, LookAtRest{}}},
    {"WeReapAgainToWaitForTheRest", Of(Graceful()), ReapedByKernel(), Exits(kCommand, 3),
     After(Phase::kEnding, 3),
     {StopTimers{}, NoteCommand{}, ReapOurselves{}, TellRest{}, Reap{kCommand},
      StartTimer{kGraceTime, {5000}}, LookAtRest{}}},
    {"WhatIsNeverToldIsNotNoted", Of(Quiet(Graceful())), Running(), Exits(kCommand, 3),
     After(Phase::kEnding, 3),
     {StopTimers{}, TellRest{}, Reap{kCommand}, StartTimer{kGraceTime, {5000}}, LookAtRest{}}},
    {"ADeathIsSaidAtTheEnd", Of(Graceful()), Ended(Running(), WasKilled(SIGSEGV)),
     RestSeen{Rest::kNobody}, Ended(Finished(), WasKilled(SIGSEGV)), {Say(SIGSEGV), Exit{139}}},
    {"SoItIsFiled", Of(Filed(Graceful())), Ended(Running(), WasKilled(SIGSEGV)),
     RestSeen{Rest::kNobody}, Ended(Finished(), WasKilled(SIGSEGV)),
     {Say(SIGSEGV), FileReport{WasKilled(SIGSEGV)}, Exit{139}}},
    {"TheTerminalIsTakenBackAtOnce", ConfigFor(Graceful(OwnGroup()), kAtTerminal, kCommand),
     Running(), Exits(kCommand, 0), After(Phase::kEnding, 0),
     {StopTimers{}, NoteCommand{}, TellRest{}, kToOurselves, Reap{kCommand}, StartTimer{kGraceTime, {5000}},
      LookAtRest{}}},
    {"NobodyLeftIsTheEnd", Of(Graceful()), After(Phase::kEnding, 3), RestSeen{Rest::kNobody},
     After(Phase::kDone, 3), {Exit{3}}},
    {"ChildrenTellOfThemselves", Of(Graceful()), After(Phase::kEnding, 3),
     RestSeen{Rest::kChildren}, After(Phase::kEnding, 3), {}},
    {"OthersAreLookedAtAgain", Of(Graceful()), After(Phase::kEnding, 3), RestSeen{Rest::kOthers},
     After(Phase::kEnding, 3), {StartTimer{kLookAgain, {100}}}},
    {"AsOftenAsNeedBe", Of(Graceful()), After(Phase::kEnding, 3), Over(kLookAgain),
     After(Phase::kEnding, 3), {LookAtRest{}}},
    {"WhoeverEndsIsReaped", Of(Graceful()), After(Phase::kEnding, 3), Exits(kStranger, 1),
     After(Phase::kEnding, 3), {Reap{kStranger}, LookAtRest{}}},
    {"WhoIsLeftAtTheEndIsKilled", Of(Graceful()), After(Phase::kEnding, 3), Over(kGraceTime),
     GraceOver(After(Phase::kKilling, 3)), kKill},
    {"OrKilledUnnotedWhereNobodyHearsOfIt", Of(Quiet(Graceful())), After(Phase::kEnding, 3),
     Over(kGraceTime), GraceOver(After(Phase::kKilling, 3)),
     {StopTimers{}, KillRest{}, StartTimer{kLeftovers, {1000}}, LookAtRest{}}},
    {"ThatTheGraceWasOverIsSaid", Of(Graceful()), GraceOver(After(Phase::kKilling, 3)),
     RestSeen{Rest::kNobody}, GraceOver(After(Phase::kDone, 3)), {SayReport{Exited3TooLate()}, Exit{3}}},
    {"AlsoOfThoseLeftBehind", Of(Graceful()), GraceOver(After(Phase::kKilling, 3)),
     Over(kLeftovers), GraceOver(After(Phase::kDone, 3)),
     {ReportLeftovers{}, SayReport{Exited3TooLate()}, Exit{3}}},
    {"ThatSomebodyWasInAHurryIsNot", Of(Graceful()), After(Phase::kKilling, 3, kReceived),
     RestSeen{Rest::kNobody}, After(Phase::kDone, 3, kReceived), {Exit{3}}},
    {"TheFirstStopRequestIsNoHurry", Of(Graceful()), After(Phase::kEnding, 3), Arrives(SIGTERM),
     After(Phase::kEnding, 3, kReceived), {}},
    {"TheSecondOneIs", Of(Graceful()), After(Phase::kEnding, 3, kReceived), Arrives(SIGINT),
     After(Phase::kKilling, 3, kReceived), kKill},
    {"AlsoWhereTheFirstWentToTheCommand", Of(Graceful(Limited())),
     After(Phase::kEnding, 3, kForwarded), Arrives(SIGHUP),
     After(Phase::kKilling, 3, kForwarded), kKill},
    {"NoOtherSignalDoesAnything", Of(Graceful()), After(Phase::kEnding, 3, kReceived),
     Arrives(SIGUSR1), After(Phase::kEnding, 3, kReceived), {}},
    {"AStopRequestIsRemembered", Of(Graceful()), Running(), Arrives(SIGTERM),
     Asked(Running(Set({15})), kReceived), {Tell(SIGTERM)}},
    {"AnotherSignalIsNone", Of(Graceful()), Running(), Arrives(SIGUSR1), Running(Set({10})),
     {Tell(SIGUSR1)}},
    {"NoGraceIsOverBeforeTheCommandEnds", Of(Graceful()), Running(), Over(kGraceTime), Running(),
     {}},
    {"NobodyIsTheRestBeforeThat", Of(Graceful()), Running(), RestSeen{Rest::kNobody}, Running(),
     {}},
    {"ItIsRememberedOnce", Of(Graceful()), Asked(Running(Set({15})), kReceived), Arrives(SIGTERM),
     Asked(Running(Set({15})), kReceived), {Tell(SIGTERM)}},
    {"AReportThatIsFiledIsNotedAlsoWhenQuiet", Of(Filed(Quiet(Graceful()))), Running(),
     Exits(kCommand, 3), After(Phase::kEnding, 3),
     {StopTimers{}, NoteCommand{}, TellRest{}, Reap{kCommand}, StartTimer{kGraceTime, {5000}},
      LookAtRest{}}},
    {"WhoGetsTheCommandsPidIsAStranger", Of(Graceful()), After(Phase::kEnding, 3),
     Exits(kCommand, 1), After(Phase::kEnding, 3), {Reap{kCommand}, LookAtRest{}}},
    {"NobodyIsFollowedAnyMore", ConfigFor(Graceful(OwnGroup()), kAtTerminal, kCommand),
     After(Phase::kEnding, 3), CommandStopped{{SIGTSTP}}, After(Phase::kEnding, 3), {}},
    {"TheGraceIsOverOnce", Of(Graceful()), After(Phase::kKilling, 3), Over(kGraceTime),
     After(Phase::kKilling, 3), {}},
    {"NobodyIsLeftBehindWhoWasNotKilled", Of(Graceful()), After(Phase::kEnding, 3),
     Over(kLeftovers), After(Phase::kEnding, 3), {}},
    {"TheKilledAreReapedToo", Of(Graceful()), After(Phase::kKilling, 3), Dies(kStranger, SIGKILL),
     After(Phase::kKilling, 3), {Reap{kStranger}, LookAtRest{}}},
    {"NobodyLeftIsTheEndThere", Of(Graceful()), After(Phase::kKilling, 3),
     RestSeen{Rest::kNobody}, After(Phase::kDone, 3), {Exit{3}}},
    {"WhoCannotBeKilledIsLeftBehind", Of(Graceful()), After(Phase::kKilling, 3), Over(kLeftovers),
     After(Phase::kDone, 3), {ReportLeftovers{}, Exit{3}}},
    {"NothingIsKilledTwice", Of(Graceful()), After(Phase::kKilling, 3, kReceived),
     Arrives(SIGTERM), After(Phase::kKilling, 3, kReceived), {}},
    {"AfterTheEndNobodyIsLookedAt", Of(Graceful()), After(Phase::kDone, 3),
     RestSeen{Rest::kOthers}, After(Phase::kDone, 3), {}},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(KillAfter, Transition, testing::ValuesIn(kKillAfters), NameOf);
INSTANTIATE_TEST_SUITE_P(Delay, Transition, testing::ValuesIn(kDelays), NameOf);
INSTANTIATE_TEST_SUITE_P(Grace, Transition, testing::ValuesIn(kGraces), NameOf);

TEST(ConfigFor, SaysFarewellToWhoeverGetsSignals) {
  Settings settings;
  EXPECT_EQ(Of(settings).farewell.number, SIGTERM);
  settings.scope = Scope::kAll;
  EXPECT_EQ(Of(settings).farewell.number, SIGTERM);
  settings.scope = Scope::kCommand;
  EXPECT_EQ(Of(settings).farewell, kNoSignal);
  EXPECT_EQ(Of(Graceful()).farewell, kNoSignal) << "the rest is told instead";
}

TEST(ConfigFor, KnowsWhoLeadsAGroup) {
  EXPECT_EQ(Of({}).group, Config::Group::kOwn);
  EXPECT_EQ(Of(OwnGroup()).group, Config::Group::kOwn);
  EXPECT_EQ(Of(CommandOnly()).group, Config::Group::kOurs);
}

}  // namespace
}  // namespace dumb_init::core
