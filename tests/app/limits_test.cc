// The loop and time: it sleeps as long as the policy says, and tells it what is over.
#include <csignal>
#include <string>

#include "app/app_test.h"

namespace dumb_init::testing {
namespace {

core::Settings Graceful(int milliseconds = 5000) {
  core::Settings settings;
  settings.grace = core::Duration{milliseconds};
  return settings;
}

class Limits : public AppTest {
 protected:
  // Since the test began.
  static core::Moment Passed() { return Kernel().now - FakeKernel().now; }
};

TEST_F(Limits, NobodyLeftIsTheEndAtOnce) {
  Kernel().moments = {{Exits(2, 3)}};
  EXPECT_EQ(Supervise(Graceful()), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"end all descendants", "reap 2", "look who is left"}));
  EXPECT_EQ(Passed(), 0);
}

TEST_F(Limits, PidOneTellsEverybodyAtOnce) {
  Kernel().self = core::kPidOne;
  Kernel().moments = {{Exits(2, 3)}};
  EXPECT_EQ(Supervise(Graceful()), 3);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"kill everybody 15", "kill everybody 18", "reap 2", "look who is left"}));
}

TEST_F(Limits, TheRestIsWaitedFor) {
  Kernel().rests = {core::Rest::kChildren, core::Rest::kNobody};
  Kernel().moments = {{Exits(2, 3)}, {Later{700}, Exits(7, 0)}};
  EXPECT_EQ(Supervise(Graceful()), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"end all descendants", "reap 2", "look who is left",
                                             "reap 7", "look who is left"}));
  EXPECT_EQ(Passed(), 700);
}

TEST_F(Limits, WhoDoesNotTellIsLookedAtAgain) {
  Kernel().self = core::kPidOne;
  Kernel().rests = {core::Rest::kOthers, core::Rest::kOthers, core::Rest::kNobody};
  Kernel().moments = {{Exits(2, 3)}};
  EXPECT_EQ(Supervise(Graceful()), 3);
  EXPECT_EQ(Passed(), 200);
}

TEST_F(Limits, WhoIsLeftIsKilledAndThenLeftBehind) {
  Kernel().rests = {core::Rest::kChildren};
  Kernel().moments = {{Exits(2, 3)}};
  EXPECT_EQ(Supervise(Verbose(Graceful())), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"end all descendants", "reap 2", "look who is left",
                                             "kill all descendants", "look who is left"}));
  EXPECT_EQ(Passed(), 6000);
  EXPECT_EQ(Kernel().messages.at(Kernel().messages.size() - 3),
            "[dumb-init] somebody is left who cannot be killed\n");
}

TEST_F(Limits, WithoutProcTheGroupOfTheCommandIsReached) {
  Kernel().fails_with = {{"EndDescendants", ENOENT}, {"KillDescendants", ENOENT}};
  Kernel().rests = {core::Rest::kChildren};
  Kernel().moments = {{Exits(2, 3)}};
  EXPECT_EQ(Supervise(Graceful()), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"end all descendants", "kill -2 15", "kill -2 18",
                                             "reap 2", "look who is left", "kill all descendants",
                                             "kill -2 9", "look who is left"}));
}

TEST_F(Limits, WithoutProcNobodyIsReachedWhereTheGroupIsOurs) {
  Kernel().fails_with = {{"EndDescendants", ENOENT}};
  Kernel().moments = {{Exits(2, 3)}};
  core::Settings settings = SingleChild();
  settings.grace = core::Duration{5000};
  EXPECT_EQ(Supervise(settings), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"end all descendants", "reap 2", "look who is left"}));
}

TEST_F(Limits, ASecondStopRequestKillsWhoIsLeft) {
  Kernel().rests = {core::Rest::kChildren, core::Rest::kChildren, core::Rest::kNobody};
  Kernel().moments = {
      {Arrives(SIGTERM)}, {Exits(2, 3)}, {Later{100}, Arrives(SIGTERM)}, {Dies(7, SIGKILL)}};
  EXPECT_EQ(Supervise(Graceful()), 3);
  EXPECT_EQ(Passed(), 100);
}

TEST_F(Limits, ACommandThatDoesNotStopIsKilled) {
  core::Settings settings = SingleChild();
  settings.kill_after = core::Duration{3000};
  Kernel().moments = {{Arrives(SIGTERM)}, {}, {Dies(2, SIGKILL)}};
  EXPECT_EQ(Supervise(settings), 137);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill 2 15", "kill 2 9", "reap 2"}));
  EXPECT_EQ(Passed(), 3000);
}

TEST_F(Limits, ADelayedSignalGoesOutWithItsValue) {
  core::Settings settings = SingleChild();
  settings.delays.Set({40}, {500});
  Kernel().moments = {
      {ArrivesWithValue(40, {true, 77, 1000, 5})}, {Arrives(SIGHUP)}, {}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"kill 2 1", "queue 2 40 value 5 from 77 uid 1000", "reap 2"}));
  EXPECT_EQ(Passed(), 500);
}

TEST_F(Limits, AFloodOfSignalsHoldsNoTimerUp) {
  core::Settings settings = SingleChild();
  settings.delays.Set({SIGTERM}, {500});
  Kernel().moments = {
      {Arrives(SIGTERM)}, {Later{600}, Arrives(40), Arrives(40), Arrives(40)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"kill 2 40", "kill 2 15", "kill 2 40", "kill 2 40", "reap 2"}));
}

TEST_F(Limits, TimeThatNobodyHadDoesNotCount) {
  Kernel().rests = {core::Rest::kChildren, core::Rest::kNobody};
  Kernel().moments = {
      {Exits(2, 3)}, {Later{3'600'000}, Arrives(SIGCONT)}, {Later{4000}, Exits(7, 0)}};
  EXPECT_EQ(Supervise(Graceful()), 3);
  EXPECT_EQ(Kernel().transcript, (Transcript{"end all descendants", "reap 2", "look who is left",
                                             "reap 7", "look who is left"}))
      << "nobody was killed after the hour";
}

TEST_F(Limits, EverybodyInScopeIsReached) {
  core::Settings settings;
  settings.scope = core::Scope::kAll;
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"signal all descendants 1", "signal all descendants 15", "reap 2"}));
}

TEST_F(Limits, EverybodyInScopeIsReachedAtOnceByPidOne) {
  Kernel().self = core::kPidOne;
  core::Settings settings;
  settings.scope = core::Scope::kAll;
  Kernel().moments = {{ArrivesWithValue(40, {true, 77, 1000, 5})}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill everybody 40", "kill everybody 15", "reap 2"}));
}

TEST_F(Limits, WithoutProcTheScopeIsTheGroup) {
  Kernel().fails_with = {{"SignalDescendants", ENOENT}};
  core::Settings settings = Verbose();
  settings.scope = core::Scope::kAll;
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().transcript.at(1), "kill -2 1");
  EXPECT_EQ(Kernel().messages.at(1), "[dumb-init] /proc: No such file or directory\n");
}

}  // namespace
}  // namespace dumb_init::testing
