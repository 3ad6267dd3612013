// Wrong values of --scope, --grace, --kill-after and --delay, as options and as variables.
#include <string>
#include <vector>

#include "support/refusal.h"

namespace dumb_init::testing {
namespace {

constexpr const char* kNoDuration =
    "is no duration: allowed is a whole number with ms, s, m or h behind it, seconds if nothing, "
    "up to 24h";
constexpr const char* kNoDelay =
    "is no delay: allowed is S:T, the signal received and how long to hold it";
constexpr const char* kNoScope = "is no scope: allowed is child, group or all";
constexpr const char* kNotCatchable = "never reaches us: allowed is any signal but KILL and STOP";

class LimitInput : public RefusalTest {
 protected:
  struct Spelling {
    std::string letter;  // Empty: there is none.
    std::string name;
    std::string variable;
  };
  static inline const Spelling kScope{"", "--scope", "DUMB_INIT_SCOPE"};
  static inline const Spelling kGrace{"-g", "--grace", "DUMB_INIT_GRACE"};
  static inline const Spelling kKillAfter{"-k", "--kill-after", "DUMB_INIT_KILL_AFTER"};
  static inline const Spelling kDelay{"-d", "--delay", "DUMB_INIT_DELAY"};

  // However it is asked for, this value is wrong in this part.
  void ExpectBad(const Spelling& option, const std::string& value, const std::string& part,
                 const std::string& problem) {
    const std::string rest = " '" + value + "': '" + part + "' " + problem;
    if (!option.letter.empty()) {
      ExpectRefusal("dumb-init", {option.letter, value}, option.letter + rest);
    }
    ExpectRefusal("dumb-init", {option.name, value}, option.name + rest);
    ExpectRefusal("dumb-init", {option.name + "=" + value}, option.name + rest);
    for (const std::string role : {"dumb-init", "tini", "catatonit"}) {
      ExpectRefusal(role, {}, option.variable + rest, {option.variable + "=" + value});
    }
  }
};

TEST_F(LimitInput, AGraceIsADuration) {
  for (const std::string value :
       {"", "-1", "+1", "1.5s", "10x", "25h", "86401", " 1", "1 ", "1 s", "s", "ms", "1S", "0x1",
        "1s1", "86400001ms", "1441m", "99999999999999999999"}) {
    ExpectBad(kGrace, value, value, kNoDuration);
  }
}

TEST_F(LimitInput, AKillTimeIsADurationWithASignalOrWithout) {
  for (const std::string part : {"", "-1", "1.5s", "25h", "x", "1s:1s"}) {
    ExpectBad(kKillAfter, "TERM:" + part, part, kNoDuration);
  }
  for (const std::string value : {"", "-1", "1.5s", "25h", "TERM"}) {
    ExpectBad(kKillAfter, value, value, kNoDuration);
  }
  for (const std::string part : {"X", "", "0", "65", " TERM"}) {
    ExpectBad(kKillAfter, part + ":1s", part,
              std::string("is no signal: allowed is ") + kSignalForms);
  }
  for (const std::string part : {"KILL", "SIGSTOP", "9", "19"}) {
    ExpectBad(kKillAfter, part + ":1s", part, kNotCatchable);
  }
}

TEST_F(LimitInput, ADelayIsASignalAndADuration) {
  for (const std::string value : {"", "TERM", "1s", "15"}) {
    ExpectBad(kDelay, value, value, kNoDelay);
  }
  for (const std::string part : {"", "-1", "1.5s", "25h", "x", "1s:1s"}) {
    ExpectBad(kDelay, "TERM:" + part, part, kNoDuration);
  }
  for (const std::string part : {"X", "", "0", "65", " TERM"}) {
    ExpectBad(kDelay, part + ":1s", part, std::string("is no signal: allowed is ") + kSignalForms);
  }
  for (const std::string part : {"KILL", "SIGSTOP", "9", "19"}) {
    ExpectBad(kDelay, part + ":1s", part, kNotCatchable);
  }
}

TEST_F(LimitInput, ABadDelayInAListIsNamedAlone) {
  for (const std::string role : {"dumb-init", "tini", "catatonit"}) {
    for (const std::string list : {"TERM:1s,x", "x,TERM:1s", "TERM:1s,x,HUP:1s"}) {
      ExpectRefusal(role, {}, std::string("DUMB_INIT_DELAY 'x': 'x' ") + kNoDelay,
                    {"DUMB_INIT_DELAY=" + list});
    }
    ExpectRefusal(role, {}, std::string("DUMB_INIT_DELAY '': '' ") + kNoDelay,
                  {"DUMB_INIT_DELAY=TERM:1s,"});
  }
}

TEST_F(LimitInput, AScopeIsOneOfThree) {
  for (const std::string value : {"", "some", "ALL", "all ", "al", "child,group", "0"}) {
    ExpectBad(kScope, value, value, kNoScope);
  }
}

TEST_F(LimitInput, ASingleChildLeadsNoGroup) {
  const std::string message = "a single child leads no process group: the scope is child or all";
  const std::vector<std::string> by_variable{"DUMB_INIT_SCOPE=group"};
  ExpectRefusal("dumb-init", {"-c", "--scope", "group"}, message);
  ExpectRefusal("dumb-init", {"--scope=group", "--single-child"}, message);
  ExpectRefusal("dumb-init", {"-c"}, message, by_variable);
  ExpectRefusal("dumb-init", {"--scope", "group"}, message, {"DUMB_INIT_SETSID=0"});
  ExpectRefusal("dumb-init", {}, message, {"DUMB_INIT_SETSID=0", "DUMB_INIT_SCOPE=group"});
}

TEST_F(LimitInput, TheOptionsAreUnknownToTheOtherRoles) {
  for (const std::string role : {"tini", "catatonit"}) {
    const std::string help = ": '" + role + " -h' lists what there is";
    for (const std::string option : {"-k", "-d"}) {
      ExpectRefusal(role, {option},
                    "unknown option '" + option + "' (no '" + option.substr(1) + "')" + help);
    }
    for (const std::string option : {"--scope", "--grace", "--kill-after", "--delay"}) {
      ExpectRefusal(role, {option}, "unknown option '" + option + "'" + help);
    }
  }
}

TEST_F(LimitInput, AValueIsNeeded) {
  const auto expect = [](const std::string& option, const std::string& value) {
    ExpectRefusalOfAll("dumb-init", {option}, "option '" + option + "' needs a value: " + value);
  };
  expect("--scope", "WHO");
  expect("-g", "T");
  expect("--grace", "T");
  expect("-k", "[S:]T");
  expect("--kill-after", "[S:]T");
  expect("-d", "S:T");
  expect("--delay", "S:T");
}

}  // namespace
}  // namespace dumb_init::testing
