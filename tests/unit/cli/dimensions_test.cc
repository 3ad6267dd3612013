// The exploration of the policy has every dimension that the options have: an option that is new,
// or that does more than before, is missed here.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "cli/options.h"
#include "unit/cli/arguments.h"
#include "unit/core/dimensions.h"

namespace dumb_init::cli {
namespace {

using core::Settings;

// What an option or variable is to an exploration.
enum class Dimension {
  kStanding,       // One of kStandings.
  kRewrites,       // Routing half.
  kTimes,          // Routing half, and whether there is any in the ending half.
  kTelling,        // Ending half.
  kOkExits,        // Ending half.
  kPause,          // Ending half: without a command.
  kNotOfThePolicy  // Nothing of core::Config: looked at before there is a command, or by app/.
};

// By its long form, else its letter, else its variable.
std::string NameOf(const Flag& flag) {
  if (!flag.name.empty()) {
    return std::string(std::string_view(flag.name));
  }
  return flag.letter != '\0' ? std::string(1, flag.letter)
                             : std::string(std::string_view(flag.variable));
}

const std::map<std::string, Dimension> kDimensions{
    {"single-child", Dimension::kStanding},
    {"scope", Dimension::kStanding},
    {"g", Dimension::kStanding},
    {"rewrite", Dimension::kRewrites},
    {"grace", Dimension::kTimes},
    {"kill-after", Dimension::kTimes},
    {"delay", Dimension::kTimes},
    {"ok-exit", Dimension::kOkExits},
    {"e", Dimension::kOkExits},
    {"warn-on-reap", Dimension::kTelling},
    {"w", Dimension::kTelling},
    {"quiet", Dimension::kTelling},
    {"report", Dimension::kTelling},
    {"verbose", Dimension::kTelling},
    {"v", Dimension::kTelling},
    {"TINI_VERBOSITY", Dimension::kTelling},
    {"CATATONIT_DEBUG", Dimension::kTelling},
    {"pause", Dimension::kPause},
    {"P", Dimension::kPause},
    {"report-format", Dimension::kNotOfThePolicy},
    {"parent-death-signal", Dimension::kNotOfThePolicy},
    {"p", Dimension::kNotOfThePolicy},
    {"s", Dimension::kNotOfThePolicy},
    {"doctor", Dimension::kNotOfThePolicy},
    {"help", Dimension::kNotOfThePolicy},
    {"h", Dimension::kNotOfThePolicy},
    {"version", Dimension::kNotOfThePolicy},
    {"l", Dimension::kNotOfThePolicy},
    {"L", Dimension::kNotOfThePolicy},
};

TEST(Dimensions, AreThereForEveryOption) {
  for (const Role& role : Roles()) {
    for (const Flag& flag : role.flags) {
      EXPECT_TRUE(kDimensions.contains(NameOf(flag))) << NameOf(flag) << " of " << role.name;
    }
  }
}

using Standing = std::tuple<core::Scope, core::Leads, core::Farewell>;

Standing StandingOf(const Settings& settings) {
  return {settings.scope, settings.leads, settings.farewell};
}

// All ways to set, or not, what has to do with the standing.
std::vector<Settings> AllStandings(const Role& role) {
  const std::vector<std::string> switches = &role == &DumbInit()
                                                ? std::vector<std::string>{"", "-c"}
                                                : std::vector<std::string>{"", "-g"};
  std::vector<Settings> all;
  for (const std::string& option : switches) {
    for (const std::string scope : {"", "child", "group", "all"}) {
      std::vector<std::string> words{"true"};
      if (!option.empty()) {
        words.insert(words.begin(), option);
      }
      Arguments arguments(words, scope.empty() ? std::vector<std::string>{}
                                               : std::vector{"DUMB_INIT_SCOPE=" + scope});
      const auto request = arguments.Parse(role);
      if (request.ok()) {
        all.push_back(request.value().settings);
      }
    }
  }
  return all;
}

TEST(Dimensions, HaveEveryStandingOfTheThreeRolesAndNoOther) {
  std::set<Standing> asked_for;
  for (const Role& role : Roles()) {
    for (const Settings& settings : AllStandings(role)) {
      asked_for.insert(StandingOf(settings));
    }
  }
  std::set<Standing> explored;
  for (const core::Standing& standing : core::kStandings) {
    explored.insert({standing.scope, standing.leads, standing.farewell});
  }
  EXPECT_EQ(asked_for, explored);
}

// No other option changes the standing.
TEST(Dimensions, OtherOptionsLeaveTheStanding) {
  const std::map<std::string, std::string> values{{"rewrite", "1:2"},
                                                  {"grace", "1"},
                                                  {"kill-after", "HUP:1"},
                                                  {"delay", "HUP:1"},
                                                  {"ok-exit", "1"},
                                                  {"report", "/report"},
                                                  {"report-format", "json"},
                                                  {"e", "1"},
                                                  {"parent-death-signal", "9"},
                                                  {"p", "9"},
                                                  {"TINI_VERBOSITY", "3"}};
  for (const Role& role : Roles()) {
    for (const Flag& flag : role.flags) {
      Request request;
      request.settings = role.defaults();
      const auto value = values.find(NameOf(flag));
      ASSERT_EQ(value != values.end(), !flag.value.empty() && NameOf(flag) != "scope")
          << NameOf(flag) << " needs a value here";
      const bool standing = kDimensions.at(NameOf(flag)) == Dimension::kStanding;
      if (!standing) {
        flag.apply(request, value == values.end() ? "" : std::string_view(value->second));
        EXPECT_EQ(StandingOf(request.settings), StandingOf(role.defaults())) << NameOf(flag);
        EXPECT_EQ(request.scope, std::nullopt) << NameOf(flag);
      }
      if (kDimensions.at(NameOf(flag)) == Dimension::kNotOfThePolicy) {
        Settings settings = request.settings;
        settings.report_format = core::ReportFormat::kText;
        settings.parent_death_signal = core::kNoSignal;
        settings.orphans = role.defaults().orphans;
        EXPECT_EQ(settings, role.defaults()) << NameOf(flag);
      }
    }
  }
}

}  // namespace
}  // namespace dumb_init::cli
