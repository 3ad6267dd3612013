// Terminals: an interactive shell under the init works as it would without.
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <csignal>
#include <string>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

constexpr char kInterrupt[] = "\x03";
constexpr char kSuspend[] = "\x1a";
constexpr char kQuit[] = "\x1c";

class Terminal : public StandTest {
 protected:
  static GuestSetup OnATerminal(const std::vector<std::string>& words) {
    GuestSetup setup = Here(words);
    setup.terminal = true;
    setup.environment = {"PATH=/usr/bin:/bin", "PS1=", "TERM=dumb", "HISTFILE="};
    return setup;
  }
  static GuestSetup Bash() { return OnATerminal({"/bin/bash", "--norc", "--noediting", "-i"}); }

  // Typed text comes back as an echo, so what a program says is always spelt another way.
  static void WaitForPrompt(Guest& guest) {
    guest.Write("echo sa''id\n");
    ASSERT_EQ(guest.ReadUntil("said"), "said");
  }

  // Waits until `name` runs as the terminal's foreground job.
  static void WaitForForeground(const Guest& guest, const std::string& name) {
    ASSERT_TRUE(Eventually([&] {
      pid_t group = 0;
      return ::ioctl(guest.terminal(), TIOCGPGRP, &group) == 0 &&
             Guest::Status(group, "Name") == name;
    })) << name;
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, Terminal, EveryStand(), StandName);

TEST_P(Terminal, GivesAnInteractiveShellJobControl) {
  Guest guest(Bash());
  guest.Write("echo first''line; set -m && echo monitor''ed\n");
  std::string line;
  while (line != "monitored") {
    line = guest.ReadLine();
    ASSERT_EQ(line.find("no job control"), std::string::npos) << line;
    ASSERT_EQ(line.find("cannot set terminal"), std::string::npos) << line;
    ASSERT_FALSE(line.starts_with("(")) << line;
  }
}

TEST_P(Terminal, SuspendsAndResumesTheForegroundJob) {
  Guest guest(Bash());
  WaitForPrompt(guest);
  guest.Write("cat\n");
  WaitForForeground(guest, "cat");
  guest.Write(kSuspend);
  EXPECT_NE(guest.ReadUntil("Stopped").find("cat"), std::string::npos);
  guest.Write("jobs\n");
  EXPECT_NE(guest.ReadUntil("Stopped").find("[1]+"), std::string::npos);
  guest.Write("fg\n");
  WaitForForeground(guest, "cat");
  guest.Write("\x04");
  WaitForPrompt(guest);
  guest.Write("exit 5\n");
  EXPECT_EQ(guest.Wait(), (Outcome{5, 0}));
}

TEST_P(Terminal, InterruptsTheForegroundJobOnly) {
  Guest guest(Bash());
  WaitForPrompt(guest);
  guest.Write("sleep 1000 &\n");
  WaitForPrompt(guest);
  guest.Write("tail -f /dev/null\n");
  WaitForForeground(guest, "tail");
  guest.Write(kInterrupt);
  WaitForForeground(guest, "bash");
  guest.Write("echo status $?; jobs\n");
  EXPECT_EQ(guest.ReadUntil("status 1"), "status 130");
  EXPECT_NE(guest.ReadUntil("Running").find("sleep 1000"), std::string::npos);
  guest.Write("kill %1; exit 0\n");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

TEST_P(Terminal, QuitsTheForegroundJobOnly) {
  Guest guest(Bash());
  WaitForPrompt(guest);
  guest.Write("ulimit -c 0; tail -f /dev/null\n");
  WaitForForeground(guest, "tail");
  guest.Write(kQuit);
  WaitForForeground(guest, "bash");
  guest.Write("echo status $?\n");
  EXPECT_EQ(guest.ReadUntil("status 1"), "status 131");
  guest.Write("exit 0\n");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

TEST_P(Terminal, HangUpEndsEverything) {
  Guest guest(OnATerminal({"/bin/sh", "-c", "echo ready; exec tail -f /dev/null"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.CloseTerminal();
  EXPECT_EQ(guest.Wait(), (Outcome{128 + SIGHUP, 0}));
}

TEST_P(Terminal, HangUpEndsAnInteractiveShell) {
  Guest guest(Bash());
  WaitForPrompt(guest);
  guest.CloseTerminal();
  const Outcome outcome = guest.Wait();
  EXPECT_EQ(outcome.signal, 0);
  EXPECT_TRUE(outcome.code == 128 + SIGHUP || outcome.code == 0 || outcome.code == 1) << outcome;
}

// With -c the kernel tells the command and the init; dumb-init passed its own on as a second one.
TEST_P(Terminal, TellsTheCommandOnceOfEachKeyAndResize) {
  GuestSetup setup = OnATerminal({Program("signal_echo")});
  setup.variables = {"DUMB_INIT_REWRITE=TSTP:TSTP"};
  Guest guest(setup);
  ASSERT_EQ(guest.ReadUntil("ready"), "ready");
  const auto expect_once = [&](const std::string& number) {
    EXPECT_EQ(guest.ReadUntil(number), number);
    if (number == "20" && OurGroup() && !PidOne()) {
      Guest::WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'T'; });
    }
    guest.Send(SIGCONT);
    EXPECT_EQ(guest.ReadLine(), "18") << "after " << number;
    guest.Send(40);
    EXPECT_EQ(guest.ReadLine(), "40") << "after " << number;
  };
  // The keys' echoes would stand in the lines.
  struct termios modes {};
  ASSERT_EQ(::tcgetattr(guest.terminal(), &modes), 0);
  modes.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ASSERT_EQ(::tcsetattr(guest.terminal(), TCSANOW, &modes), 0);
  for (unsigned short round = 0; round < 5; ++round) {
    guest.Write(kInterrupt);
    expect_once("2");
    guest.Write(kQuit);
    expect_once("3");
    guest.Resize(static_cast<unsigned short>(30 + round), 100);
    expect_once("28");
    guest.Write(kSuspend);
    expect_once("20");
  }
}

// Both are told at the same time, so a second signal from the init could melt into the first; held
// back, it would show.
TEST_P(Terminal, TellsTheCommandOnceAlsoWhenTheInitIsLate) {
  Guest guest(OnATerminal({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadUntil("ready"), "ready");
  guest.Send(SIGSTOP);
  Guest::WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'T'; });
  guest.Resize(30, 100);
  EXPECT_EQ(guest.ReadLine(), "28") << "the terminal is the command's own, or shared with it";
  guest.Send(SIGCONT);
  EXPECT_EQ(guest.ReadLine(), "18");
  guest.Send(40);
  EXPECT_EQ(guest.ReadLine(), "40");
}

}  // namespace
}  // namespace dumb_init::testing
