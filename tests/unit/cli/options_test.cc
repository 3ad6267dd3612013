// Options in every way they can be written, and what they ask for.
#include "cli/options.h"

#include <csignal>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "cli/text.h"
#include "unit/cli/arguments.h"

namespace dumb_init::cli {
namespace {

using Words = std::vector<std::string>;
using core::Settings;
using What = Request::What;

Settings SingleChild(Settings settings = {}) {
  settings.scope = core::Scope::kCommand;
  settings.leads = core::Leads::kNothing;
  return settings;
}
Settings Quiet(Settings settings = {}) {
  settings.death_report = core::DeathReport::kNever;
  return settings;
}
Settings Verbose(Settings settings = {}) {
  settings.verbosity = core::Verbosity::kVerbose;
  return settings;
}
Settings Filed(std::string_view file, Settings settings = {}) {
  settings.report_file = file;
  return settings;
}
Settings AsJson(Settings settings = {}) {
  settings.report_format = core::ReportFormat::kJson;
  return settings;
}
Settings Rewriting(int from, int to, Settings settings = {}) {
  settings.rewrites.Set({from}, {to});
  return settings;
}
Settings Ok(std::initializer_list<int> statuses, Settings settings = {}) {
  for (const int status : statuses) {
    settings.ok_exits.Add(static_cast<core::ShellCode>(status));
  }
  return settings;
}
Settings OkStop(Settings settings = {}) {
  settings.ok_exits.AddStop();
  return settings;
}
Settings WarnOnReap(Settings settings = {}) {
  settings.reap_report = core::ReapReport::kEach;
  return settings;
}
Settings ParentDeath(int number, Settings settings = {}) {
  settings.parent_death_signal = {number};
  return settings;
}
Settings To(core::Scope scope, Settings settings = {}) {
  settings.scope = scope;
  return settings;
}
Settings Graceful(int milliseconds) {
  Settings settings;
  settings.grace = core::Duration{milliseconds};
  return settings;
}
Settings Killing(int milliseconds, int signal = 0) {
  Settings settings;
  settings.kill_after = core::Duration{milliseconds};
  settings.stop_signal = {signal};
  return settings;
}
Settings Delaying(int signal, int milliseconds, Settings settings = {}) {
  settings.delays.Set({signal}, {milliseconds});
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
const Row kForms[] = {
    {"NoOption", {"ls"}, {}, 1, {}},
    {"ArgumentsOfTheCommandAreItsOwn", {"ls", "-v", "--help"}, {}, 1, {}},
    {"OptionsAfterTheCommandAreItsOwn", {"-v", "ls", "-c"}, {}, 2, Verbose()},
    {"TwoDashesEndTheOptions", {"--", "-v"}, {}, 2, {}},
    {"TwoDashesAfterAnOption", {"-v", "--", "ls"}, {}, 3, Verbose()},
    {"TwoDashesTwiceAreACommand", {"--", "--"}, {}, 2, {}},
    {"ADashAloneIsACommand", {"-"}, {}, 1, {}},
    {"AnEmptyWordIsACommand", {""}, {}, 1, {}},
    {"SingleChild", {"-c", "x"}, {}, 2, SingleChild()},
    {"SingleChildLong", {"--single-child", "x"}, {}, 2, SingleChild()},
    {"SingleChildShortened", {"--si", "x"}, {}, 2, SingleChild()},
    {"Quiet", {"-q", "x"}, {}, 2, Quiet()},
    {"QuietLong", {"--quiet", "x"}, {}, 2, Quiet()},
    {"QuietShortened", {"--q", "x"}, {}, 2, Quiet()},
    {"Verbose", {"-v", "x"}, {}, 2, Verbose()},
    {"VerboseLong", {"--verbose", "x"}, {}, 2, Verbose()},
    {"VerboseShortened", {"--verb", "x"}, {}, 2, Verbose()},
    {"Twice", {"-v", "-v", "x"}, {}, 3, Verbose()},
    {"OkExit", {"-e", "143", "x"}, {}, 3, Ok({143})},
    {"OkExitOfMany", {"--ok-exit=0,1,255,stop", "x"}, {}, 2, OkStop(Ok({0, 1, 255}))},
    {"TheLaterOkExitWins", {"-e1,stop", "-e2", "x"}, {}, 3, Ok({2})},
    {"WarnOnReap", {"-w", "x"}, {}, 2, WarnOnReap()},
    {"WarnOnReapLong", {"--warn-on-reap", "x"}, {}, 2, WarnOnReap()},
    {"Report", {"--report", "/r", "x"}, {}, 3, Filed("/r")},
    {"ReportWithEquals", {"--report=/a b", "x"}, {}, 2, Filed("/a b")},
    {"TheLastReportCounts", {"--report", "/a", "--report=/b", "x"}, {}, 4, Filed("/b")},
    {"ReportFormatJson", {"--report-format", "json", "x"}, {}, 3, AsJson()},
    {"ReportFormatText", {"--report-format=text", "x"}, {}, 2, {}},
    {"ReportFormatShortened", {"--report-=json", "x"}, {}, 2, AsJson()},
    {"Cluster", {"-cvq", "x"}, {}, 2, Quiet(Verbose(SingleChild()))},
    {"RewriteAttached", {"-r1:2", "x"}, {}, 2, Rewriting(1, 2)},
    {"RewriteApart", {"-r", "1:2", "x"}, {}, 3, Rewriting(1, 2)},
    {"RewriteLongWithEquals", {"--rewrite=1:2", "x"}, {}, 2, Rewriting(1, 2)},
    {"RewriteLongApart", {"--rewrite", "1:2", "x"}, {}, 3, Rewriting(1, 2)},
    {"RewriteShortened", {"--rew=1:2", "x"}, {}, 2, Rewriting(1, 2)},
    {"RewriteAtTheEndOfACluster", {"-vr", "1:2", "x"}, {}, 3, Verbose(Rewriting(1, 2))},
    {"RewriteAttachedToACluster", {"-cr1:2", "x"}, {}, 2, SingleChild(Rewriting(1, 2))},
    {"RewritesAddUp", {"-r", "1:2", "-r3:4", "x"}, {}, 4, Rewriting(1, 2, Rewriting(3, 4))},
    {"TheLaterRewriteOfASignalWins", {"-r1:2", "-r1:3", "x"}, {}, 3, Rewriting(1, 3)},
    {"RewriteByName", {"-r", "SIGTERM:quit", "x"}, {}, 3, Rewriting(SIGTERM, SIGQUIT)},
    {"RewriteOfRealTimeSignals", {"-r", "RTMIN+3:RTMAX-1", "x"}, {}, 3, Rewriting(37, 63)},
    {"RewriteToNothing", {"-r", "TERM:0", "x"}, {}, 3, Rewriting(SIGTERM, 0)},
    {"RewriteToKill", {"-r", "TERM:KILL", "x"}, {}, 3, Rewriting(SIGTERM, SIGKILL)},
    {"RewriteToStop", {"-r", "TERM:19", "x"}, {}, 3, Rewriting(SIGTERM, SIGSTOP)},
    {"RewriteOfTheHighestSignal", {"-r", "64:1", "x"}, {}, 3, Rewriting(64, 1)},
    {"ScopeOfAll", {"--scope", "all", "x"}, {}, 3, To(core::Scope::kAll)},
    {"ScopeOfTheChild", {"--scope=child", "x"}, {}, 2, To(core::Scope::kCommand)},
    {"ScopeOfTheGroup", {"--scope=group", "x"}, {}, 2, {}},
    {"ScopeOfAllForASingleChild", {"-c", "--scope=all", "x"}, {}, 3,
     To(core::Scope::kAll, SingleChild())},
    {"TheLaterScopeWins", {"--scope=all", "--scope=child", "x"}, {}, 3, To(core::Scope::kCommand)},
    {"Grace", {"-g", "10s", "x"}, {}, 3, Graceful(10'000)},
    {"GraceLong", {"--grace=500ms", "x"}, {}, 2, Graceful(500)},
    {"KillAfter", {"-k5", "x"}, {}, 2, Killing(5'000)},
    {"KillAfterAlsoASignal", {"--kill-after", "quit:1m", "x"}, {}, 3, Killing(60'000, SIGQUIT)},
    {"TheLaterKillAfterWins", {"-kHUP:1", "-k2", "x"}, {}, 3, Killing(2'000)},
    {"Delay", {"-d", "TERM:2s", "x"}, {}, 3, Delaying(SIGTERM, 2'000)},
    {"DelaysAddUp", {"-dTERM:2", "--delay=HUP:0", "x"}, {}, 3,
     Delaying(SIGTERM, 2'000, Delaying(SIGHUP, 0))},
    {"ParentDeathSignal", {"-p", "KILL", "x"}, {}, 3, ParentDeath(SIGKILL)},
    {"ParentDeathSignalAttached", {"-p15", "x"}, {}, 2, ParentDeath(SIGTERM)},
    {"ParentDeathSignalLong", {"--parent-death-signal=hup", "x"}, {}, 2, ParentDeath(SIGHUP)},
    {"ParentDeathSignalShortened", {"--par", "1", "x"}, {}, 3, ParentDeath(SIGHUP)},
    {"TheLaterParentDeathSignalWins", {"-p1", "-p2", "x"}, {}, 3, ParentDeath(SIGINT)},
};

const Row kVariables[] = {
    {"SetsidZero", {"x"}, {"DUMB_INIT_SETSID=0"}, 1, SingleChild()},
    {"SetsidOneIsIgnored", {"x"}, {"DUMB_INIT_SETSID=1"}, 1, {}},
    {"SetsidEmptyIsIgnored", {"x"}, {"DUMB_INIT_SETSID="}, 1, {}},
    {"SetsidOtherIsIgnored", {"x"}, {"DUMB_INIT_SETSID=00"}, 1, {}},
    {"DebugOne", {"x"}, {"DUMB_INIT_DEBUG=1"}, 1, Verbose()},
    {"DebugZeroIsIgnored", {"x"}, {"DUMB_INIT_DEBUG=0"}, 1, {}},
    {"DebugEmptyIsIgnored", {"x"}, {"DUMB_INIT_DEBUG="}, 1, {}},
    {"DebugOtherIsIgnored", {"x"}, {"DUMB_INIT_DEBUG=yes"}, 1, {}},
    {"ReportVariables", {"x"}, {"DUMB_INIT_REPORT=/r", "DUMB_INIT_REPORT_FORMAT=json"}, 1,
     Filed("/r", AsJson())},
    {"QuietOne", {"x"}, {"DUMB_INIT_QUIET=1"}, 1, Quiet()},
    {"QuietZero", {"x"}, {"DUMB_INIT_QUIET=0"}, 1, {}},
    {"Scope", {"x"}, {"DUMB_INIT_SCOPE=all"}, 1, To(core::Scope::kAll)},
    {"ScopeBeatsItsVariable", {"--scope=child", "x"}, {"DUMB_INIT_SCOPE=all"}, 2,
     To(core::Scope::kCommand)},
    {"Grace", {"x"}, {"DUMB_INIT_GRACE=1h"}, 1, Graceful(3'600'000)},
    {"GraceBeatsItsVariable", {"-g1", "x"}, {"DUMB_INIT_GRACE=1h"}, 2, Graceful(1'000)},
    {"KillAfter", {"x"}, {"DUMB_INIT_KILL_AFTER=RTMIN+3:1"}, 1, Killing(1'000, 37)},
    {"KillAfterBeatsItsVariable", {"-k2", "x"}, {"DUMB_INIT_KILL_AFTER=HUP:1"}, 2, Killing(2'000)},
    {"Delays", {"x"}, {"DUMB_INIT_DELAY=TERM:2,HUP:1"}, 1,
     Delaying(SIGTERM, 2'000, Delaying(SIGHUP, 1'000))},
    {"DelayBeatsItsVariablePerSignal", {"-dTERM:3", "x"}, {"DUMB_INIT_DELAY=TERM:2,HUP:1"}, 2,
     Delaying(SIGTERM, 3'000, Delaying(SIGHUP, 1'000))},
    {"OkExit", {"x"}, {"DUMB_INIT_OK_EXIT=3,stop"}, 1, OkStop(Ok({3}))},
    {"OkExitBeatsItsVariable", {"-e", "4", "x"}, {"DUMB_INIT_OK_EXIT=3,stop"}, 3, Ok({4})},
    {"WarnOnReapOne", {"x"}, {"DUMB_INIT_WARN_ON_REAP=1"}, 1, WarnOnReap()},
    {"WarnOnReapZero", {"x"}, {"DUMB_INIT_WARN_ON_REAP=0"}, 1, {}},
    {"WarnOnReapBeatsItsVariable", {"-w", "x"}, {"DUMB_INIT_WARN_ON_REAP=0"}, 2, WarnOnReap()},
    {"VariablesOfOtherRolesAreIgnored", {"x"}, {"TINI_SUBREAPER=", "TINI_VERBOSITY=3",
     "TINI_KILL_PROCESS_GROUP=1", "CATATONIT_DEBUG=1"}, 1, {}},
    {"RewriteOfOne", {"x"}, {"DUMB_INIT_REWRITE=1:2"}, 1, Rewriting(1, 2)},
    {"RewriteOfMany", {"x"}, {"DUMB_INIT_REWRITE=1:2,TERM:QUIT,3:0"}, 1,
     Rewriting(1, 2, Rewriting(SIGTERM, SIGQUIT, Rewriting(3, 0)))},
    {"ParentDeathSignal", {"x"}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=TERM"}, 1, ParentDeath(SIGTERM)},
    {"AllAtOnce", {"x"}, {"DUMB_INIT_SETSID=0", "DUMB_INIT_QUIET=1", "DUMB_INIT_DEBUG=1"}, 1,
     SingleChild(Quiet(Verbose()))},
    {"AnOptionBeatsItsVariable", {"-p2", "x"}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=1"}, 2,
     ParentDeath(SIGINT)},
    {"AnOptionBeatsItsVariablePerSignal", {"-r", "1:3", "x"}, {"DUMB_INIT_REWRITE=1:2,4:5"}, 3,
     Rewriting(1, 3, Rewriting(4, 5))},
    {"ReportBeatsItsVariable", {"--report=/o", "--report-format=text", "x"},
     {"DUMB_INIT_REPORT=/v", "DUMB_INIT_REPORT_FORMAT=json"}, 3, Filed("/o")},
    {"QuietBeatsItsVariable", {"-q", "x"}, {"DUMB_INIT_QUIET=0"}, 2, Quiet()},
    {"TheFirstOfTwoCounts", {"x"}, {"DUMB_INIT_QUIET=1", "DUMB_INIT_QUIET=0"}, 1, Quiet()},
    {"OtherNamesAreIgnored", {"x"}, {"XDUMB_INIT_DEBUG=1", "DUMB_INIT_DEBUGGER=1", "QUIET=1",
     "DUMB_INIT_HELP=1", "DUMB_INIT_VERSION=1", "=1"}, 1, {}},
};
// clang-format on

class Run : public testing::TestWithParam<Row> {};

TEST_P(Run, IsAskedForAsTheRowSays) {
  const Row& row = GetParam();
  Arguments arguments(row.words, row.environment);
  const auto request = arguments.Parse();
  ASSERT_TRUE(request.ok()) << Describe(DumbInit(), request.error()).text();
  EXPECT_EQ(request.value().what, What::kRun);
  EXPECT_EQ(request.value().first_word, row.first_word);
  EXPECT_EQ(request.value().settings, row.settings);
}

std::string NameOf(const testing::TestParamInfo<Row>& test) { return std::string(test.param.name); }

INSTANTIATE_TEST_SUITE_P(Options, Run, testing::ValuesIn(kForms), NameOf);
INSTANTIATE_TEST_SUITE_P(Variables, Run, testing::ValuesIn(kVariables), NameOf);

class Question : public testing::TestWithParam<std::pair<Words, What>> {};

TEST_P(Question, IsUnderstood) {
  Arguments arguments(GetParam().first);
  const auto request = arguments.Parse();
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request.value().what, GetParam().second);
}

TEST_P(Question, IsAnsweredWhateverTheVariablesSay) {
  Arguments arguments(GetParam().first, {"DUMB_INIT_QUIET=x", "DUMB_INIT_REWRITE=x"});
  const auto request = arguments.Parse();
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request.value().what, GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(All, Question,
                         testing::Values(std::pair(Words{"-h"}, What::kHelp),
                                         std::pair(Words{"--help"}, What::kHelp),
                                         std::pair(Words{"--he"}, What::kHelp),
                                         std::pair(Words{"-vh", "ls"}, What::kHelp),
                                         std::pair(Words{"-V"}, What::kVersion),
                                         std::pair(Words{"--version"}, What::kVersion),
                                         std::pair(Words{"--vers", "ls"}, What::kVersion),
                                         std::pair(Words{"-P", "-h"}, What::kHelp),
                                         std::pair(Words{"-hP"}, What::kHelp)));

TEST(Parse, PauseNeedsNoCommand) {
  for (const Words& words : {Words{"-P"}, Words{"--pause"}, Words{"-vP"}, Words{"-P", "--"}}) {
    Arguments arguments(words);
    const auto request = arguments.Parse();
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request.value().what, What::kPause);
  }
}

TEST(Parse, HelpDoesNotExcuseAWrongOption) {
  Arguments arguments({"-h", "--nonsense"});
  EXPECT_FALSE(arguments.Parse().ok());
}

TEST(Parse, AWrongVariableDoesNotKeepTheDoctorAway) {
  Arguments arguments({"--doctor"}, {"DUMB_INIT_GRACE=never"});
  const auto request = arguments.Parse();
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request.value().what, Request::What::kDoctor);
}

TEST(Parse, AWrongOptionIsNamedBeforeAWrongVariable) {
  Arguments arguments({"-x", "ls"}, {"DUMB_INIT_QUIET=x"});
  const auto request = arguments.Parse();
  ASSERT_FALSE(request.ok());
  EXPECT_EQ(request.error().problem, Problem::kUnknownOption);
}

TEST(Parse, AnEmptyArgumentListHasNoCommand) {
  Arguments arguments({});
  const auto request = cli::Parse(DumbInit(), {}, arguments.Variables());
  ASSERT_FALSE(request.ok());
  EXPECT_EQ(request.error().problem, Problem::kNoCommand);
}

std::optional<Complaint> Refuse(Request&, std::string_view value) {
  return Complaint{Problem::kNotZeroOrOne, value};
}

TEST(Parse, AnOptionWithoutValueMayBeRefusedAnywhereInACluster) {
  const Flag flags[] = {{'x', "extra", "", "", VariableRule::kNone, Reach::kOwnRole, "", Refuse},
                        {'y', "yes", "", "", VariableRule::kNone, Reach::kOwnRole, "",
                         [](Request&, std::string_view) { return std::optional<Complaint>(); }}};
  const Role role{"test",
                  {},
                  "test\n",
                  "",
                  flags,
                  {},
                  [] { return core::Settings(); },
                  DashesAfterCommand::kKept};
  for (const char* const word : {"-x", "-yx", "-xy", "--extra"}) {
    Arguments arguments({word, "ls"});
    const auto request = arguments.Parse(role);
    ASSERT_FALSE(request.ok()) << word;
    EXPECT_EQ(request.error().where, word);
  }
}

}  // namespace
}  // namespace dumb_init::cli
