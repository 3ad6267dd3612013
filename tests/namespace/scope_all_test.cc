// --scope: who gets a forwarded signal where that was asked for.
#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class ScopeAsked : public StandTest {
 protected:
  static GuestSetup With(const std::string& scope, const std::vector<std::string>& words) {
    GuestSetup setup = Here(words);
    setup.variables = {"DUMB_INIT_SCOPE=" + scope};
    return setup;
  }
  // All of these processes get each signal, once, and nobody else does.
  static void ExpectToReach(Guest& guest, const std::vector<std::string>& names) {
    ASSERT_EQ(guest.ReadLine(), "ready");
    for (const int signal : {SIGHUP, SIGTERM, 40, SIGTERM, SIGUSR1}) {
      std::vector<std::string> told;
      std::vector<std::string> wanted;
      guest.Send(signal);
      for (const std::string& name : names) {
        told.push_back(guest.ReadLine());
        wanted.push_back(name + " " + std::to_string(signal));
      }
      std::sort(told.begin(), told.end());
      EXPECT_EQ(told, wanted);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, ScopeAsked, EveryStand(), StandName);

TEST_P(ScopeAsked, AllIsEverySession) {
  Guest guest(With("all", {Program("signal_family")}));
  ExpectToReach(guest, {"leader", "member", "stranger"});
}

TEST_P(ScopeAsked, ChildIsTheCommandAlone) {
  Guest guest(With("child", {Program("signal_family")}));
  ExpectToReach(guest, {"leader"});
}

// As PID 1 nobody is left to look at: the kernel kills them.
class ScopeOfOrdinary : public ScopeAsked {};
INSTANTIATE_TEST_SUITE_P(Everywhere, ScopeOfOrdinary, StandsAt(Place::kOrdinary), StandName);

TEST_P(ScopeOfOrdinary, ChildTellsNobodyWhenTheCommandHasEnded) {
  Guest guest(With("child", {Program("leaves_behind"), "7", "member"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const std::vector<pid_t> all = guest.Descendants();
  guest.Write("x");
  EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(Guest::Status(all[1], "ShdPnd"), "0000000000000000");
  EXPECT_EQ(::kill(all[1], SIGUSR1), 0);
  EXPECT_EQ(guest.ReadLine(), "member 10");
  EXPECT_EQ(::kill(all[1], SIGTERM), 0);
  EXPECT_EQ(guest.ReadLine(), "member 15");
}

class ScopeGroup : public ScopeAsked {};
constexpr Mode kWithAGroup[] = {Mode::kGroup, Mode::kTini, Mode::kTiniGroup, Mode::kCatatonit,
                                Mode::kCatatonitGroup};
INSTANTIATE_TEST_SUITE_P(Everywhere, ScopeGroup, StandsIn(kWithAGroup), StandName);

TEST_P(ScopeGroup, IsTheGroupOfTheCommand) {
  Guest guest(With("group", {Program("signal_family")}));
  ExpectToReach(guest, {"leader", "member"});
}

// The option is dumb-init's, and is heard also where the variable says something else.
class ScopeOption : public ScopeAsked {};
INSTANTIATE_TEST_SUITE_P(Everywhere, ScopeOption, DumbInitStands(), StandName);

TEST_P(ScopeOption, WinsOverTheVariable) {
  GuestSetup setup = With("all", {"--scope", "child", Program("signal_family")});
  Guest guest(setup);
  ExpectToReach(guest, {"leader"});
}

}  // namespace
}  // namespace dumb_init::testing
