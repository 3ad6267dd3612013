// Limits in time: --kill-after ends a command that does not stop, --delay holds a signal back.
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class Limits : public StandTest {
 protected:
  static GuestSetup With(const std::vector<std::string>& variables,
                         const std::vector<std::string>& words = {Program("signal_echo")}) {
    GuestSetup setup = Here(words);
    for (const std::string& variable : variables) {
      setup.variables.push_back("DUMB_INIT_" + variable);
    }
    return setup;
  }
  // Many signals one after the other, which takes longer than a millisecond. Then the init has
  // taken all that was sent before: another signal of a kind that waits would be lost in it.
  static void ExpectLife(Guest& guest) {
    for (int i = 0; i < 300; ++i) {
      guest.Send(SIGUSR2);
      ASSERT_EQ(guest.ReadLine(), "12") << i;
    }
    EXPECT_TRUE(Eventually([&] {
      return Guest::Status(guest.pid(), "ShdPnd").find_first_not_of('0') == std::string::npos;
    }));
    EXPECT_TRUE(guest.Alive());
  }
  static constexpr Outcome kKilled{128 + SIGKILL, 0};
};

class KillAfter : public Limits {
 protected:
  static std::unique_ptr<Guest> Ready(const GuestSetup& setup) {
    auto guest = std::make_unique<Guest>(setup);
    EXPECT_EQ(guest->ReadLine(), "ready");
    return guest;
  }
  // A command that `start` gives so much time after `request`, once it has said what came. Who was
  // killed before it could, so that `instead` comes, begins again with more.
  static std::unique_ptr<Guest> Ask(
      const std::function<std::unique_ptr<Guest>(const std::string& time)>& start, int request,
      const std::string& said, const std::string& instead = "(end of file)") {
    for (int milliseconds = 100;; milliseconds *= 4) {
      auto guest = start(std::to_string(milliseconds) + "ms");
      guest->Send(request);
      const std::string line = guest->ReadLine();
      if (line != instead || milliseconds > 10'000) {
        EXPECT_EQ(line, said);
        return guest;
      }
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, KillAfter, EveryStand(), StandName);

TEST_P(KillAfter, EndsACommandThatIgnoresAStopRequest) {
  for (const int request : {SIGTERM, SIGINT}) {
    const auto start = [](const std::string& time) { return Ready(With({"KILL_AFTER=" + time})); };
    const auto guest = Ask(start, request, std::to_string(request));
    EXPECT_EQ(guest->Wait(), kKilled);
    const bool told = guest->ReadErrors().find("sent by us when its time") != std::string::npos;
    EXPECT_EQ(told, FactsOf(ModeHere()).role == std::string("dumb-init"));
  }
}

TEST_P(KillAfter, LeavesACommandAloneThatEndsInTime) {
  Guest guest(With({"KILL_AFTER=24h"}, {Program("signal_echo"), "-e", "15"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

TEST_P(KillAfter, DoesNothingWithoutAStopRequest) {
  Guest guest(With({"KILL_AFTER=1ms"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGQUIT);
  EXPECT_EQ(guest.ReadLine(), "3");
  ExpectLife(guest);
}

TEST_P(KillAfter, CountsAnotherSignalWhereOneIsNamed) {
  for (const int request : {SIGQUIT, SIGTERM, SIGINT}) {
    const auto start = [](const std::string& time) {
      auto guest = Ready(With({"KILL_AFTER=QUIT:" + time}));
      ExpectLife(*guest);
      return guest;
    };
    EXPECT_EQ(Ask(start, request, std::to_string(request))->Wait(), kKilled);
  }
}

TEST_P(KillAfter, CountsARewrittenStopRequest) {
  const auto start = [](const std::string& time) {
    return Ready(With({"KILL_AFTER=" + time, "REWRITE=TERM:USR1"}));
  };
  EXPECT_EQ(Ask(start, SIGTERM, "10")->Wait(), kKilled);
}

TEST_P(KillAfter, CountsNeitherADroppedRequestNorASignalThatBecomesOne) {
  Guest guest(With({"KILL_AFTER=1ms", "REWRITE=TERM:0,USR1:TERM"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  guest.Send(SIGUSR1);
  EXPECT_EQ(guest.ReadLine(), "15");
  ExpectLife(guest);
}

TEST_P(KillAfter, CountsFromTheForwardingOfAHeldRequest) {
  Guest guest(With({"KILL_AFTER=1ms", "DELAY=TERM:24h"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  ExpectLife(guest);
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), kKilled);
}

TEST_P(KillAfter, CountsFromTheFirstRequestHoweverManyCome) {
  Guest guest(With({"KILL_AFTER=300ms"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  EXPECT_TRUE(Eventually([&] {
    if (!guest.Alive()) {
      return true;
    }
    guest.Send(SIGTERM);
    return guest.ReadLine().find("15") == std::string::npos;
  }));
  EXPECT_EQ(guest.Wait(), kKilled);
}

TEST_P(KillAfter, IsNoStopThatCountsAsSuccess) {
  const auto start = [](const std::string& time) {
    return Ready(With({"KILL_AFTER=" + time, "OK_EXIT=stop"}));
  };
  EXPECT_EQ(Ask(start, SIGTERM, "15")->Wait(), kKilled);
}

TEST_P(KillAfter, IsForTheWholeScope) {
  Guest guest(With({"KILL_AFTER=100ms", "SCOPE=all"}, {Program("signal_family")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), kKilled);
  // All three are gone: nobody could write any more.
  EXPECT_EQ(guest.ReadOutput().find("(no end"), std::string::npos);
}

TEST_P(KillAfter, GoesOnWithTheGraceForTheRest) {
  const auto start = [](const std::string& time) {
    return Ready(With({"KILL_AFTER=" + time, "GRACE=24h", "SCOPE=child"},
                      {Program("leaves_behind"), "7", "patient"}));
  };
  const auto guest = Ask(start, SIGTERM, "command 15", "patient 15");
  EXPECT_EQ(guest->ReadLine(), "patient 15");
  guest->Write("x");
  EXPECT_EQ(guest->ReadLine(), "patient done");
  EXPECT_EQ(guest->Wait(), kKilled);
}

class Delay : public Limits {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Delay, EveryStand(), StandName);

TEST_P(Delay, HoldsASignalUntilTheNextOneAndNoOther) {
  Guest guest(With({"DELAY=TERM:24h,40:24h"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int round = 0; round < 3; ++round) {
    guest.Send(SIGTERM);
    guest.Send(40);
    ExpectLife(guest);
    guest.Send(SIGTERM);
    EXPECT_EQ(guest.ReadLine(), "15");
    ExpectLife(guest);
    guest.Send(40);
    EXPECT_EQ(guest.ReadLine(), "40");
    ExpectLife(guest);
  }
}

TEST_P(Delay, IsOverWhenTheCommandEnds) {
  Guest guest(With({"DELAY=TERM:24h"}, {Program("signal_echo"), "-e", "10"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "1");
  guest.Send(SIGUSR1);
  EXPECT_EQ(guest.ReadLine(), "10");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

TEST_P(Delay, LetsTheSignalThroughOnceByItself) {
  for (const std::string delays : {"TERM:50ms", "TERM:0", "HUP:24h,SIGTERM:1ms"}) {
    Guest guest(With({"DELAY=" + delays}));
    ASSERT_EQ(guest.ReadLine(), "ready");
    for (int i = 0; i < 3; ++i) {
      guest.Send(SIGTERM);
      EXPECT_EQ(guest.ReadLine(), "15");
      ExpectLife(guest);
    }
  }
}

TEST_P(Delay, IsForTheSignalReceivedNotForTheOneForwarded) {
  Guest guest(With({"DELAY=TERM:50ms,USR1:24h", "REWRITE=TERM:USR1,HUP:TERM"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "15");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "10");
  guest.Send(SIGUSR1);
  ExpectLife(guest);
}

// Everything is asked for and nothing happens; then a signal is held, and still nothing does.
TEST_P(Limits, CostNoWakeups) {
  Guest guest(With({"GRACE=1h", "KILL_AFTER=QUIT:2h", "DELAY=TERM:3h,HUP:4h", "SCOPE=all"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (const int held : {0, SIGTERM}) {
    guest.Send(held);
    ASSERT_TRUE(Eventually([&] {
      return Guest::Status(guest.pid(), "ShdPnd") == "0000000000000000" &&
             Guest::Status(guest.pid(), "State").starts_with("S");
    }));
    const std::string before = Guest::Status(guest.pid(), "voluntary_ctxt_switches");
    Guest other({"/bin/cat"});
    for (int i = 0; i < 5000; ++i) {
      other.Write("line\n");
      ASSERT_EQ(other.ReadLine(), "line");
    }
    EXPECT_EQ(Guest::Status(guest.pid(), "voluntary_ctxt_switches"), before);
  }
}
INSTANTIATE_TEST_SUITE_P(Everywhere, Limits, EveryStand(), StandName);

constexpr Mode kAlone[] = {Mode::kSingleChild, Mode::kTini, Mode::kCatatonit};

class DelayedPayload : public Limits {};
INSTANTIATE_TEST_SUITE_P(Everywhere, DelayedPayload, StandsIn(kAlone), StandName);

TEST_P(DelayedPayload, ReachesASingleChild) {
  Guest guest(With({"DELAY=40:50ms,41:24h"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Queue(40, 7);
  EXPECT_EQ(guest.ReadLine(), "40 7");
  guest.Queue(41, 8);
  guest.Queue(41, 9);
  EXPECT_EQ(guest.ReadLine(), "41 9");
  guest.Queue(40, -1);
  EXPECT_EQ(guest.ReadLine(), "40 -1");
}

}  // namespace
}  // namespace dumb_init::testing
