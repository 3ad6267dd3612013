// sys/spawn.h tells the truth about stops that reach the child before it has become the command.
#include "sys/spawn.h"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/wire.h"
#include "sys/process.h"
#include "sys/signals.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;
using testing::Wire;

// So many folders without the command, as long as a variable can be: looking there takes long
// enough for somebody to send the child a signal meanwhile.
std::string LongPath() { return "PATH=" + std::string(130'000, ':') + "/bin"; }

std::string FileOf(pid_t pid, const std::string& file) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/" + file);
  std::string text;
  std::getline(stream, text);
  return text;
}

// The init: spawns the command, says so, and then what becomes of it.
void SpawnAndSay(core::Leads leads, const char* name, const Wire& said) {
  Tolerate(TakeOverSignals(), "what it does is looked at elsewhere");
  ::setpgid(0, 0);
  static char before[] = "init";
  std::string command = name;
  // Not for ever, so that nothing stays where the test fails.
  std::string seconds = "30";
  char* words[] = {before, command.data(), seconds.data(), nullptr};
  std::string path = LongPath();
  char* environment[] = {path.data(), nullptr};
  const auto started = Spawn({words + 1, environment}, leads, {}, Self());
  if (!started.ok()) {
    const bool left = ::waitpid(-1, nullptr, WNOHANG) != -1;
    said.Say(std::strerror(started.error().error) + std::string(left ? ", a child is left" : ""));
    return;
  }
  siginfo_t change{};
  const auto id = static_cast<id_t>(started.value().number);
  ::waitid(P_PID, id, &change, WSTOPPED | WEXITED);
  const std::string how = change.si_code == CLD_STOPPED ? "stopped by " : "ended with ";
  said.Say(how + std::to_string(change.si_status));
  ::kill(started.value().number, SIGKILL);
}

// What becomes of a command whose child gets `signals` before it is there. Who was too late begins
// again.
std::string AfterEarly(const std::vector<int>& signals, core::Leads leads, const char* command) {
  for (;;) {
    const Wire said;
    const Child init([&] { SpawnAndSay(leads, command, said); });
    const std::string number = std::to_string(init.pid().number);
    std::string child;
    while (child.empty()) {
      child = FileOf(init.pid().number, "task/" + number + "/children");
    }
    for (const int signal : signals) {
      ::kill(std::stoi(child), signal);
    }
    const bool early = FileOf(std::stoi(child), "comm") == FileOf(init.pid().number, "comm");
    const std::string became = said.Hear();
    init.WaitFor(WEXITED);
    if (early) {
      return became;
    }
  }
}

TEST(Spawn, PutsAnEarlyStopOffUntilTheCommandIsThere) {
  for (const int signal : {SIGTSTP, SIGTTIN, SIGTTOU}) {
    for (const core::Leads leads : {core::Leads::kNothing, core::Leads::kGroup}) {
      EXPECT_EQ(InChild([&] { return AfterEarly({signal}, leads, "sleep"); }),
                "stopped by " + std::to_string(signal));
    }
  }
}

TEST(Spawn, SaysThatThereIsNoCommandAlsoAfterAnEarlyStop) {
  EXPECT_EQ(InChild([] { return AfterEarly({SIGTSTP}, core::Leads::kNothing, "nonexistent"); }),
            "No such file or directory");
}

// The kernel stops nobody in an orphaned group this way, and neither do we.
TEST(Spawn, IsNotHeldUpByAStopOfTheLeaderOfASession) {
  EXPECT_EQ(InChild([] {
              return AfterEarly({SIGTSTP, SIGTSTP}, core::Leads::kSession, "nonexistent");
            }),
            "No such file or directory");
}

}  // namespace
}  // namespace dumb_init::sys
