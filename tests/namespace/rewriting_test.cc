// Rewriting: the user decides which signal the command gets for which.
#include <csignal>
#include <string>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class Rewriting : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Rewriting, EveryStand(), StandName);

TEST_P(Rewriting, GoesByNumberAndByName) {
  Guest guest(
      HereRewriting("15:3,SIGHUP:usr1,usr2:RTMAX-1,RTMIN+3:SIGINT", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "3");
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "10");
  guest.Send(SIGUSR2);
  EXPECT_EQ(guest.ReadLine(), "63");
  guest.Send(37);
  EXPECT_EQ(guest.ReadLine(), "2");
  guest.Send(SIGQUIT);
  EXPECT_EQ(guest.ReadLine(), "3") << "what was not rewritten goes as it is";
}

TEST_P(Rewriting, SwapsTwoSignals) {
  Guest guest(HereRewriting("1:2,2:1", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "2");
  guest.Send(SIGINT);
  EXPECT_EQ(guest.ReadLine(), "1");
}

TEST_P(Rewriting, ReachesBothEndsOfTheTable) {
  Guest guest(HereRewriting("1:64,64:1,31:32", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(1);
  EXPECT_EQ(guest.ReadLine(), "64");
  guest.Send(64);
  EXPECT_EQ(guest.ReadLine(), "1");
  guest.Send(31);
  EXPECT_EQ(guest.ReadLine(), "32");
}

TEST_P(Rewriting, ToZeroDrops) {
  Guest guest(HereRewriting("15:0,WINCH:0", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  // Both have lower numbers than USR2's rewrite: the init looks at them first.
  guest.Send(SIGTERM);
  guest.Send(SIGWINCH);
  guest.Send(40);
  EXPECT_EQ(guest.ReadLine(), "40");
}

TEST_P(Rewriting, ToKillKills) {
  Guest guest(HereRewriting("15:KILL", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), (Outcome{128 + SIGKILL, 0}));
  EXPECT_EQ(guest.ReadErrors(), "") << "this death was asked for";
}

TEST_P(Rewriting, ToStopStopsTheCommandAndNotTheInit) {
  Guest guest(HereRewriting("15:19", {Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  guest.Send(SIGTERM);
  const auto is_stopped = [](const std::string& state) { return state.starts_with("T"); };
  EXPECT_TRUE(is_stopped(Guest::WaitForStatus(command, "State", is_stopped)));
  guest.Send(SIGCONT);
  EXPECT_EQ(guest.ReadLine(), "18") << "the init was awake to forward it";
}

// The option is dumb-init's; the variable above counts under every name.
class RewritingByOption : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, RewritingByOption, DumbInitStands(), StandName);

TEST_P(RewritingByOption, MayBeAskedForAgainAndAgain) {
  Guest guest(Here({"-r", "15:3", "--rewrite", "SIGHUP:usr1", "--rewrite=usr2:RTMAX-1", "-r1:40",
                    Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "3");
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "40") << "the last one counts";
  guest.Send(SIGUSR2);
  EXPECT_EQ(guest.ReadLine(), "63");
}

TEST_P(RewritingByOption, BeatsTheVariableSignalBySignal) {
  GuestSetup setup =
      HereRewriting("TERM:QUIT,HUP:INT", {"-r", "TERM:USR1", Program("signal_echo")});
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "10");
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "2");
}

// dumb-init took "15:2x" for "15:2".
TEST_P(RewritingByOption, WithTrailingJunkIsRefused) {
  const Transcript run = RunToEnd(Here({"-r", "15:2x", Program("signal_echo")}));
  EXPECT_EQ(run.outcome, (Outcome{1, 0}));
  EXPECT_EQ(run.output, "");
  EXPECT_NE(run.errors.find("2x"), std::string::npos) << run.errors;
}

}  // namespace
}  // namespace dumb_init::testing
