// Forwarding: whatever reaches the init reaches the command.
#include <csignal>
#include <map>
#include <string>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

bool CanBeCaught(int signal) { return signal != SIGKILL && signal != SIGSTOP; }

bool IsTerminalStop(int signal) {
  return signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

class Forwarding : public StandTest {
 protected:
  // Terminal stop signals are another file's business, save where they go as they are and stop
  // nobody.
  static bool GoesAsItIs(int signal) {
    return CanBeCaught(signal) && signal != SIGCHLD &&
           (!IsTerminalStop(signal) || (PidOne() && !OwnSession()));
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, Forwarding, EveryStand(), StandName);

TEST_P(Forwarding, EachSignalFromOutsideReachesTheCommandOnce) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int signal = 1; signal <= 64; ++signal) {
    if (GoesAsItIs(signal)) {
      guest.Send(signal);
      ASSERT_EQ(guest.ReadLine(), std::to_string(signal));
    }
  }
}

// tini and catatonit drop TTIN, TTOU and the fault signals; dumb-init read past the end of a table
// for real-time ones.
TEST_P(Forwarding, EachSignalFromInsideReachesTheCommandOnce) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int signal = 1; signal <= 64; ++signal) {
    if (GoesAsItIs(signal)) {
      guest.SendFromInside(signal);
      ASSERT_EQ(guest.ReadLine(), std::to_string(signal));
    }
  }
}

TEST_P(Forwarding, ChildSignalsStayWithTheInit) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGCHLD);
  guest.SendFromInside(SIGCHLD);
  guest.Send(SIGUSR1);
  EXPECT_EQ(guest.ReadLine(), "10");
  guest.Send(SIGUSR2);
  EXPECT_EQ(guest.ReadLine(), "12");
}

TEST_P(Forwarding, RealTimeSignalsKeepTheirCount) {
  constexpr int kEach = 1000;
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGSTOP);
  guest.WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'T'; });
  for (int i = 0; i < kEach; ++i) {
    for (const int signal : {34, 40, 64}) {
      guest.Send(signal);
    }
  }
  guest.Send(SIGCONT);
  EXPECT_EQ(guest.ReadLine(), "18");
  std::map<std::string, int> seen;
  for (int i = 0; i < 3 * kEach; ++i) {
    ++seen[guest.ReadLine()];
  }
  EXPECT_EQ(seen, (std::map<std::string, int>{{"34", kEach}, {"40", kEach}, {"64", kEach}}));
  guest.Send(SIGUSR1);
  EXPECT_EQ(guest.ReadLine(), "10") << "nothing came twice";
}

TEST_P(Forwarding, RealTimeSignalsKeepTheirCountWhileTheInitIsBusy) {
  constexpr int kCount = 5000;
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int i = 0; i < kCount; ++i) {
    guest.Send(35);
  }
  for (int i = 0; i < kCount; ++i) {
    ASSERT_EQ(guest.ReadLine(), "35");
  }
  guest.Send(SIGUSR1);
  EXPECT_EQ(guest.ReadLine(), "10");
}

TEST_P(Forwarding, MoreThanTheQueueHoldsIsSurvived) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.words.insert(setup.words.begin(), {"/usr/bin/prlimit", "--sigpending=16"});
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGSTOP);
  guest.WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'T'; });
  for (int i = 0; i < 1000; ++i) {
    guest.Send(34);
  }
  guest.Send(SIGCONT);
  EXPECT_EQ(guest.ReadUntil("34"), "34");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadUntil("15"), "15");
  EXPECT_TRUE(guest.Alive());
}

// dumb-init's musl build swallowed signal 64, the last one.
TEST_P(Forwarding, TheLastRealTimeSignalIsForwardedAgainAndAgain) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int i = 0; i < 10; ++i) {
    guest.Send(64);
    ASSERT_EQ(guest.ReadLine(), "64");
  }
}

// Signals that go to one process keep the value that sigqueue(3) gave them.
constexpr Mode kAlone[] = {Mode::kSingleChild, Mode::kTini, Mode::kCatatonit};

class Payload : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Payload, StandsIn(kAlone), StandName);

TEST_P(Payload, ReachesASingleChildUnchanged) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (const int value : {7, 0, -1, 2147483647}) {
    guest.Queue(40, value);
    EXPECT_EQ(guest.ReadLine(), "40 " + std::to_string(value));
  }
  guest.Queue(SIGUSR1, 11);
  EXPECT_EQ(guest.ReadLine(), "10 11");
}

TEST_P(Payload, GoesWithARewrittenSignal) {
  Guest guest(HereRewriting("USR1:RTMIN+6,41:0", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Queue(SIGUSR1, 5);
  EXPECT_EQ(guest.ReadLine(), "40 5");
  guest.Queue(41, 6);
  guest.Queue(42, 7);
  EXPECT_EQ(guest.ReadLine(), "42 7");
}

TEST_P(Payload, ShowsThatOrderIsKept) {
  constexpr int kEach = 1000;
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGSTOP);
  guest.WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'T'; });
  for (int i = 0; i < kEach; ++i) {
    guest.Queue(37, i);
    guest.Queue(50, i);
  }
  guest.Send(SIGCONT);
  EXPECT_EQ(guest.ReadLine(), "18");
  std::map<std::string, int> next;
  for (int i = 0; i < 2 * kEach; ++i) {
    const std::string line = guest.ReadLine();
    const std::string number = line.substr(0, 2);
    ASSERT_EQ(line, number + " " + std::to_string(next[number]++));
  }
  EXPECT_EQ(next, (std::map<std::string, int>{{"37", kEach}, {"50", kEach}}));
}

TEST_P(Payload, IsLostRatherThanTheSignalWhenTheQueueIsFull) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.words.insert(setup.words.begin(), {"/usr/bin/prlimit", "--sigpending=0"});
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(36);
  EXPECT_EQ(guest.ReadLine(), "36");
}

}  // namespace
}  // namespace dumb_init::testing
