// Terminals that somebody else owns, shares, or gives away: shells around the init, bystanders.
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

constexpr std::size_t kSetBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kAll = ~std::uint64_t{0};

bool IsStopped(const std::string& state) { return state.starts_with("T"); }
bool IsNotStopped(const std::string& state) { return !state.starts_with("T"); }

pid_t ChildOf(pid_t parent) {
  const std::string pid = std::to_string(parent);
  std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
  pid_t child = -1;
  children >> child;
  return child;
}

class TerminalOwner : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, TerminalOwner, EveryStand(), StandName);

void BlockEverything() { ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, kSetBytes); }

// A signal that only the init can have had is forwarded, -c or not.
TEST_P(TerminalOwner, TellsTheCommandOfAKeyPressedBeforeItExisted) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.terminal = true;
  setup.before_exec = [] {
    BlockEverything();
    ::dprintf(1, "blocked\n");
    std::uint64_t pending = 0;
    while ((pending & (std::uint64_t{1} << (SIGINT - 1))) == 0) {
      ::syscall(SYS_rt_sigpending, &pending, kSetBytes);
    }
  };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "blocked");
  guest.Write("\x03");
  EXPECT_TRUE(guest.ReadUntil("ready").ends_with("ready"));
  EXPECT_EQ(guest.ReadLine(), "2");
  guest.Send(40);
  EXPECT_EQ(guest.ReadLine(), "40") << "and only once";
}

// A process in the init's group that tells of each signal it gets.
void StartBystander() {
  int ends[2];
  if (::pipe(ends) == -1) {
    ::_exit(97);
  }
  if (::fork() == 0) {
    BlockEverything();
    ::close(ends[0]);
    ::close(ends[1]);
    for (;;) {
      const long number = ::syscall(SYS_rt_sigtimedwait, &kAll, nullptr, nullptr, kSetBytes);
      if (number > 0) {
        ::dprintf(1, "bystander %ld\n", number);
      }
    }
  }
  ::close(ends[1]);
  char byte = 0;
  // End of file: the bystander listens.
  if (::read(ends[0], &byte, 1) != 0) {
    ::_exit(97);
  }
  ::close(ends[0]);
}

TEST_P(TerminalOwner, GivesItUpWithoutAnyoneHearingTheHangUp) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.terminal = true;
  setup.before_exec = StartBystander;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready") << "nothing was heard before";
  const pid_t bystander = guest.Descendants().front();
  guest.Send(40);
  EXPECT_EQ(guest.ReadLine(), "40");
  ASSERT_EQ(::kill(bystander, 41), 0);
  EXPECT_EQ(guest.ReadLine(), "bystander 41");
}

TEST_P(TerminalOwner, StillForwardsAHangUpThatSomebodySent) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.terminal = true;
  setup.before_exec = [] {
    BlockEverything();
    ::dprintf(1, "blocked\n");
    std::uint64_t pending = 0;
    while ((pending & (std::uint64_t{1} << (SIGHUP - 1))) == 0) {
      ::syscall(SYS_rt_sigpending, &pending, kSetBytes);
    }
  };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "blocked");
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "ready");
  EXPECT_EQ(guest.ReadLine(), "1");
}

class KeySharer : public NamespaceTest, public ::testing::WithParamInterface<Place> {};
INSTANTIATE_TEST_SUITE_P(Everywhere, KeySharer, ::testing::Values(Place::kPidOne, Place::kOrdinary),
                         PlaceName);

TEST_P(KeySharer, TellsASingleChildThatLeftTheGroupOnceToo) {
  GuestSetup setup = At({GetParam(), Mode::kSingleChild}, {Program("signal_echo"), "-g"});
  setup.terminal = true;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadUntil("ready"), "ready");
  guest.Resize(30, 100);
  EXPECT_EQ(guest.ReadLine(), "28");
  guest.Write("\x03");
  EXPECT_TRUE(guest.ReadLine().ends_with("2"));
  guest.Send(40);
  EXPECT_EQ(guest.ReadLine(), "40");
}

// The init as a job of an interactive shell.
class ShellJob : public NamespaceTest, public ::testing::WithParamInterface<Mode> {
 protected:
  static GuestSetup Bash() {
    GuestSetup setup{{"/bin/bash", "--norc", "--noediting", "-i"}, Place::kOrdinary};
    setup.terminal = true;
    setup.environment = {"PATH=/usr/bin:/bin", "PS1=", "TERM=dumb", "HISTFILE="};
    return setup;
  }
  static std::string InitLine(const std::string& words) {
    std::string line;
    for (const std::string& word : CallTo({Place::kOrdinary, GetParam()})) {
      line += word + " ";
    }
    return line + words;
  }
  // The command once it is there.
  static pid_t CommandOf(const Guest& shell, const std::string& name) {
    pid_t command = -1;
    Eventually([&] {
      command = ChildOf(ChildOf(shell.pid()));
      return Guest::Status(command, "Name") == name;
    });
    return command;
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, ShellJob, ::testing::ValuesIn(kEveryMode), ModeName);

TEST_P(ShellJob, IsSuspendedAndResumedTogetherWithItsCommand) {
  Guest shell(Bash());
  shell.Write(InitLine("tail -f /dev/null\n"));
  const pid_t command = CommandOf(shell, "tail");
  const pid_t init = ChildOf(shell.pid());
  for (int round = 0; round < 3; ++round) {
    shell.Write("\x1a");
    EXPECT_NE(shell.ReadUntil("Stopped").find("tail"), std::string::npos);
    EXPECT_TRUE(IsStopped(Guest::WaitForStatus(command, "State", IsStopped)));
    EXPECT_TRUE(IsStopped(Guest::WaitForStatus(init, "State", IsStopped)));
    shell.Write("fg\n");
    EXPECT_TRUE(IsNotStopped(Guest::WaitForStatus(command, "State", IsNotStopped)));
    EXPECT_TRUE(IsNotStopped(Guest::WaitForStatus(init, "State", IsNotStopped)));
  }
  shell.Write("\x03");
  ASSERT_TRUE(Eventually([&] { return ChildOf(shell.pid()) == -1; }));
  shell.Write("echo status $?\n");
  EXPECT_EQ(shell.ReadUntil("status 1"), "status 130");
}

// The shell stops and wakes one group, and knows of no other.
TEST_P(ShellJob, IsSuspendedAndResumedWithEverythingTheCommandRuns) {
  Guest shell(Bash());
  shell.Write(InitLine("/bin/sh -c 'tail -f /dev/null; exit 4'\n"));
  const pid_t command = CommandOf(shell, "sh");
  pid_t member = -1;
  ASSERT_TRUE(Eventually([&] {
    member = ChildOf(command);
    return Guest::Status(member, "Name") == "tail";
  }));
  for (int round = 0; round < 3; ++round) {
    shell.Write("\x1a");
    EXPECT_NE(shell.ReadUntil("Stopped").find("tail"), std::string::npos);
    EXPECT_TRUE(IsStopped(Guest::WaitForStatus(member, "State", IsStopped)));
    shell.Write("fg\n");
    EXPECT_TRUE(IsNotStopped(Guest::WaitForStatus(member, "State", IsNotStopped)));
    EXPECT_TRUE(IsNotStopped(Guest::WaitForStatus(command, "State", IsNotStopped)));
  }
  ASSERT_EQ(::kill(member, SIGTERM), 0);
  shell.Write("echo status $?\n");
  EXPECT_EQ(shell.ReadUntil("status 4"), "status 4");
}

TEST_P(ShellJob, InTheBackgroundIsNeverStoppedByItsOwnMessages) {
  GuestSetup setup = Bash();
  setup.variables = kVerboseVariables;
  Guest shell(setup);
  shell.Write("stty tostop; " + InitLine(Program("signal_echo") + " &\n"));
  const pid_t command = CommandOf(shell, "signal_echo");
  const pid_t init = ChildOf(shell.pid());
  EXPECT_EQ(shell.ReadUntil("ready"), "ready");
  for (int round = 0; round < 10; ++round) {
    ASSERT_EQ(::kill(init, SIGUSR1), 0);
    EXPECT_TRUE(shell.ReadUntil("received").starts_with(Prefix(GetParam()) + "received SIGUSR1"));
    // A pid in a message may hold the same digits.
    std::string line = shell.ReadUntil("10");
    while (line.starts_with(Prefix(GetParam()))) {
      line = shell.ReadUntil("10");
    }
    EXPECT_EQ(line, "10");
  }
  EXPECT_TRUE(IsNotStopped(Guest::Status(init, "State")));
  EXPECT_TRUE(IsNotStopped(Guest::Status(command, "State")));
}

}  // namespace
}  // namespace dumb_init::testing
