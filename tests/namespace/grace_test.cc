// Grace: who is left when the command has ended is told to end, waited for, and killed at last.
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "support/grace.h"

namespace dumb_init::testing {
namespace {

// A time that soon is over.
const std::string kShort = "200ms";

class Grace : public GraceTest {
 protected:
  static void EndCommand(Guest& guest) {
    ASSERT_EQ(guest.ReadLine(), "ready") << guest.ReadErrorLine();
    guest.Write("x");
  }
  // The init has taken every signal sent so far and is at rest again.
  static void Settle(const Guest& guest) {
    ASSERT_TRUE(Eventually([&] {
      return Guest::Status(guest.pid(), "ShdPnd") == "0000000000000000" &&
             Guest::Status(guest.pid(), "State").starts_with("S");
    }));
  }
  static void ExpectStatusOfCommand(Guest& guest) {
    EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
    EXPECT_EQ(guest.ReadErrors(), "");
  }
  // Somebody had no more time, which the init tells of, unless it is quiet by its role.
  static void ExpectStatusOfCommandAndReport(Guest& guest) {
    EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
    const bool told = guest.ReadErrors().find("; the grace was over") != std::string::npos;
    EXPECT_EQ(told, FactsOf(ModeHere()).role == std::string("dumb-init"));
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, Grace, EveryStand(), StandName);

TEST_P(Grace, IsOverAtOnceWhenNobodyIsLeft) {
  Guest guest(Leaving({}, kForEver));
  EndCommand(guest);
  ExpectStatusOfCommand(guest);
}

TEST_P(Grace, GivesASessionOfItsOwnTheTimeToFinish) {
  Guest guest(Leaving({"patient"}, kForEver));
  EndCommand(guest);
  EXPECT_EQ(guest.ReadLine(), "patient 15");
  Settle(guest);
  EXPECT_TRUE(guest.Alive());
  guest.Write("x");
  EXPECT_EQ(guest.ReadLine(), "patient done");
  ExpectStatusOfCommand(guest);
}

TEST_P(Grace, IsForEveryoneWhoIsLeft) {
  Guest guest(Leaving({"tells", "tells", "member", "patient"}, kForEver));
  EndCommand(guest);
  std::vector<std::string> lines;
  for (int i = 0; i < 4; ++i) {
    lines.push_back(guest.ReadLine());
  }
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, (std::vector<std::string>{"member 15", "patient 15", "tells 15", "tells 15"}));
  EXPECT_TRUE(guest.Alive());
  guest.Write("x");
  EXPECT_EQ(guest.ReadLine(), "patient done");
  ExpectStatusOfCommand(guest);
}

TEST_P(Grace, EndsInAKillAndTheStatusStaysTheCommands) {
  Guest guest(Leaving({"stubborn", "stubborn"}, kShort));
  EndCommand(guest);
  ExpectStatusOfCommandAndReport(guest);
  // Nobody is left who could write any more.
  const std::string output = guest.ReadOutput();
  EXPECT_NE(output.find("stubborn 15\n"), std::string::npos) << output;
  EXPECT_NE(output.find("stubborn 18\n"), std::string::npos) << output;
}

TEST_P(Grace, OfNoTimeKillsAtOnce) {
  Guest guest(Leaving({"stubborn"}, "0"));
  EndCommand(guest);
  ExpectStatusOfCommandAndReport(guest);
  EXPECT_TRUE(guest.ReadOutput().find("(no end") == std::string::npos);
}

TEST_P(Grace, WakesTheStopped) {
  Guest guest(Leaving({"stopped"}, kForEver));
  EndCommand(guest);
  EXPECT_EQ(guest.ReadLine(), "stopped 15");
  ExpectStatusOfCommand(guest);
}

TEST_P(Grace, DoesNotRewriteItsSignals) {
  for (const char* const rewrites : {"TERM:0,CONT:0", "TERM:USR1,CONT:USR2", "TERM:KILL"}) {
    GuestSetup setup = Leaving({"stopped"}, kForEver);
    setup.variables.push_back(std::string("DUMB_INIT_REWRITE=") + rewrites);
    Guest guest(setup);
    EndCommand(guest);
    EXPECT_EQ(guest.ReadLine(), "stopped 15");
    ExpectStatusOfCommand(guest);
  }
}

TEST_P(Grace, TellsNobodyTwice) {
  Guest guest(Leaving({"patient", "waits"}, kForEver));
  EndCommand(guest);
  EXPECT_EQ(guest.ReadUntil("patient 15"), "patient 15");
  // A stop request and the end of another one are no news for whoever has been told.
  guest.Send(SIGTERM);
  Settle(guest);
  guest.SendFromInside(SIGCHLD);
  Settle(guest);
  guest.Write("xx");
  const std::string output = guest.ReadOutput();
  EXPECT_NE(output.find("patient done\n"), std::string::npos) << output;
  EXPECT_EQ(output.find("patient again"), std::string::npos) << output;
  EXPECT_NE(output.find("helper spared\n"), std::string::npos) << output;
  ExpectStatusOfCommand(guest);
}

// What a shutdown handler starts is part of the shutdown.
TEST_P(Grace, SparesTheHelperThatAHandlerWaitsFor) {
  Guest guest(Leaving({"waits"}, kForEver));
  EndCommand(guest);
  EXPECT_EQ(guest.ReadLine(), "waits 15");
  // Two processes: the handler and its helper.
  ASSERT_TRUE(Eventually([&] { return guest.Descendants().size() == 2; }));
  Settle(guest);
  guest.Write("x");
  EXPECT_EQ(guest.ReadLine(), "helper spared");
  ExpectStatusOfCommand(guest);
}

TEST_P(Grace, SparesTheHelperThatAHandlerLeavesAlone) {
  Guest guest(Leaving({"parts"}, kForEver));
  EndCommand(guest);
  EXPECT_EQ(guest.ReadLine(), "parts 15");
  const auto parent = [&](pid_t pid) { return Guest::Status(pid, "PPid"); };
  ASSERT_TRUE(Eventually([&] {
    const std::vector<pid_t> left = guest.Descendants();
    return left.size() == 1 && parent(left[0]) == std::to_string(guest.pid());
  }));
  Settle(guest);
  guest.Write("x");
  EXPECT_EQ(guest.ReadLine(), "helper spared");
  ExpectStatusOfCommand(guest);
}

// What is left of a chain when the test ends: its members come and go, its group stays.
class ChainGroup {
 public:
  explicit ChainGroup(const Guest& guest) {
    const pid_t command = guest.CommandPid();
    Eventually([&] {
      for (const pid_t pid : guest.Descendants()) {
        const pid_t group = ::getpgid(pid);
        group_ = pid != command && group != ::getpgid(command) ? group : group_;
      }
      return group_ > 1;
    });
  }
  ChainGroup(const ChainGroup&) = delete;
  ChainGroup& operator=(const ChainGroup&) = delete;
  ~ChainGroup() {
    if (group_ > 1) {
      ::kill(-group_, SIGKILL);
    }
  }
  // From now on its number may be another's.
  void HasEnded() { group_ = -1; }

 private:
  pid_t group_ = -1;
};

// The chain is hit by TERM, or at last by KILL.
TEST_P(Grace, IsNotEscapedByForkingFast) {
  for (const std::string& grace : {kForEver, std::string("0")}) {
    SCOPED_TRACE(grace);
    Guest guest(Leaving({"chain"}, grace));
    ASSERT_EQ(guest.ReadLine(), "ready") << guest.ReadErrorLine();
    ChainGroup chain(guest);
    guest.Write("x");
    // Its end is the end of the output, and nothing else is.
    ASSERT_EQ(guest.ReadOutput(), "");
    chain.HasEnded();
    EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
  }
}

TEST_P(Grace, IsCutShortByASecondStopRequest) {
  for (const int second : {SIGTERM, SIGINT}) {
    Guest guest(Leaving({"patient"}, kForEver));
    ASSERT_EQ(guest.ReadLine(), "ready");
    guest.Send(SIGTERM);
    ASSERT_EQ(guest.ReadUntil("command 15"), "command 15");
    guest.Write("x");
    // With its group it may have had the first one, too, and then this byte is for it.
    if (guest.ReadUntil("patient") != "patient 15") {
      ADD_FAILURE();
    }
    Settle(guest);
    guest.Send(second);
    ExpectStatusOfCommand(guest);
    EXPECT_EQ(guest.ReadOutput().find("patient done"), std::string::npos);
  }
}

TEST_P(Grace, IsNotCutShortByTheFirstStopRequest) {
  Guest guest(Leaving({"patient"}, kForEver));
  EndCommand(guest);
  ASSERT_EQ(guest.ReadLine(), "patient 15");
  for (const int other : {SIGHUP, SIGUSR1, SIGQUIT, SIGTERM, SIGUSR2}) {
    guest.Send(other);
    Settle(guest);
  }
  EXPECT_TRUE(guest.Alive());
  ASSERT_EQ(guest.Descendants().size(), 1U);
  EXPECT_FALSE(Guest::Status(guest.Descendants()[0], "State").starts_with("Z"));
  guest.Send(SIGINT);
  ExpectStatusOfCommand(guest);
  EXPECT_EQ(guest.ReadOutput().find("patient done"), std::string::npos);
}

// The signal that --kill-after names is a stop request like TERM and INT.
TEST_P(Grace, IsCutShortByTheStopSignalThatWasNamed) {
  GuestSetup setup = Leaving({"patient"}, kForEver);
  setup.variables.push_back("DUMB_INIT_KILL_AFTER=QUIT:24h");
  Guest guest(setup);
  EndCommand(guest);
  ASSERT_EQ(guest.ReadLine(), "patient 15");
  guest.Send(SIGQUIT);
  Settle(guest);
  EXPECT_EQ(guest.Descendants().size(), 1U);
  guest.Send(SIGQUIT);
  ExpectStatusOfCommand(guest);
}

}  // namespace
}  // namespace dumb_init::testing
