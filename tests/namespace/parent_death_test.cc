// The end of whoever started the init is a signal, if asked for.
#include <csignal>
#include <span>
#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class ParentDeath : public NamespaceTest, public ::testing::WithParamInterface<Mode> {
 protected:
  // What the command hears of the end of a shell that started the init with these options.
  static std::string HeardBy(const std::vector<std::string>& options,
                             const std::vector<std::string>& variables) {
    const GuestSetup init = At({Place::kOrdinary, GetParam()}, options);
    GuestSetup setup{{"/bin/sh", "-c", "\"$@\" & echo $!; read go", "sh"}, Place::kOrdinary};
    setup.words.insert(setup.words.end(), init.words.begin(), init.words.end());
    setup.words.push_back(Program("signal_echo"));
    setup.variables = variables;
    Guest shell(setup);
    std::string pid = shell.ReadLine();
    if (pid == "ready") {
      pid = shell.ReadLine();
    } else {
      EXPECT_EQ(shell.ReadLine(), "ready");
    }
    const std::vector<pid_t> both = shell.Descendants();
    shell.CloseInput();
    EXPECT_EQ(shell.Wait().signal, 0);
    // Whoever hears nothing hears this, the last in order.
    EXPECT_EQ(::kill(std::stoi(pid), 64), 0);
    const std::string line = shell.ReadLine();
    for (const pid_t process : both) {
      ::kill(process, SIGKILL);
    }
    return line;
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, ParentDeath, ::testing::ValuesIn(kEveryMode), ModeName);

TEST_P(ParentDeath, IsForwardedWhereTheVariableAsksForIt) {
  EXPECT_EQ(HeardBy({}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=USR1"}), "10");
  EXPECT_EQ(HeardBy({}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=RTMIN+3"}), "37");
}

// catatonit has no option for it.
class ParentDeathOption : public ParentDeath {};
INSTANTIATE_TEST_SUITE_P(Everywhere, ParentDeathOption,
                         ::testing::ValuesIn(std::span(kEveryMode).first<4>()), ModeName);

TEST_P(ParentDeathOption, IsForwarded) {
  EXPECT_EQ(HeardBy({"-p", "SIGUSR2"}, {}), "12");
  EXPECT_EQ(HeardBy({"-pHUP"}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=USR1"}), "1");
}

TEST_P(ParentDeath, IsNothingToWhoeverDidNotAsk) { EXPECT_EQ(HeardBy({}, {}), "64"); }

TEST_P(ParentDeath, GoesThroughTheRewrites) {
  EXPECT_EQ(HeardBy({}, {"DUMB_INIT_PARENT_DEATH_SIGNAL=USR1", "DUMB_INIT_REWRITE=USR1:QUIT"}),
            "3");
}

}  // namespace
}  // namespace dumb_init::testing
