// The exact words of every usage message.
#include "cli/text.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/cli/arguments.h"

namespace dumb_init::cli {
namespace {

const std::string kSignals =
    "a number from 1 to 64 or a name like TERM, SIGTERM, RTMIN+3 or RTMAX-1\n";
const std::string kNoRewrite =
    "is no rewrite: allowed is S:R, the signal received and the one to forward\n";
const std::string kNoSignal = "is no signal: allowed is " + kSignals;
const std::string kNoReplacement = "is no signal to forward: allowed is 0 to drop it, " + kSignals;
const std::string kNeverReaches = "never reaches us: allowed is any signal but KILL and STOP\n";
const std::string kNoStatus =
    "is no exit status: allowed are numbers from 0 to 255 and stop, with commas between\n";
const std::string kNoDuration =
    "is no duration: allowed is a whole number with ms, s, m or h behind it, seconds if nothing, "
    "up "
    "to 24h\n";
const std::string kNotAbsolute = "is no absolute file name: allowed is one that begins with /\n";
const std::string kNoFormat = "is no format: allowed is text or json\n";
const std::string kNoScope = "is no scope: allowed is child, group or all\n";
const std::string kNoGroup = "a single child leads no process group: the scope is child or all\n";
const std::string kLists = ": 'dumb-init -h' lists what there is\n";
const std::string kNoCommand =
    "no command: usage is dumb-init [OPTION...] [--] COMMAND [ARGUMENT...]\n";

struct Row {
  std::string_view name;
  std::vector<std::string> words;
  std::vector<std::string> environment;
  std::string message;
};

// clang-format off
const Row kRewrites[] = {
    {"NumberWithMore", {"-r", "15:2x"}, {}, "-r '15:2x': '2x' " + kNoReplacement},
    {"ThreeParts", {"-r", "1:2:3"}, {}, "-r '1:2:3': '2:3' " + kNoReplacement},
    {"ABlankInFront", {"-r", " 1:2"}, {}, "-r ' 1:2': ' 1' " + kNoSignal},
    {"FromNothing", {"-r", "0:1"}, {}, "-r '0:1': '0' " + kNoSignal},
    {"FromTooHigh", {"-r", "65:1"}, {}, "-r '65:1': '65' " + kNoSignal},
    {"ToTooHigh", {"-r", "1:65"}, {}, "-r '1:65': '65' " + kNoReplacement},
    {"FromKill", {"-r", "9:15"}, {}, "-r '9:15': '9' " + kNeverReaches},
    {"FromStop", {"-r", "19:1"}, {}, "-r '19:1': '19' " + kNeverReaches},
    {"FromKillByName", {"-r", "sigkill:1"}, {}, "-r 'sigkill:1': 'sigkill' " + kNeverReaches},
    {"NoColon", {"-r", "15"}, {}, "-r '15': '15' " + kNoRewrite},
    {"Empty", {"-r", ""}, {}, "-r '': '' " + kNoRewrite},
    {"ColonAlone", {"-r", ":"}, {}, "-r ':': '' " + kNoSignal},
    {"NoFirst", {"-r", ":1"}, {}, "-r ':1': '' " + kNoSignal},
    {"NoSecond", {"-r", "1:"}, {}, "-r '1:': '' " + kNoReplacement},
    {"Negative", {"-r", "-1:2"}, {}, "-r '-1:2': '-1' " + kNoSignal},
    {"ToNegative", {"-r", "1:-2"}, {}, "-r '1:-2': '-2' " + kNoReplacement},
    {"Signed", {"-r", "+1:2"}, {}, "-r '+1:2': '+1' " + kNoSignal},
    {"UnknownName", {"-r", "TREM:2"}, {}, "-r 'TREM:2': 'TREM' " + kNoSignal},
    {"ToUnknownName", {"-r", "1:TREM"}, {}, "-r '1:TREM': 'TREM' " + kNoReplacement},
    {"RealTimeTooFar", {"-r", "RTMIN+31:1"}, {}, "-r 'RTMIN+31:1': 'RTMIN+31' " + kNoSignal},
    {"ABlankInside", {"-r", "1: 2"}, {}, "-r '1: 2': ' 2' " + kNoReplacement},
    {"AListIsForTheVariable", {"-r", "1:2,3:4"}, {}, "-r '1:2,3:4': '2,3:4' " + kNoReplacement},
    {"Attached", {"-r1:x"}, {}, "-r1:x '1:x': 'x' " + kNoReplacement},
    {"Long", {"--rewrite=1:x"}, {}, "--rewrite '1:x': 'x' " + kNoReplacement},
    {"Shortened", {"--rew", "1:x"}, {}, "--rew '1:x': 'x' " + kNoReplacement},
    {"EmptyAfterEquals", {"--rewrite="}, {}, "--rewrite '': '' " + kNoRewrite},
    {"OneOfManyIsNamed", {"-r1:2", "-r3:x", "ls"}, {}, "-r3:x '3:x': 'x' " + kNoReplacement},
    {"ControlCharactersAreShown", {"-r", "1:\x1b[m"}, {},
     "-r '1:\\x1b[m': '\\x1b[m' " + kNoReplacement},
};

const Row kVariables[] = {
    {"Rewrite", {"ls"}, {"DUMB_INIT_REWRITE=1:x"}, "DUMB_INIT_REWRITE '1:x': 'x' " + kNoReplacement},
    {"TheWrongOneOfAList", {"ls"}, {"DUMB_INIT_REWRITE=1:2,9:3,x"},
     "DUMB_INIT_REWRITE '9:3': '9' " + kNeverReaches},
    {"EmptyRewrite", {"ls"}, {"DUMB_INIT_REWRITE="}, "DUMB_INIT_REWRITE '': '' " + kNoRewrite},
    {"ACommaAtTheEnd", {"ls"}, {"DUMB_INIT_REWRITE=1:2,"}, "DUMB_INIT_REWRITE '': '' " + kNoRewrite},
    {"Scope", {"ls"}, {"DUMB_INIT_SCOPE=some"}, "DUMB_INIT_SCOPE 'some': 'some' " + kNoScope},
    {"ScopeWithoutGroup", {"ls"}, {"DUMB_INIT_SETSID=0", "DUMB_INIT_SCOPE=group"}, kNoGroup},
    {"Grace", {"ls"}, {"DUMB_INIT_GRACE=10x"}, "DUMB_INIT_GRACE '10x': '10x' " + kNoDuration},
    {"EmptyGrace", {"ls"}, {"DUMB_INIT_GRACE="}, "DUMB_INIT_GRACE '': '' " + kNoDuration},
    {"KillAfter", {"ls"}, {"DUMB_INIT_KILL_AFTER=QUIT:x"},
     "DUMB_INIT_KILL_AFTER 'QUIT:x': 'x' " + kNoDuration},
    {"TheWrongDelayOfAList", {"ls"}, {"DUMB_INIT_DELAY=TERM:1s,HUP:-1"},
     "DUMB_INIT_DELAY 'HUP:-1': '-1' " + kNoDuration},
    {"OkExit", {"ls"}, {"DUMB_INIT_OK_EXIT=1;2"}, "DUMB_INIT_OK_EXIT '1;2': '1;2' " + kNoStatus},
    {"WarnOnReap", {"ls"}, {"DUMB_INIT_WARN_ON_REAP=yes"},
     "DUMB_INIT_WARN_ON_REAP 'yes': 'yes' is neither 0 nor 1: allowed is 0 or 1\n"},
    {"Quiet", {"ls"}, {"DUMB_INIT_QUIET=yes"},
     "DUMB_INIT_QUIET 'yes': 'yes' is neither 0 nor 1: allowed is 0 or 1\n"},
    {"RelativeReport", {"ls"}, {"DUMB_INIT_REPORT=x"}, "DUMB_INIT_REPORT 'x': 'x' " + kNotAbsolute},
    {"ReportFormat", {"ls"}, {"DUMB_INIT_REPORT_FORMAT=yaml"},
     "DUMB_INIT_REPORT_FORMAT 'yaml': 'yaml' " + kNoFormat},
    {"EmptyQuiet", {"ls"}, {"DUMB_INIT_QUIET="},
     "DUMB_INIT_QUIET '': '' is neither 0 nor 1: allowed is 0 or 1\n"},
    {"ParentDeathSignal", {"ls"}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=0"},
     "DUMB_INIT_PARENT_DEATH_SIGNAL '0': '0' " + kNoSignal},
    {"EmptyParentDeathSignal", {"ls"}, {"DUMB_INIT_PARENT_DEATH_SIGNAL="},
     "DUMB_INIT_PARENT_DEATH_SIGNAL '': '' " + kNoSignal},
    {"AWrongVariableIsNamedBeforeAMissingCommand", {}, {"DUMB_INIT_QUIET=2"},
     "DUMB_INIT_QUIET '2': '2' is neither 0 nor 1: allowed is 0 or 1\n"},
};

const Row kOptions[] = {
    {"NoCommand", {}, {}, kNoCommand},
    {"NoCommandAfterOptions", {"-v"}, {}, kNoCommand},
    {"NoCommandAfterTwoDashes", {"--"}, {}, kNoCommand},
    {"UnknownLetter", {"-x", "ls"}, {}, "unknown option '-x' (no 'x')" + kLists},
    {"UnknownLetterInACluster", {"-vxc", "ls"}, {}, "unknown option '-vxc' (no 'x')" + kLists},
    {"UnknownName", {"--nonsense"}, {}, "unknown option '--nonsense'" + kLists},
    {"UnknownNameWithValue", {"--nonsense=1"}, {}, "unknown option '--nonsense'" + kLists},
    {"NameWithMore", {"--helpx"}, {}, "unknown option '--helpx'" + kLists},
    {"NamesAreCaseSensitive", {"--HELP"}, {}, "unknown option '--HELP'" + kLists},
    {"Ambiguous", {"--ver"}, {}, "option '--ver' could be any of: --verbose --version\n"},
    {"AmbiguousWithValue", {"--v=1"}, {}, "option '--v' could be any of: --verbose --version\n"},
    {"AmbiguousAndEmpty", {"--=1"}, {}, "option '--' could be any of: --single-child --rewrite "
     "--scope --grace --kill-after --delay --ok-exit --parent-death-signal --warn-on-reap --pause --quiet --report --report-format --verbose --doctor --help --version\n"},
    {"ScopeUnknown", {"--scope", "some", "ls"}, {}, "--scope 'some': 'some' " + kNoScope},
    {"ScopeEmpty", {"--scope=", "ls"}, {}, "--scope '': '' " + kNoScope},
    {"ScopeWithoutGroup", {"-c", "--scope", "group", "ls"}, {}, kNoGroup},
    {"ScopeWithoutGroupTheOtherWayRound", {"--scope", "group", "-c", "ls"}, {}, kNoGroup},
    {"GraceNegative", {"-g", "-1", "ls"}, {}, "-g '-1': '-1' " + kNoDuration},
    {"GraceOfAPart", {"-g", "1.5s", "ls"}, {}, "-g '1.5s': '1.5s' " + kNoDuration},
    {"GraceOfAnotherUnit", {"-g10x", "ls"}, {}, "-g10x '10x': '10x' " + kNoDuration},
    {"GraceEmpty", {"--grace=", "ls"}, {}, "--grace '': '' " + kNoDuration},
    {"GraceTooLong", {"-g", "25h", "ls"}, {}, "-g '25h': '25h' " + kNoDuration},
    {"KillAfterOfNoSignal", {"-k", "x:1s", "ls"}, {}, "-k 'x:1s': 'x' " + kNoSignal},
    {"KillAfterOfKill", {"-k", "KILL:1s", "ls"}, {}, "-k 'KILL:1s': 'KILL' " + kNeverReaches},
    {"KillAfterWithoutTime", {"-k", "TERM:", "ls"}, {}, "-k 'TERM:': '' " + kNoDuration},
    {"KillAfterOfNothing", {"-k", "TERM", "ls"}, {}, "-k 'TERM': 'TERM' " + kNoDuration},
    {"DelayWithoutTime", {"-d", "TERM", "ls"}, {},
     "-d 'TERM': 'TERM' is no delay: allowed is S:T, the signal received and how long to hold it\n"},
    {"DelayOfKill", {"-d", "KILL:1s", "ls"}, {}, "-d 'KILL:1s': 'KILL' " + kNeverReaches},
    {"DelayOfNoSignal", {"-d", "0:1s", "ls"}, {}, "-d '0:1s': '0' " + kNoSignal},
    {"DelayOfNoTime", {"-d", "TERM:", "ls"}, {}, "-d 'TERM:': '' " + kNoDuration},
    {"OkExitTooHigh", {"-e", "256", "ls"}, {}, "-e '256': '256' " + kNoStatus},
    {"OkExitNegative", {"-e", "-1", "ls"}, {}, "-e '-1': '-1' " + kNoStatus},
    {"OkExitEmpty", {"-e", "", "ls"}, {}, "-e '': '' " + kNoStatus},
    {"OkExitWithAnEmptyPart", {"-e", "1,,2", "ls"}, {}, "-e '1,,2': '' " + kNoStatus},
    {"OkExitWithACommaAtTheEnd", {"-e", "stop,", "ls"}, {}, "-e 'stop,': '' " + kNoStatus},
    {"OkExitOfAnotherCase", {"-e", "STOP", "ls"}, {}, "-e 'STOP': 'STOP' " + kNoStatus},
    {"PauseWithACommand", {"-P", "ls"}, {}, "option '-P' runs no command: 'ls'\n"},
    {"DoctorWithACommand", {"--doctor", "ls"}, {}, "option '--doctor' runs no command: 'ls'\n"},
    {"ReportToARelativeFile", {"--report", "log/x", "ls"}, {}, "--report 'log/x': 'log/x' " + kNotAbsolute},
    {"ReportToNoFile", {"--report=", "ls"}, {}, "--report '': '' " + kNotAbsolute},
    {"ReportInAnotherFormat", {"--report-format", "xml", "ls"}, {},
     "--report-format 'xml': 'xml' " + kNoFormat},
    {"ReportInNoFormat", {"--report-format=", "ls"}, {}, "--report-format '': '' " + kNoFormat},
    {"ReportFormatInCapitals", {"--report-f=JSON", "ls"}, {}, "--report-f 'JSON': 'JSON' " + kNoFormat},
    {"PauseWithACommandAfterTwoDashes", {"-P", "--", "ls"}, {},
     "option '-P' runs no command: 'ls'\n"},
    {"MissingValue", {"-r"}, {}, "option '-r' needs a value: S:R\n"},
    {"MissingValueAtTheEndOfACluster", {"-vr"}, {}, "option '-vr' needs a value: S:R\n"},
    {"MissingValueOfALongName", {"--rewrite"}, {}, "option '--rewrite' needs a value: S:R\n"},
    {"MissingValueOfAShortenedName", {"--par"}, {}, "option '--par' needs a value: S\n"},
    {"UnwantedValue", {"--verbose=1", "ls"}, {}, "option '--verbose' takes no value: '1'\n"},
    {"UnwantedEmptyValue", {"--quiet=", "ls"}, {}, "option '--quiet' takes no value: ''\n"},
    {"UnwantedValueOfHelp", {"--help=me"}, {}, "option '--help' takes no value: 'me'\n"},
    {"TheNextWordIsAlwaysTheValue", {"-r", "-v", "ls"}, {}, "-r '-v': '-v' " + kNoRewrite},
    {"TwoDashesAreAValueToo", {"-p", "--", "ls"}, {}, "-p '--': '--' " + kNoSignal},
    {"ParentDeathSignalZero", {"-p", "0", "ls"}, {}, "-p '0': '0' " + kNoSignal},
    {"ParentDeathSignalUnknown", {"--parent-death-signal=x"}, {},
     "--parent-death-signal 'x': 'x' " + kNoSignal},
};
// clang-format on

class Mistake : public testing::TestWithParam<Row> {};

TEST_P(Mistake, IsNamedWithWhatIsAllowed) {
  const Row& row = GetParam();
  Arguments arguments(row.words, row.environment);
  const auto request = arguments.Parse();
  ASSERT_FALSE(request.ok());
  EXPECT_EQ(Describe(DumbInit(), request.error()).text(), "[dumb-init] " + row.message);
}

std::string NameOf(const testing::TestParamInfo<Row>& test) { return std::string(test.param.name); }

INSTANTIATE_TEST_SUITE_P(Rewrites, Mistake, testing::ValuesIn(kRewrites), NameOf);
INSTANTIATE_TEST_SUITE_P(Variables, Mistake, testing::ValuesIn(kVariables), NameOf);
INSTANTIATE_TEST_SUITE_P(Options, Mistake, testing::ValuesIn(kOptions), NameOf);

TEST(Describe, AVeryLongValueStillMakesOneLineThatSaysWhatIsWrong) {
  Arguments arguments({"-r", std::string(10000, 'x')});
  const auto request = arguments.Parse();
  ASSERT_FALSE(request.ok());
  Line line = Describe(DumbInit(), request.error());
  EXPECT_LE(line.text().size(), Line::kCapacity);
  EXPECT_TRUE(
      line.text().ends_with("x...' is no rewrite: allowed is S:R, the signal received and "
                            "the one to forward\n"))
      << line.text();
}

}  // namespace
}  // namespace dumb_init::cli
