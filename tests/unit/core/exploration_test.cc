// Every decision is lawful: from every start, every event in every state that can be reached, for
// every configuration that the options can express. As a quick test a spread of them is
// explored; with DUMB_INIT_EXPLORE=all, which tests/proof/policy sets, each is.
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/printers.h"
#include "unit/core/alphabet.h"
#include "unit/core/dimensions.h"
#include "unit/core/explorer.h"
#include "unit/core/laws.h"
#include "unit/core/reductions.h"
#include "unit/core/run_laws.h"

namespace dumb_init::core {
namespace {

// Of the settings of a share a quick test takes one in so many.
constexpr std::size_t kOfRouting = 199;
constexpr std::size_t kOfEnds = 67;

bool ExploresAll() {
  const char* const what = std::getenv("DUMB_INIT_EXPLORE");
  return what != nullptr && std::string_view(what) == "all";
}

// `all` is how many there are of this share.
void ExploreAll(const std::vector<Config>& configs, std::size_t all,
                const std::vector<Event>& events, const std::vector<State>& starts,
                const Subject* subject) {
  if (ExploresAll()) {
    EXPECT_EQ(configs.size(), all) << "the number of configurations changed: intended?";
  }
  Tally tally;
  for (const Config& config : configs) {
    ASSERT_EQ(Explore(config, events, starts, subject, tally), "");
  }
  const auto* const info = testing::UnitTest::GetInstance()->current_test_info();
  std::cout << "explored: " << info->test_suite_name() << " " << all << " " << tally.configs << " "
            << tally.states << " " << tally.transitions << "\n";
  testing::Test::RecordProperty("configs", std::to_string(tally.configs));
  testing::Test::RecordProperty("states", std::to_string(tally.states));
  testing::Test::RecordProperty("transitions", std::to_string(tally.transitions));
}

const std::vector<Ending>& Endings() {
  static const std::vector<Ending> kEndings{
      Exited{0},         Exited{1},
      Exited{143},       Exited{255},
      Killed{{SIGTERM}}, Killed{{SIGKILL}},
      Killed{{SIGINT}},  Killed{{SIGPIPE}},
      Killed{{SIGSEGV}}, Killed{{SIGSEGV}, CoreDump::kWritten}};
  return kEndings;
}

using KillAfter = RoutingShare::KillAfter;
class Routing : public testing::TestWithParam<std::tuple<Subject, bool, KillAfter>> {};

TEST_P(Routing, KeepsTheLawsInEveryConfiguration) {
  const auto& [subject, grace, kill_after] = GetParam();
  const std::vector<int> signals{SIGTERM, SIGCONT, subject.signal};
  ExploreAll(RoutingConfigs({subject, grace, kill_after}, ExploresAll() ? 1 : kOfRouting), 3430,
             EventsOf(signals, {Exited{0}, Killed{{SIGKILL}}}), OlderStarts(signals), &subject);
}

std::string NameOfShare(const testing::TestParamInfo<Routing::ParamType>& test) {
  const auto& [subject, grace, kill_after] = test.param;
  constexpr const char* kLimits[] = {"", "WithKillAfter", "WithKillAfterIt"};
  return std::string(subject.name) + (grace ? "WithGrace" : "") +
         kLimits[static_cast<int>(kill_after)];
}

INSTANTIATE_TEST_SUITE_P(All, Routing,
                         testing::Combine(testing::ValuesIn(Subjects()), testing::Bool(),
                                          testing::Values(KillAfter::kNone, KillAfter::kPlain,
                                                          KillAfter::kOfSubject)),
                         NameOfShare);

class Ends : public testing::TestWithParam<EndingShare> {};

TEST_P(Ends, KeepTheLawsInEveryConfiguration) {
  const bool farewell = !GetParam().grace && GetParam().term_becomes != 0;
  ExploreAll(EndingConfigs(GetParam(), ExploresAll() ? 1 : kOfEnds), farewell ? 4288 : 2240,
             EventsOf({SIGTERM, SIGINT}, Endings()), ForwardedStarts({SIGTERM, SIGKILL, SIGSEGV}),
             nullptr);
}

INSTANTIATE_TEST_SUITE_P(All, Ends, testing::ValuesIn(EndingShares()), [](const auto& test) {
  return "TermBecomes" + std::string(test.param.name) + (test.param.grace ? "WithGrace" : "");
});

TEST(ReachableStates, AreAsManyAsThereShouldBe) {
  Tally tally;
  const std::vector<int> signals{SIGINT, SIGTSTP, SIGHUP, SIGTERM};
  const Config config = ConfigFor({}, {{90}}, kExploredCommand);
  EXPECT_EQ(Explore(config, EventsOf(signals, Endings()), OlderStarts(signals), nullptr, tally),
            "");
  // INT, HUP and TERM: each waits since before the command, or went out, or neither: 3 x 3 x 3.
  // TSTP: waits since before the command, or any of: went out as STOP, the command had it: 1 + 4.
  // The kernel reaps since an orphan ended, or none has; and has done so at the end, or not.
  EXPECT_EQ(tally.states, 3u * 3u * 3u * 5u * 2u + 2u)
      << "the number of reachable states changed: intended?";
}

// The document prints what is shown from here.
TEST(Proof, NamesWhatItShows) {
  for (const Law& law : Laws()) {
    std::cout << "law: " << law.name << " | " << law.meaning << "\n";
  }
  for (const RunLaw& law : RunLaws()) {
    std::cout << "run law: " << law.name << " | " << law.meaning << "\n";
  }
  for (const Reduction& reduction : Reductions()) {
    std::cout << "reduction: " << reduction.name << " | " << reduction.meaning << "\n";
  }
  EXPECT_EQ(Laws().size(), 48u);
  EXPECT_EQ(RunLaws().size(), 6u);
  EXPECT_EQ(Reductions().size(), 5u);
}

}  // namespace
}  // namespace dumb_init::core
