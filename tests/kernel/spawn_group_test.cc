// sys/spawn.h tells the truth about commands that lead a process group.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/terminals.h"
#include "support/seccomp.h"
#include "sys/process.h"
#include "sys/signals.h"
#include "sys/spawn.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;

dumb_init::Result<core::Pid, StartFailure> SpawnLeader() {
  static char init[] = "init";
  static char command[] = "/bin/true";
  char* words[] = {init, command, nullptr};
  char* environment[] = {nullptr};
  return Spawn({words + 1, environment}, core::Leads::kGroup, {}, Self());
}

// Where a command stands that was started to lead a group.
std::string WhereItStands() {
  const auto started = SpawnLeader();
  if (!started.ok()) {
    return "not started";
  }
  const pid_t command = started.value().number;
  std::string said = ::getpgid(command) == command ? "leads a group" : "leads none";
  said += ::getsid(command) == ::getsid(0) ? " in our session" : " in another session";
  said += testing::Foreground() == command ? ", has the terminal" : "";
  ::waitpid(command, nullptr, 0);
  return said;
}

TEST(Spawn, LeadsAGroupInOurSessionIfAsked) {
  EXPECT_EQ(InChild([] {
              ::setsid();
              return WhereItStands();
            }),
            "leads a group in our session");
}

TEST(Spawn, GivesTheGroupTheTerminalThatWeHave) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "seen by who has the terminal");
              testing::LeadSessionOnTerminal();
              return WhereItStands();
            }),
            "leads a group in our session, has the terminal");
}

TEST(Spawn, LeavesTheTerminalToAnotherGroupThatHasIt) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "seen by who has the terminal");
              testing::LeadSessionOnTerminal();
              const pid_t leader = ::getpid();
              const testing::Child background([&] {
                ::setpgid(0, 0);
                const bool right = WhereItStands() == "leads a group in our session";
                ::_exit(right && testing::Foreground() == leader ? 42 : 1);
              });
              return std::to_string(background.WaitFor(WEXITED).si_status);
            }),
            "42");
}

TEST(Spawn, SaysThatTheGroupIsRefusedAndLeavesNoChild) {
  EXPECT_EQ(InChild([]() -> std::string {
              ::setsid();
              testing::AnswerWith(EPERM, {SYS_setpgid});
              const auto started = SpawnLeader();
              if (started.ok()) {
                return "started";
              }
              const StartFailure failure = started.error();
              const bool right =
                  failure.step == StartFailure::Step::kGroup && failure.error == EPERM;
              const bool left = ::waitpid(-1, nullptr, WNOHANG) != -1;
              return std::string(right ? "setpgid" : "other") + (left ? ", a child is left" : "");
            }),
            "setpgid");
}

}  // namespace
}  // namespace dumb_init::sys
