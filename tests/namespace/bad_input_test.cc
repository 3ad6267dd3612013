// Wrong arguments and variables: one message that names the part and what is allowed, status 1,
// and nothing is run.
#include <string>
#include <vector>

#include "support/refusal.h"

namespace dumb_init::testing {
namespace {

class BadInput : public RefusalTest {
 protected:
  void Expect(const std::vector<std::string>& options, const std::string& message,
              const std::vector<std::string>& variables = {}) {
    ExpectRefusal("dumb-init", options, message, variables);
  }

  // Every way to ask for this rewrite is the same mistake.
  void ExpectBadRewrite(const std::string& value, const std::string& part,
                        const std::string& problem) {
    const std::string rest = " '" + value + "': '" + part + "' " + problem;
    Expect({"-r", value}, "-r" + rest);
    Expect({"--rewrite", value}, "--rewrite" + rest);
    Expect({"--rewrite=" + value}, "--rewrite" + rest);
    Expect({}, "DUMB_INIT_REWRITE" + rest, {"DUMB_INIT_REWRITE=" + value});
    Expect({}, "DUMB_INIT_REWRITE" + rest, {"DUMB_INIT_REWRITE=15:2," + value});
    Expect({"-r", "15:2", "-r", value}, "-r" + rest);
  }
};

TEST_F(BadInput, ARewriteHasTwoParts) {
  for (const char* const value : {"", "15", "TERM", "15;2", "x"}) {
    ExpectBadRewrite(value, value, kNoRewrite);
  }
}

TEST_F(BadInput, TheFirstPartOfARewriteIsASignal) {
  for (const char* const part :
       {"",         " 1",      "1 ",      "+1",          "-1",     "0",          "65",
        "1x",       "x",       "0x1",     "99999999999", "SIG",    "SIGSIGTERM", "TERMINATE",
        "RTMIN+31", "RTMIN-1", "RTMAX+1", "RTMAX-",      "RTMIN+", "RTMIN+x",    "CLDX"}) {
    ExpectBadRewrite(std::string(part) + ":2", part,
                     std::string("is no signal: allowed is ") + kSignalForms);
  }
}

TEST_F(BadInput, TheSecondPartOfARewriteIsASignalOrNothing) {
  for (const char* const part :
       {"", " 2", "2 ", "2x", "65", "-1", "+2", "2:3", "2:", "00x", "none", "SIG", "RTMAX+1"}) {
    ExpectBadRewrite(
        std::string("15:") + part, part,
        std::string("is no signal to forward: allowed is 0 to drop it, ") + kSignalForms);
  }
}

TEST_F(BadInput, ASignalThatNeverComesCannotBeRewritten) {
  for (const char* const part : {"9", "KILL", "SIGKILL", "kill", "19", "STOP", "sigstop"}) {
    ExpectBadRewrite(std::string(part) + ":15", part,
                     "never reaches us: allowed is any signal but KILL and STOP");
  }
}

TEST_F(BadInput, ABadRewriteInAListIsNamedAlone) {
  const std::string problem = kNoRewrite;
  Expect({}, "DUMB_INIT_REWRITE 'x': 'x' " + problem, {"DUMB_INIT_REWRITE=15:2,x,1:2"});
  Expect({}, "DUMB_INIT_REWRITE '': '' " + problem, {"DUMB_INIT_REWRITE=15:2,"});
  Expect({}, "DUMB_INIT_REWRITE '': '' " + problem, {"DUMB_INIT_REWRITE=,15:2"});
}

TEST_F(BadInput, AParentDeathSignalIsASignal) {
  for (const std::string part : {"", "0", "65", "x", " 9", "9 ", "15:2", "-9"}) {
    const std::string rest =
        " '" + part + "': '" + part + "' is no signal: allowed is " + kSignalForms;
    Expect({"-p", part}, "-p" + rest);
    Expect({"--parent-death-signal", part}, "--parent-death-signal" + rest);
    Expect({"--parent-death-signal=" + part}, "--parent-death-signal" + rest);
    Expect({}, "DUMB_INIT_PARENT_DEATH_SIGNAL" + rest, {"DUMB_INIT_PARENT_DEATH_SIGNAL=" + part});
  }
}

TEST_F(BadInput, AnUnknownOptionIsNamed) {
  const std::string help = ": 'dumb-init -h' lists what there is";
  Expect({"-x"}, "unknown option '-x' (no 'x')" + help);
  Expect({"-cx"}, "unknown option '-cx' (no 'x')" + help);
  Expect({"-c", "-1"}, "unknown option '-1' (no '1')" + help);
  Expect({"--unknown"}, "unknown option '--unknown'" + help);
  Expect({"--unknown=1"}, "unknown option '--unknown'" + help);
  Expect({"--quietly"}, "unknown option '--quietly'" + help);
  Expect({"-c", "--single child"}, "unknown option '--single child'" + help);
  Expect({"---"}, "unknown option '---'" + help);
}

TEST_F(BadInput, AnOptionMayNotBeShortenedUntilTwoFit) {
  Expect({"--ver"}, "option '--ver' could be any of: --verbose --version");
  Expect({"--v"}, "option '--v' could be any of: --verbose --version");
}

TEST_F(BadInput, AnOptionWithoutAValueIsGivenNone) {
  Expect({"--single-child=yes"}, "option '--single-child' takes no value: 'yes'");
  Expect({"--quiet="}, "option '--quiet' takes no value: ''");
  Expect({"--help=no"}, "option '--help' takes no value: 'no'");
}

TEST_F(BadInput, AControlCharacterIsShownAsText) {
  const std::string help = ": 'dumb-init -h' lists what there is";
  Expect({"--a\nb\x1b[31m"}, "unknown option '--a\\x0ab\\x1b[31m'" + help);
}

TEST_F(BadInput, AnOverlongValueIsCutAndTheReasonStays) {
  const Transcript run = RunToEnd({.words = {Init(), "-r", std::string(100000, 'x')}});
  EXPECT_EQ(run.outcome, (Outcome{1, 0}));
  EXPECT_LE(run.errors.size(), 4096U);
  EXPECT_NE(run.errors.find("x...': '"), std::string::npos) << run.errors;
  EXPECT_TRUE(run.errors.ends_with("the signal received and the one to forward\n")) << run.errors;
}

TEST_F(BadInput, AVariableThatIsAYesOrNoIsZeroOrOne) {
  for (const std::string value : {"", "2", "yes", "01", "1 ", "true"}) {
    Expect({},
           "DUMB_INIT_QUIET '" + value + "': '" + value + "' is neither 0 nor 1: allowed is 0 or 1",
           {"DUMB_INIT_QUIET=" + value});
  }
}

TEST_F(BadInput, AMistakeInAnOptionIsToldBeforeOneInAVariable) {
  Expect({"-x"}, "unknown option '-x' (no 'x'): 'dumb-init -h' lists what there is",
         {"DUMB_INIT_QUIET=2"});
}

TEST_F(BadInput, ACommandIsNeeded) {
  const std::string usage = "no command: usage is dumb-init [OPTION...] [--] COMMAND [ARGUMENT...]";
  ExpectRefusalOfAll("dumb-init", {}, usage);
  ExpectRefusalOfAll("dumb-init", {"--"}, usage);
  ExpectRefusalOfAll("dumb-init", {"-c"}, usage);
  ExpectRefusalOfAll("dumb-init", {"-cvq", "-r", "15:2", "--"}, usage);
}

TEST_F(BadInput, AValueIsNeeded) {
  ExpectRefusalOfAll("dumb-init", {"-r"}, "option '-r' needs a value: S:R");
  ExpectRefusalOfAll("dumb-init", {"-cr"}, "option '-cr' needs a value: S:R");
  ExpectRefusalOfAll("dumb-init", {"--rewrite"}, "option '--rewrite' needs a value: S:R");
  ExpectRefusalOfAll("dumb-init", {"-p"}, "option '-p' needs a value: S");
  ExpectRefusalOfAll("dumb-init", {"--parent"}, "option '--parent' needs a value: S");
}

TEST_F(BadInput, VariablesOfOnlyOneMeaningIgnoreAllElse) {
  for (const char* const variable :
       {"DUMB_INIT_SETSID=1", "DUMB_INIT_SETSID=", "DUMB_INIT_SETSID=x", "DUMB_INIT_DEBUG=0",
        "DUMB_INIT_DEBUG=", "DUMB_INIT_DEBUG=yes"}) {
    const Transcript run = RunToEnd({.words = {Init(), Program("state_dump")},
                                     .environment = std::vector<std::string>{variable}});
    EXPECT_EQ(run.outcome, (Outcome{0, 0}));
    EXPECT_EQ(run.errors, "");
    EXPECT_NE(run.output.find("session own\n"), std::string::npos);
  }
}

TEST_F(BadInput, HelpIsGivenWhateverElseIsWrongInVariables) {
  const Transcript run = RunToEnd(
      {.words = {Init(), "--help"}, .environment = std::vector<std::string>{"DUMB_INIT_QUIET=2"}});
  EXPECT_EQ(run.outcome, (Outcome{0, 0}));
  EXPECT_EQ(run.errors, "");
}

}  // namespace
}  // namespace dumb_init::testing
