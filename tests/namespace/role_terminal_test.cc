// The terminal of a command that leads a process group in the session of the init.
#include <sys/ioctl.h>
#include <unistd.h>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

constexpr Mode kRoleModes[] = {Mode::kTini, Mode::kTiniGroup, Mode::kCatatonit,
                               Mode::kCatatonitGroup};

pid_t Foreground(const Guest& guest) {
  pid_t group = 0;
  return ::ioctl(guest.terminal(), TIOCGPGRP, &group) == 0 ? group : -1;
}

class RoleTerminal : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, RoleTerminal, StandsIn(kRoleModes), StandName);

TEST_P(RoleTerminal, TheCommandsGroupIsInTheForeground) {
  GuestSetup setup = Here({"/bin/sh", "-c", "echo ready; read line; echo got $line"});
  setup.terminal = true;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  EXPECT_EQ(Foreground(guest), guest.CommandPid());
  guest.Write("a line\n");
  EXPECT_EQ(guest.ReadUntil("got"), "got a line");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

TEST_P(RoleTerminal, IsFoundAlsoWhereStandardInputIsAnotherFile) {
  GuestSetup setup = Here({"/bin/sh", "-c", "echo ready; read line </dev/tty; echo got $line"});
  setup.terminal = true;
  setup.words.insert(setup.words.begin(), {"/bin/sh", "-c", "exec \"$@\" </dev/null", "sh"});
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  EXPECT_EQ(Foreground(guest), guest.CommandPid());
  guest.Write("a line\n");
  EXPECT_EQ(guest.ReadUntil("got"), "got a line");
}

// A shell around an init, where nobody but the init can give the terminal back.
class ShellScript : public NamespaceTest, public ::testing::WithParamInterface<Mode> {
 protected:
  static GuestSetup Script(const std::string& script) {
    GuestSetup setup{{"/bin/sh", "-c", script, "sh"}, Place::kOrdinary};
    const std::vector<std::string> call = CallTo({Place::kOrdinary, GetParam()});
    setup.words.insert(setup.words.end(), call.begin(), call.end());
    setup.terminal = true;
    return setup;
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, ShellScript, ::testing::ValuesIn(kEveryMode), ModeName);

TEST_P(ShellScript, HasTheTerminalAgainWhenTheCommandHasEnded) {
  Guest guest(
      Script("\"$@\" sh -c 'echo first; read line; echo got $line; exit 3'; echo left $?; "
             "read line; echo also got $line"));
  ASSERT_EQ(guest.ReadLine(), "first");
  guest.Write("one\n");
  EXPECT_EQ(guest.ReadUntil("got"), "got one");
  EXPECT_EQ(guest.ReadUntil("left"), "left 3");
  guest.Write("two\n");
  EXPECT_EQ(guest.ReadUntil("also got"), "also got two");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

TEST_P(ShellScript, HasTheTerminalAgainWhenTheCommandCouldNotBeStarted) {
  Guest guest(Script("\"$@\" /nowhere/at/all; echo left $?; read line; echo got $line"));
  EXPECT_EQ(guest.ReadUntil("left"), "left 127");
  guest.Write("two\n");
  EXPECT_EQ(guest.ReadUntil("got"), "got two");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

// An interactive shell that has the init as a job in the background.
TEST_P(ShellScript, KeepsTheTerminalWhileTheInitIsInTheBackground) {
  GuestSetup setup = Script("");
  const std::vector<std::string> call(setup.words.begin() + 4, setup.words.end());
  setup.words = {"/bin/bash", "--norc", "--noediting", "-i"};
  setup.environment = {"PATH=/usr/bin:/bin", "PS1=", "TERM=dumb", "HISTFILE="};
  Guest shell(setup);
  std::string line;
  for (const std::string& word : call) {
    line += word + " ";
  }
  shell.Write(line + Program("signal_echo") + " &\n");
  ASSERT_EQ(shell.ReadUntil("ready"), "ready");
  EXPECT_EQ(Foreground(shell), shell.pid());
  shell.Write("echo sa''id; jobs; kill %1\n");
  EXPECT_EQ(shell.ReadUntil("said"), "said");
  EXPECT_NE(shell.ReadUntil("Running").find("signal_echo"), std::string::npos);
  EXPECT_EQ(shell.ReadUntil("15"), "15");
}

}  // namespace
}  // namespace dumb_init::testing
