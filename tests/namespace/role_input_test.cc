// Wrong input under each name: an option of another role is as unknown as any other.
#include <string>
#include <vector>

#include "support/refusal.h"

namespace dumb_init::testing {
namespace {

class RoleInput : public RefusalTest {
 protected:
  void ExpectUnknown(const std::string& role, const std::string& option) {
    const bool is_long = option.starts_with("--");
    const std::string part = is_long ? "" : " (no '" + option.substr(1) + "')";
    ExpectRefusal(
        role, {option},
        "unknown option '" + option + "'" + part + ": '" + role + " -h' lists what there is");
  }
};

TEST_F(RoleInput, OptionsOfDumbInitAreUnknownToTheOthers) {
  for (const std::string role : {"tini", "catatonit"}) {
    for (const std::string option :
         {"-c", "-r", "-q", "--single-child", "--rewrite", "--ok-exit", "--warn-on-reap", "--pause",
          "--quiet", "--verbose", "--help", "--parent-death-signal"}) {
      ExpectUnknown(role, option);
    }
  }
}

TEST_F(RoleInput, OptionsOfTiniAreUnknownToTheOthers) {
  for (const std::string option : {"-s", "-l"}) {
    ExpectUnknown("dumb-init", option);
    ExpectUnknown("catatonit", option);
  }
  for (const std::string option : {"-p", "-v", "-w", "-e"}) {
    ExpectUnknown("catatonit", option);
  }
}

TEST_F(RoleInput, OptionsOfCatatonitAreUnknownToTheOthers) {
  ExpectUnknown("dumb-init", "-L");
  for (const std::string option : {"-P", "-L", "-V"}) {
    ExpectUnknown("tini", option);
  }
}

TEST_F(RoleInput, AStatusIsANumberOfAByte) {
  for (const std::string value :
       {"256", "x", "", "-1", "+1", "1x", " 1", "0x1", "1,2", "stop", "99999999999999999999"}) {
    ExpectRefusal(
        "tini", {"-e", value},
        "-e '" + value + "': '" + value + "' is no exit status: allowed is a number from 0 to 255");
  }
}

TEST_F(RoleInput, AListOfStatusesHasNothingElseInIt) {
  const std::string problem =
      "' is no exit status: allowed are numbers from 0 to 255 and stop, with commas between";
  for (const std::string part : {"", "256", "x", "STOP", " 1", "-1"}) {
    for (const std::string& value : {part, "1," + part, part + ",stop", "1," + part + ",2"}) {
      const std::string rest = " '" + value + "': '" + part + problem;
      ExpectRefusal("dumb-init", {"-e", value}, "-e" + rest);
      ExpectRefusal("dumb-init", {"--ok-exit=" + value}, "--ok-exit" + rest);
      ExpectRefusal("tini", {}, "DUMB_INIT_OK_EXIT" + rest, {"DUMB_INIT_OK_EXIT=" + value});
      ExpectRefusal("catatonit", {}, "DUMB_INIT_OK_EXIT" + rest, {"DUMB_INIT_OK_EXIT=" + value});
    }
  }
}

TEST_F(RoleInput, AParentDeathSignalIsASignal) {
  for (const std::string value : {"SIGFOO", "0", "", "65", "-1", "SIG", "9x"}) {
    ExpectRefusal("tini", {"-p", value},
                  "-p '" + value + "': '" + value + "' is no signal: allowed is " + kSignalForms);
  }
}

TEST_F(RoleInput, VariablesOfDumbInitAreReadUnderEachName) {
  for (const std::string role : {"dumb-init", "tini", "catatonit"}) {
    const std::string not_zero_or_one = " '2': '2' is neither 0 nor 1: allowed is 0 or 1";
    ExpectRefusal(role, {}, std::string("DUMB_INIT_REWRITE 'x': 'x' ") + kNoRewrite,
                  {"DUMB_INIT_REWRITE=x"});
    ExpectRefusal(role, {}, "DUMB_INIT_QUIET" + not_zero_or_one, {"DUMB_INIT_QUIET=2"});
    ExpectRefusal(role, {}, "DUMB_INIT_WARN_ON_REAP" + not_zero_or_one,
                  {"DUMB_INIT_WARN_ON_REAP=2"});
    ExpectRefusal(role, {},
                  std::string("DUMB_INIT_PARENT_DEATH_SIGNAL '0': '0' is no signal: allowed is ") +
                      kSignalForms,
                  {"DUMB_INIT_PARENT_DEATH_SIGNAL=0"});
  }
}

TEST_F(RoleInput, PauseHasNoCommand) {
  for (const std::string role : {"dumb-init", "catatonit"}) {
    ExpectRefusal(role, {"-P"}, "option '-P' runs no command: '/bin/sh'");
    ExpectRefusal(role, {"-P", "--"}, "option '-P' runs no command: '/bin/sh'");
  }
  ExpectRefusal("dumb-init", {"--pause"}, "option '-P' runs no command: '/bin/sh'");
}

TEST_F(RoleInput, ACommandIsNeeded) {
  for (const std::string role : {"tini", "catatonit"}) {
    const std::string message =
        "no command: usage is " + role + " [OPTION...] [--] COMMAND [ARGUMENT...]";
    ExpectRefusalOfAll(role, {}, message);
    ExpectRefusalOfAll(role, {"--"}, message);
    ExpectRefusalOfAll(role, {"-g"}, message);
    ExpectRefusalOfAll(role, {"-g", "--"}, message);
  }
}

TEST_F(RoleInput, AValueIsNeeded) {
  ExpectRefusalOfAll("tini", {"-e"}, "option '-e' needs a value: N");
  ExpectRefusalOfAll("tini", {"-p"}, "option '-p' needs a value: SIG");
  ExpectRefusalOfAll("tini", {"-sgp"}, "option '-sgp' needs a value: SIG");
  ExpectRefusalOfAll("dumb-init", {"-e"}, "option '-e' needs a value: LIST");
}

}  // namespace
}  // namespace dumb_init::testing
