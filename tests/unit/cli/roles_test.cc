// Every role: which names stand for it, what it takes, and what it refuses.
#include "cli/roles.h"

#include <csignal>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "cli/text.h"
#include "unit/cli/arguments.h"

namespace dumb_init::cli {
namespace {

using Words = std::vector<std::string>;
using core::Settings;
using What = Request::What;

std::string_view RoleOfProgram(std::string name) {
  char* words[] = {name.data()};
  return RoleOf(words).name;
}

TEST(RoleOf, TheBaseNameOfTheProgramDecides) {
  for (const char* const name : {"tini", "tini-static", "docker-init"}) {
    EXPECT_EQ(RoleOfProgram(name), "tini");
    EXPECT_EQ(RoleOfProgram(std::string("/sbin/") + name), "tini");
    EXPECT_EQ(RoleOfProgram(std::string("./a/b/") + name), "tini");
  }
  for (const char* const name : {"catatonit", "podman-init"}) {
    EXPECT_EQ(RoleOfProgram(name), "catatonit");
    EXPECT_EQ(RoleOfProgram(std::string("/run/") + name), "catatonit");
  }
}

TEST(RoleOf, EveryOtherNameIsDumbInit) {
  for (const char* const name :
       {"dumb-init", "/usr/bin/dumb-init", "init", "", "/", "tini/", "tini2", "xtini", "Tini",
        "-tini", "tini/sh", "catatonit ", "docker-init.exe"}) {
    EXPECT_EQ(RoleOfProgram(name), "dumb-init") << name;
  }
}

TEST(RoleOf, AnEmptyArgumentListIsDumbInit) { EXPECT_EQ(RoleOf({}).name, "dumb-init"); }

TEST(VersionLine, IsWhatEachOriginalsUsersLookFor) {
  EXPECT_EQ(DumbInit().version_line, "dumb-init v2.0.0\n");
  EXPECT_EQ(Tini().version_line, "tini version 0.19.0 (dumb-init 2.0.0)\n");
  EXPECT_EQ(Catatonit().version_line, "tini version 0.2.1_catatonit (dumb-init 2.0.0)\n");
}

// What both have without any option.
Settings Wrapper(core::Orphans orphans) {
  Settings settings;
  settings.scope = core::Scope::kCommand;
  settings.leads = core::Leads::kGroup;
  settings.farewell = core::Farewell::kNone;
  settings.orphans = orphans;
  settings.death_report = core::DeathReport::kWhenVerbose;
  return settings;
}
Settings AsTini() { return Wrapper(core::Orphans::kLeave); }
Settings AsCatatonit() { return Wrapper(core::Orphans::kAdopt); }

Settings Filed(Settings settings) {
  settings.report_file = "/r";
  return settings;
}
Settings Silenced(Settings settings) {
  settings.death_report = core::DeathReport::kNever;
  return settings;
}
Settings Group(Settings settings) {
  settings.scope = core::Scope::kGroup;
  return settings;
}
Settings Adopting(Settings settings) {
  settings.orphans = core::Orphans::kAdopt;
  return settings;
}
Settings Saying(core::Verbosity verbosity, Settings settings) {
  settings.verbosity = verbosity;
  return settings;
}
Settings Verbose(Settings settings) { return Saying(core::Verbosity::kVerbose, settings); }
Settings Silent(Settings settings) { return Saying(core::Verbosity::kSilent, settings); }
Settings WarnOnReap(Settings settings) {
  settings.reap_report = core::ReapReport::kEach;
  return settings;
}
Settings Reporting(Settings settings) {
  settings.death_report = core::DeathReport::kWhenUnasked;
  return settings;
}
Settings Ok(std::initializer_list<int> statuses, Settings settings) {
  for (const int status : statuses) {
    settings.ok_exits.Add(static_cast<core::ShellCode>(status));
  }
  return settings;
}
Settings ParentDeath(int number, Settings settings) {
  settings.parent_death_signal = {number};
  return settings;
}
Settings Rewriting(int from, int to, Settings settings) {
  settings.rewrites.Set({from}, {to});
  return settings;
}

struct Row {
  std::string_view name;
  Words words;
  Words environment;
  int first_word;
  Settings settings;
};

// clang-format off
const Row kTini[] = {
    {"NoOption", {"x"}, {}, 1, AsTini()},
    {"Subreaper", {"-s", "x"}, {}, 2, Adopting(AsTini())},
    {"SubreaperVariable", {"x"}, {"TINI_SUBREAPER=1"}, 1, Adopting(AsTini())},
    {"SubreaperVariableZero", {"x"}, {"TINI_SUBREAPER=0"}, 1, Adopting(AsTini())},
    {"SubreaperVariableEmpty", {"x"}, {"TINI_SUBREAPER="}, 1, Adopting(AsTini())},
    {"Group", {"-g", "x"}, {}, 2, Group(AsTini())},
    {"GroupVariable", {"x"}, {"TINI_KILL_PROCESS_GROUP=yes"}, 1, Group(AsTini())},
    {"GroupVariableEmpty", {"x"}, {"TINI_KILL_PROCESS_GROUP="}, 1, Group(AsTini())},
    {"Verbose", {"-v", "x"}, {}, 2, Verbose(AsTini())},
    {"VerboseTwice", {"-vv", "x"}, {}, 2, Verbose(AsTini())},
    {"VerboseThrice", {"-vvv", "x"}, {}, 2, Verbose(AsTini())},
    {"VerbosityZero", {"x"}, {"TINI_VERBOSITY=0"}, 1, Silent(AsTini())},
    {"VerbosityOne", {"x"}, {"TINI_VERBOSITY=1"}, 1, AsTini()},
    {"VerbosityTwo", {"x"}, {"TINI_VERBOSITY=2"}, 1, Verbose(AsTini())},
    {"VerbosityThree", {"x"}, {"TINI_VERBOSITY=3"}, 1, Verbose(AsTini())},
    {"VerbosityEmptyIsZeroAsThere", {"x"}, {"TINI_VERBOSITY="}, 1, Silent(AsTini())},
    {"VerbosityOfWordsIsZeroAsThere", {"x"}, {"TINI_VERBOSITY=debug"}, 1, Silent(AsTini())},
    {"VerbosityBelowZero", {"x"}, {"TINI_VERBOSITY=-3"}, 1, Silent(AsTini())},
    {"VerbosityWithMoreBehindItAsThere", {"x"}, {"TINI_VERBOSITY=3x"}, 1, Verbose(AsTini())},
    {"AnOptionBeatsVerbosity", {"-v", "x"}, {"TINI_VERBOSITY=0"}, 2, Verbose(AsTini())},
    {"WarnOnReap", {"-w", "x"}, {}, 2, WarnOnReap(AsTini())},
    {"ParentDeathSignal", {"-p", "SIGKILL", "x"}, {}, 3, ParentDeath(SIGKILL, AsTini())},
    {"ParentDeathSignalWithoutPrefix", {"-pTERM", "x"}, {}, 2, ParentDeath(SIGTERM, AsTini())},
    {"ParentDeathSignalBeatsOurVariable", {"-p", "15", "x"}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=1"}, 3,
     ParentDeath(SIGTERM, AsTini())},
    {"OkExit", {"-e", "143", "x"}, {}, 3, Ok({143}, AsTini())},
    {"OkExitsAddUp", {"-e143", "-e", "0", "-e255", "x"}, {}, 5, Ok({0, 143, 255}, AsTini())},
    {"OkExitsAddUpToOurVariable", {"-e", "1", "x"}, {"DUMB_INIT_OK_EXIT=2"}, 3,
     Ok({1, 2}, AsTini())},
    {"Cluster", {"-svwge", "1", "x"}, {}, 3,
     Adopting(Verbose(WarnOnReap(Group(Ok({1}, AsTini())))))},
    {"OptionsAfterTheCommandAreItsOwn", {"sh", "-c", "true"}, {}, 1, AsTini()},
};

const Row kCatatonit[] = {
    {"NoOption", {"x"}, {}, 1, AsCatatonit()},
    {"Group", {"-g", "x"}, {}, 2, Group(AsCatatonit())},
    {"DebugOne", {"x"}, {"CATATONIT_DEBUG=1"}, 1, Verbose(AsCatatonit())},
    {"DebugEmpty", {"x"}, {"CATATONIT_DEBUG="}, 1, Verbose(AsCatatonit())},
    {"OptionsAfterTheCommandAreItsOwn", {"sh", "-c", "true"}, {}, 1, AsCatatonit()},
};

// Variables of dumb-init work under every name; `settings` come on top of the role's own.
const Row kLent[] = {
    {"Rewrite", {"x"}, {"DUMB_INIT_REWRITE=TERM:QUIT"}, 1, Rewriting(SIGTERM, SIGQUIT, AsTini())},
    {"OkExit", {"x"}, {"DUMB_INIT_OK_EXIT=1,2"}, 1, Ok({1, 2}, AsTini())},
    {"WarnOnReap", {"x"}, {"DUMB_INIT_WARN_ON_REAP=1"}, 1, WarnOnReap(AsTini())},
    {"ParentDeathSignal", {"x"}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=KILL"}, 1,
     ParentDeath(SIGKILL, AsTini())},
    {"ReportsGoToAFile", {"x"}, {"DUMB_INIT_REPORT=/r"}, 1, Filed(AsTini())},
    {"QuietZeroBringsTheDeathReport", {"x"}, {"DUMB_INIT_QUIET=0"}, 1, Reporting(AsTini())},
    {"QuietOne", {"x"}, {"DUMB_INIT_QUIET=1"}, 1, Silenced(AsTini())},
    {"SetsidIsDumbInitsAlone", {"x"}, {"DUMB_INIT_SETSID=0"}, 1, AsTini()},
    {"DebugIsDumbInitsAlone", {"x"}, {"DUMB_INIT_DEBUG=1"}, 1, AsTini()},
};
// clang-format on

void ExpectRow(const Role& role, const Row& row, const Settings& settings) {
  Arguments arguments(row.words, row.environment);
  const auto request = arguments.Parse(role);
  ASSERT_TRUE(request.ok()) << Describe(role, request.error()).text();
  EXPECT_EQ(request.value().what, What::kRun);
  EXPECT_EQ(request.value().first_word, row.first_word);
  EXPECT_EQ(request.value().settings, settings);
}

class TiniRole : public testing::TestWithParam<Row> {};
class CatatonitRole : public testing::TestWithParam<Row> {};
class EveryRole : public testing::TestWithParam<Row> {};

TEST_P(TiniRole, DoesAsTheRowSays) { ExpectRow(Tini(), GetParam(), GetParam().settings); }
TEST_P(CatatonitRole, DoesAsTheRowSays) { ExpectRow(Catatonit(), GetParam(), GetParam().settings); }
TEST_P(EveryRole, HeedsTheVariable) {
  ExpectRow(Tini(), GetParam(), GetParam().settings);
  ExpectRow(Catatonit(), GetParam(), Adopting(GetParam().settings));
}

std::string NameOf(const testing::TestParamInfo<Row>& test) { return std::string(test.param.name); }

INSTANTIATE_TEST_SUITE_P(Options, TiniRole, testing::ValuesIn(kTini), NameOf);
INSTANTIATE_TEST_SUITE_P(Options, CatatonitRole, testing::ValuesIn(kCatatonit), NameOf);
INSTANTIATE_TEST_SUITE_P(Variables, EveryRole, testing::ValuesIn(kLent), NameOf);

}  // namespace
}  // namespace dumb_init::cli
