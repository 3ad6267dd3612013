// What a compromised application can do to PID 1, and what it cannot.
#include <sys/resource.h>
#include <csignal>
#include <string>
#include <vector>

#include "support/lifetime.h"
#include "support/namespace_test.h"

namespace dumb_init::testing {
namespace {

const std::vector<std::string> kAsNobody{"/usr/bin/setpriv", "--reuid", "54341",
                                         "--regid",          "54341",   "--clear-groups"};
const std::vector<std::string> kWithoutCapabilities{"/usr/bin/setpriv", "--bounding-set", "-all",
                                                    "--inh-caps", "-all"};

std::vector<std::string> operator+(std::vector<std::string> words,
                                   const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

class Attacker : public NamespaceTest {
 protected:
  static std::vector<std::string> Tries(const std::string& attack) {
    return {Program("attacker"), attack};
  }
  static Transcript Run(const std::vector<std::string>& words) { return RunToEnd({words}); }
  static std::string Rights(const std::vector<std::string>& words) { return Run(words).output; }
  static bool Holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
};

TEST_F(Attacker, OfAnotherUserIsAllowedNothing) {
  EXPECT_EQ(Rights(std::vector<std::string>{Init()} + kAsNobody + Tries("rights")), "end\n");
}

TEST_F(Attacker, OfTheSameUserIsAllowedAllButWhatTheKernelWithholds) {
  const std::string rights = Rights(kAsNobody + std::vector<std::string>{Init()} + Tries("rights"));
  EXPECT_EQ(rights.find("signal\nlimit\nprocessors\noom_score_adj\n"), 0U) << rights;
}

TEST_F(Attacker, OfRootWithFewerCapabilitiesMayNeitherTraceNorReadTheInit) {
  EXPECT_EQ(Rights(std::vector<std::string>{Init()} + kWithoutCapabilities + Tries("rights")),
            "signal\nlimit\noom_score_adj\nend\n");
}

TEST_F(Attacker, InsideTheContainerNeitherKillsNorStopsPidOne) {
  const Transcript run = Run(std::vector<std::string>{Init()} + Tries("kill"));
  EXPECT_EQ(run.outcome, (Outcome{128 + SIGKILL, 0}));
  EXPECT_EQ(run.output, "tried\n");
  EXPECT_TRUE(Holds(run.errors, " (PID 2) was ended by SIGKILL after ")) << run.errors;
}

TEST_F(Attacker, CannotPassForTheKernelNorForAnotherProcess) {
  EXPECT_EQ(Rights(std::vector<std::string>{Init()} + Tries("forge")), "accepted 0\n");
}

TEST_F(Attacker, OfTheSameUserCanPassForSomebodyOutside) {
  const Transcript run = Run(std::vector<std::string>{Init()} + Tries("outside"));
  EXPECT_TRUE(Holds(run.errors, "last stop request: SIGTERM from outside the container\n"))
      << run.errors;
}

TEST_F(Attacker, OfTheSameUserCanEndPidOneAsItsTracer) {
  EXPECT_EQ(Run(std::vector<std::string>{Init()} + Tries("trace")).outcome, (Outcome{-1, SIGKILL}));
}

TEST_F(Attacker, WithAnUnprintableNameMakesOneLine) {
  const Transcript run = Run(std::vector<std::string>{Init()} + Tries("names"));
  EXPECT_TRUE(Holds(WithoutTime(run.errors),
                    " (PID 2) was ended by SIGKILL after T; last stop request: SIGTERM from PID 2 "
                    "(\\x1b[2J\\x0a\"\\xff\\x07)\n"))
      << run.errors;
}

TEST_F(Attacker, WhoFloodsPidOneWithLowerSignalsHoldsNoTermUp) {
  Guest guest({Init(), "-q", Program("attacker"), "flood"});
  EXPECT_EQ(guest.ReadLine(), "TERM");
}

// All of them but the one for CPU time, by which the kernel kills.
TEST_F(Attacker, WhoTakesEveryLimitAwayChangesNoStatus) {
  for (const bool told : {true, false}) {
    Guest guest(
        {Init(), "-q", "/bin/sh", "-c", "(: &); echo ready; read line; (: &); kill -KILL $$"});
    ASSERT_EQ(guest.ReadLine(), "ready");
    const struct rlimit none {};
    for (int resource = 1; resource < 16; ++resource) {
      ASSERT_EQ(::prlimit(guest.pid(), static_cast<__rlimit_resource>(resource), &none, nullptr),
                0);
    }
    guest.Send(SIGCONT);
    if (told) {
      guest.Send(SIGTERM);
    } else {
      guest.CloseInput();
    }
    EXPECT_EQ(guest.Wait(), (Outcome{128 + (told ? SIGTERM : SIGKILL), 0}));
  }
}

}  // namespace
}  // namespace dumb_init::testing
