// Every role: where its command starts, what it is asked, and what it refuses in which words.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "cli/roles.h"
#include "cli/text.h"
#include "unit/cli/arguments.h"

namespace dumb_init::cli {
namespace {

using Words = std::vector<std::string>;
using What = Request::What;

TEST(Dashes, RightAfterTheCommandAreDroppedWhereTheOriginalsDropThem) {
  for (const Role* const role : {&Tini(), &Catatonit()}) {
    Arguments arguments({"-g", "prog", "--", "-x", "--"});
    const auto request = arguments.Parse(*role);
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request.value().first_word, 3);
    EXPECT_EQ(arguments.Words(), (Words{"dumb-init", "-g", "prog", "prog", "-x", "--"}));
  }
}

TEST(Dashes, StayTheCommandsOwnWhereThereWereSomeBefore) {
  for (const Role* const role : {&Tini(), &Catatonit()}) {
    Arguments arguments({"--", "prog", "--", "x"});
    const auto request = arguments.Parse(*role);
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request.value().first_word, 2);
    EXPECT_EQ(arguments.Words(), (Words{"dumb-init", "--", "prog", "--", "x"}));
  }
}

TEST(Dashes, AfterAnArgumentOfTheCommandStay) {
  for (const Role* const role : {&Tini(), &Catatonit()}) {
    Arguments arguments({"prog", "a", "--", "x"});
    ASSERT_EQ(arguments.Parse(*role).value().first_word, 1);
    EXPECT_EQ(arguments.Words(), (Words{"dumb-init", "prog", "a", "--", "x"}));
  }
}

TEST(Dashes, AreTheCommandsOwnForDumbInit) {
  Arguments arguments({"prog", "--", "x"});
  ASSERT_EQ(arguments.Parse(DumbInit()).value().first_word, 1);
  EXPECT_EQ(arguments.Words(), (Words{"dumb-init", "prog", "--", "x"}));
}

TEST(Dashes, AfterACommandAloneLeaveItAlone) {
  Arguments arguments({"prog", "--"});
  ASSERT_EQ(arguments.Parse(Tini()).value().first_word, 2);
  EXPECT_EQ(arguments.Words(), (Words{"dumb-init", "prog", "prog"}));
}

struct Question {
  const Role& role;
  Words words;
  What what;
};

TEST(RoleQuestions, AreUnderstood) {
  const Question kQuestions[] = {
      {Tini(), {"-h"}, What::kHelp},         {Tini(), {"--version"}, What::kVersion},
      {Tini(), {"-l"}, What::kLicense},      {Catatonit(), {"-h"}, What::kHelp},
      {Catatonit(), {"-V"}, What::kVersion}, {Catatonit(), {"--version"}, What::kVersion},
      {Catatonit(), {"-L"}, What::kLicense}, {Catatonit(), {"-P"}, What::kPause},
      {Catatonit(), {"-gP"}, What::kPause},  {Tini(), {"-vvh", "x"}, What::kHelp},
  };
  for (const Question& question : kQuestions) {
    Arguments arguments(question.words, {"DUMB_INIT_QUIET="});
    const auto request = arguments.Parse(question.role);
    if (question.what == What::kPause) {
      EXPECT_FALSE(request.ok()) << "a wrong variable is a mistake for a pause, too";
      Arguments again(question.words);
      EXPECT_EQ(again.Parse(question.role).value().what, question.what);
      continue;
    }
    ASSERT_TRUE(request.ok()) << question.words[0];
    EXPECT_EQ(request.value().what, question.what);
  }
}

struct Mistake {
  std::string_view name;
  const Role& role;
  Words words;
  Words environment;
  std::string message;
};

const std::string kSignals =
    "is no signal: allowed is a number from 1 to 64 or a name like TERM, SIGTERM, RTMIN+3 or "
    "RTMAX-1\n";
const std::string kStatus = "is no exit status: allowed is a number from 0 to 255\n";
const std::string kTiniLists = ": 'tini -h' lists what there is\n";
const std::string kCatatonitLists = ": 'catatonit -h' lists what there is\n";

// clang-format off
const Mistake kMistakes[] = {
    {"TiniNoCommand", Tini(), {}, {},
     "[tini] no command: usage is tini [OPTION...] [--] COMMAND [ARGUMENT...]\n"},
    {"CatatonitNoCommand", Catatonit(), {"-g"}, {},
     "[catatonit] no command: usage is catatonit [OPTION...] [--] COMMAND [ARGUMENT...]\n"},
    {"TiniHasNoSingleChild", Tini(), {"-c", "x"}, {}, "[tini] unknown option '-c' (no 'c')" + kTiniLists},
    {"TiniHasNoPause", Tini(), {"-P"}, {}, "[tini] unknown option '-P' (no 'P')" + kTiniLists},
    {"TiniHasNoLongHelp", Tini(), {"--help"}, {}, "[tini] unknown option '--help'" + kTiniLists},
    {"TiniHasNoLongRewrite", Tini(), {"--rewrite=1:2", "x"}, {},
     "[tini] unknown option '--rewrite'" + kTiniLists},
    {"TiniHasOneLongOption", Tini(), {"--=x"}, {}, "[tini] option '--' takes no value: 'x'\n"},
    {"TiniOkExitTooHigh", Tini(), {"-e", "256", "x"}, {}, "[tini] -e '256': '256' " + kStatus},
    {"TiniOkExitNoNumber", Tini(), {"-e", "x", "x"}, {}, "[tini] -e 'x': 'x' " + kStatus},
    {"TiniOkExitEmpty", Tini(), {"-e", "", "x"}, {}, "[tini] -e '': '' " + kStatus},
    {"TiniOkExitNegative", Tini(), {"-e", "-1", "x"}, {}, "[tini] -e '-1': '-1' " + kStatus},
    {"TiniOkExitIsNoList", Tini(), {"-e", "1,2", "x"}, {}, "[tini] -e '1,2': '1,2' " + kStatus},
    {"TiniOkExitMissing", Tini(), {"-e"}, {}, "[tini] option '-e' needs a value: N\n"},
    {"TiniUnknownSignal", Tini(), {"-p", "SIGFOO", "x"}, {}, "[tini] -p 'SIGFOO': 'SIGFOO' " + kSignals},
    {"TiniSignalZero", Tini(), {"-p", "0", "x"}, {}, "[tini] -p '0': '0' " + kSignals},
    {"TiniWrongLentVariable", Tini(), {"x"}, {"DUMB_INIT_QUIET=2"},
     "[tini] DUMB_INIT_QUIET '2': '2' is neither 0 nor 1: allowed is 0 or 1\n"},
    {"CatatonitHasNoSubreaper", Catatonit(), {"-s", "x"}, {},
     "[catatonit] unknown option '-s' (no 's')" + kCatatonitLists},
    {"CatatonitHasNoVerbose", Catatonit(), {"-v", "x"}, {},
     "[catatonit] unknown option '-v' (no 'v')" + kCatatonitLists},
    {"CatatonitPauseWithACommand", Catatonit(), {"-P", "true"}, {},
     "[catatonit] option '-P' runs no command: 'true'\n"},
};
// clang-format on

class RoleMistake : public testing::TestWithParam<Mistake> {};

TEST_P(RoleMistake, IsNamedWithWhatIsAllowed) {
  Arguments arguments(GetParam().words, GetParam().environment);
  const auto request = arguments.Parse(GetParam().role);
  ASSERT_FALSE(request.ok());
  EXPECT_EQ(Describe(GetParam().role, request.error()).text(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(All, RoleMistake, testing::ValuesIn(kMistakes),
                         [](const auto& test) { return std::string(test.param.name); });

// tini(1) knows these 28 by their names with the prefix.
TEST(ParentDeathSignal, EachNameOfTinisIsKnown) {
  const std::string_view kNames[] = {"HUP",  "INT",  "QUIT", "ILL",  "TRAP",  "ABRT",   "BUS",
                                     "FPE",  "KILL", "USR1", "SEGV", "USR2",  "PIPE",   "ALRM",
                                     "TERM", "CHLD", "CONT", "STOP", "TSTP",  "TTIN",   "TTOU",
                                     "URG",  "XCPU", "XFSZ", "PROF", "WINCH", "VTALRM", "SYS"};
  for (const std::string_view name : kNames) {
    Arguments with_prefix({"-p", "SIG" + std::string(name), "x"});
    Arguments without({"-p", std::string(name), "x"});
    const auto request = with_prefix.Parse(Tini());
    ASSERT_TRUE(request.ok()) << name;
    EXPECT_EQ(request.value().settings, without.Parse(Tini()).value().settings) << name;
  }
}

TEST(LicenseText, IsTheMitLicense) {
  EXPECT_TRUE(LicenseText().starts_with("MIT License\n"));
  EXPECT_TRUE(LicenseText().ends_with("SOFTWARE.\n"));
}

}  // namespace
}  // namespace dumb_init::cli
