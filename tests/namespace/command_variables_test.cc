// The environment and the arguments of the command.
#include <string>
#include <vector>

#include "support/direct_exec.h"

namespace dumb_init::testing {
namespace {

class CommandVariables : public ComparedWithDirectExec {};

TEST_F(CommandVariables, EnvironmentIsKeptByteForByte) {
  std::vector<std::string> environment{"A=1",
                                       "A=2",
                                       "=",
                                       "=odd",
                                       "no equals sign",
                                       "EMPTY=",
                                       "LISTEN_PID=77",
                                       "WATCHDOG_PID=78",
                                       "LISTEN_PIDFDID=5",
                                       "LISTEN_FDS=1",
                                       "BYTES=\x01\n\t\xff\xfe",
                                       "PATH=/nowhere"};
  environment.push_back("LONG=" + std::string(100000, 'x'));
  for (int i = 0; i < 5000; ++i) {
    environment.push_back("V" + std::to_string(i) + "=" + std::string(100, 'y'));
  }
  const std::string dump = ExpectTheSame({.environment = environment});
  EXPECT_EQ(Count(dump, "variable"), static_cast<long>(environment.size()));
}

TEST_F(CommandVariables, AnEmptyEnvironmentStaysEmpty) {
  const std::string dump = ExpectTheSame({.environment = std::vector<std::string>{}});
  EXPECT_EQ(Count(dump, "variable"), 0);
}

TEST_F(CommandVariables, ArgumentsAreKeptByteForByte) {
  const std::string dump =
      ExpectTheSame({.arguments = {"", "--", "-v", "--help", "two words", "$HOME", "\x01\n\xff",
                                   std::string(100000, 'z')}});
  EXPECT_EQ(Count(dump, "argument"), 11);
}

// Started by a shell that names its own pid, which is then the init's.
std::vector<std::string> AfterNaming(const std::string& variables, const std::string& command) {
  return {"/bin/sh", "-c", "export " + variables + "; exec " + Init() + " " + command};
}

TEST_F(CommandVariables, PidVariablesThatNameTheInitNameTheCommand) {
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    const Transcript run = RunToEnd(
        {.words = AfterNaming("LISTEN_PID=$$ WATCHDOG_PID=$$ LISTEN_PIDFDID=9 LISTEN_FDS=1",
                              "/bin/sh -c 'echo $LISTEN_PID-$WATCHDOG_PID-$LISTEN_FDS-"
                              "${LISTEN_PIDFDID:-gone}-$$'"),
         .place = place});
    const std::string own = run.output.substr(0, run.output.find('-'));
    EXPECT_EQ(run.output, own + "-" + own + "-1-gone-" + own + "\n");
    EXPECT_EQ(run.outcome, (Outcome{0, 0}));
  }
}

TEST_F(CommandVariables, PidVariablesOfSomebodyElseStay) {
  const Transcript run =
      RunToEnd({.words = AfterNaming("LISTEN_PID=$$0 WATCHDOG_PID=+$$ LISTEN_PIDFDID=9",
                                     "/bin/sh -c 'echo $LISTEN_PID $WATCHDOG_PID "
                                     "${LISTEN_PIDFDID:-gone}'")});
  EXPECT_EQ(run.output, "10 +1 9\n");
}

}  // namespace
}  // namespace dumb_init::testing
