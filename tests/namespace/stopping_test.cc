// The terminal's stop signals: who stops, and that CONT wakes everyone.
#include <csignal>
#include <string>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

bool IsStopped(const std::string& state) { return state.starts_with("T"); }
bool IsNotStopped(const std::string& state) { return !state.starts_with("T"); }

std::string StateOnceStopped(pid_t pid) { return Guest::WaitForStatus(pid, "State", IsStopped); }

constexpr int kTerminalStops[] = {SIGTSTP, SIGTTIN, SIGTTOU};

class Stopping : public StandTest {
 protected:
  // Waits until the init has done everything about the signals sent so far, if it is awake.
  static void Settle(Guest& guest, const std::string& answer) {
    guest.Send(SIGUSR1);
    ASSERT_EQ(guest.ReadLine(), answer);
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, Stopping, EveryStand(), StandName);

TEST_P(Stopping, ByATerminalStopTakesTheInitAlongAndContWakesBoth) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  for (const int signal : kTerminalStops) {
    guest.Send(signal);
    if (!OwnSession()) {
      EXPECT_EQ(guest.ReadLine(), std::to_string(signal)) << "handlers get it as it is";
    } else {
      EXPECT_TRUE(IsStopped(StateOnceStopped(command)));
    }
    if (!PidOne()) {
      EXPECT_TRUE(IsStopped(StateOnceStopped(guest.pid())));
    }
    guest.Send(SIGCONT);
    EXPECT_EQ(guest.ReadLine(), "18");
    Settle(guest, "10");
    EXPECT_TRUE(IsNotStopped(Guest::Status(guest.pid(), "State")));
    EXPECT_TRUE(IsNotStopped(Guest::Status(command, "State")));
  }
}

// dumb-init froze commands that handle these signals themselves; with a rewrite to itself, or with
// -c, the handler gets them.
TEST_P(Stopping, IsLeftToTheCommandsHandlerWhenASignalIsRewrittenToItself) {
  Guest guest(HereRewriting("TSTP:TSTP,TTIN:TTIN,TTOU:TTOU", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (const int signal : kTerminalStops) {
    guest.Send(signal);
    EXPECT_EQ(guest.ReadLine(), std::to_string(signal));
    if (!PidOne()) {
      EXPECT_TRUE(IsStopped(StateOnceStopped(guest.pid())));
    }
    guest.Send(SIGCONT);
    EXPECT_EQ(guest.ReadLine(), "18");
  }
}

TEST_P(Stopping, TakesTheInitAlongAlsoWhenTheCommandGetsSomethingElse) {
  Guest guest(HereRewriting("TSTP:TERM,TTIN:USR2,TTOU:40", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const std::string rewritten[] = {"15", "12", "40"};
  for (int i = 0; i < 3; ++i) {
    guest.Send(kTerminalStops[i]);
    EXPECT_EQ(guest.ReadLine(), rewritten[i]);
    if (!PidOne()) {
      EXPECT_TRUE(IsStopped(StateOnceStopped(guest.pid())));
    }
    guest.Send(SIGCONT);
    EXPECT_EQ(guest.ReadLine(), "18");
  }
}

TEST_P(Stopping, DoesNotHappenToAnyoneWhenRewrittenToZero) {
  Guest guest(HereRewriting("20:0,21:0,22:0", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (const int signal : kTerminalStops) {
    guest.Send(signal);
    // Its number is higher, so it is looked at later.
    guest.Send(40);
    EXPECT_EQ(guest.ReadLine(), "40");
    Settle(guest, "10");
  }
}

// A stop throws away a SIGCONT that is waiting (signal(7)). The init looks for one right before it
// stops itself, but nothing in the kernel does both at once; so where the init can be stopped, a
// CONT that hits the moment between leaves it stopped until the next one. PID 1 never is.
void WakeIfStopped(Guest& guest) {
  Eventually([&] {
    const std::string state = Guest::Status(guest.pid(), "State");
    if (IsStopped(state)) {
      guest.Send(SIGCONT);
      return false;
    }
    return state.starts_with("S") && Guest::Status(guest.pid(), "ShdPnd") == "0000000000000000";
  });
}

TEST_P(Stopping, AndGoingOnAtOnceLeavesBothRunningEveryTime) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int i = 0; i < 500; ++i) {
    guest.Send(SIGTSTP);
    guest.Send(SIGCONT);
    if (GetParam().place == Place::kOrdinary) {
      WakeIfStopped(guest);
    }
    guest.Send(SIGUSR1);
    ASSERT_EQ(guest.ReadUntil("10"), "10") << "round " << i;
  }
  EXPECT_TRUE(IsNotStopped(Guest::Status(guest.CommandPid(), "State")));
  EXPECT_TRUE(IsNotStopped(Guest::Status(guest.pid(), "State")));
}

TEST_P(Stopping, AndGoingOnManyTimesInARowLeavesBothRunning) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int i = 0; i < 500; ++i) {
    guest.Send(kTerminalStops[i % 3]);
    guest.Send(SIGCONT);
  }
  if (GetParam().place == Place::kOrdinary) {
    WakeIfStopped(guest);
  }
  guest.Send(SIGUSR1);
  EXPECT_EQ(guest.ReadUntil("10"), "10");
  EXPECT_TRUE(IsNotStopped(Guest::Status(guest.CommandPid(), "State")));
  EXPECT_TRUE(IsNotStopped(Guest::Status(guest.pid(), "State")));
}

// A stopped command is not an ended one.
TEST_P(Stopping, TheCommandAloneIsNotItsEnd) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(::kill(command, SIGSTOP), 0);
    ASSERT_TRUE(IsStopped(StateOnceStopped(command)));
    guest.Send(SIGCHLD);
    guest.Send(SIGCONT);
    EXPECT_EQ(guest.ReadLine(), "18");
  }
  EXPECT_TRUE(guest.Alive());
}

// An outsider may stop the init itself; nothing is lost meanwhile.
TEST_P(Stopping, TheInitAloneOnlyHoldsItsSignalsUp) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGSTOP);
  ASSERT_TRUE(IsStopped(StateOnceStopped(guest.pid())));
  EXPECT_TRUE(IsNotStopped(Guest::Status(guest.CommandPid(), "State")));
  guest.Send(SIGTERM);
  guest.Send(SIGHUP);
  guest.Send(SIGCONT);
  EXPECT_EQ(guest.ReadLine(), "1");
  EXPECT_EQ(guest.ReadLine(), "15");
  EXPECT_EQ(guest.ReadLine(), "18");
}

TEST_P(Stopping, TheInitWhileTheCommandEndsOnlyDelaysTheStatus) {
  Guest guest(Here({Program("signal_echo"), "-e", "10"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  guest.Send(SIGSTOP);
  ASSERT_TRUE(IsStopped(StateOnceStopped(guest.pid())));
  ASSERT_EQ(::kill(command, SIGUSR1), 0);
  EXPECT_EQ(guest.ReadLine(), "10");
  guest.Send(SIGCONT);
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

}  // namespace
}  // namespace dumb_init::testing
