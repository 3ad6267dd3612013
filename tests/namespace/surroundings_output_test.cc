// Surroundings that must not matter: standard error full, without a reader, or held up.
#include <fcntl.h>
#include <pty.h>
#include <sched.h>
#include <sys/mount.h>
#include <termios.h>
#include <unistd.h>
#include <csignal>
#include <string>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class SurroundingsOutput : public StandTest {
 protected:
  static GuestSetup Verbose() { return HereVerbose({Program("signal_echo")}); }

  static void ExpectEachIsForwarded(Guest& guest, int count) {
    for (int i = 0; i < count; ++i) {
      guest.Send(40);
    }
    for (int i = 0; i < count; ++i) {
      ASSERT_EQ(guest.ReadLine(), "40");
    }
    guest.Send(SIGUSR1);
    ASSERT_EQ(guest.ReadLine(), "10") << "and nothing else, no SIGPIPE of a message either";
  }

  static long Switches(const Guest& guest) {
    return std::stol(Guest::Status(guest.pid(), "voluntary_ctxt_switches")) +
           std::stol(Guest::Status(guest.pid(), "nonvoluntary_ctxt_switches"));
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, SurroundingsOutput, EveryStand(), StandName);

// dumb-init -v and tini -v stop forwarding.
TEST_P(SurroundingsOutput, FullPipeCostsMessagesAndTheirNumberIsToldLater) {
  Guest guest(Verbose());
  ASSERT_EQ(guest.ReadLine(), "ready");
  ExpectEachIsForwarded(guest, 10000);
  EXPECT_TRUE(guest.ReadErrorLine().starts_with(Prefix(ModeHere()) + "started "));
  guest.Send(SIGUSR2);
  EXPECT_EQ(guest.ReadLine(), "12");
  // A short line may still find room where a longer one did not, so it may be told in parts.
  int lost = 0;
  for (std::string line; !line.starts_with(Prefix(ModeHere()) + "received SIGUSR2");) {
    line = guest.ReadErrorLine();
    ASSERT_TRUE(line.starts_with(Prefix(ModeHere()))) << line;
    if (line.find("messages lost") != std::string::npos) {
      lost += std::stoi(line.substr(line.find_last_of(' ') + 1));
    }
  }
  // 64 kB hold at most some 1,500 of the 20,000 messages.
  EXPECT_GT(lost, 15000);
  EXPECT_LE(lost, 20004);
}

// dumb-init's own SIGPIPE went on to the command, or its next message raised another one.
TEST_P(SurroundingsOutput, PipeWithoutAReaderNeitherHurtsTheCommandNorLoops) {
  constexpr int kSignals = 1000;
  Guest guest(Verbose());
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.CloseErrors();
  const long before = Switches(guest);
  ExpectEachIsForwarded(guest, kSignals);
  guest.Send(SIGPIPE);
  EXPECT_EQ(guest.ReadLine(), "13") << "one that somebody sent is another matter";
  Guest::WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'S'; });
  const long after = Switches(guest);
  EXPECT_LE(after - before, 20 * kSignals);
  guest.Send(SIGUSR2);
  EXPECT_EQ(guest.ReadLine(), "12");
}

// A pseudo-terminal whose other end nobody reads.
struct Pty {
  Pty() {
    if (::openpty(&master, &slave, nullptr, nullptr, nullptr) == -1) {
      ADD_FAILURE() << "openpty";
    }
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
  }
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;
  ~Pty() {
    ::close(master);
    ::close(slave);
  }
  int master = -1;
  int slave = -1;
};

GuestSetup WithErrorsOn(const Pty& pty, GuestSetup setup) {
  setup.kept = {pty.slave};
  setup.before_exec = [slave = pty.slave] {
    ::dup2(slave, 2);
    ::close(slave);
  };
  return setup;
}

TEST_P(SurroundingsOutput, FullTerminalNobodyReadsHoldsNothingUp) {
  const Pty pty;
  Guest guest(WithErrorsOn(pty, Verbose()));
  ASSERT_EQ(guest.ReadLine(), "ready");
  ExpectEachIsForwarded(guest, 5000);
}

TEST_P(SurroundingsOutput, TerminalWithItsOutputStoppedHoldsNothingUp) {
  const Pty pty;
  ASSERT_EQ(::tcflow(pty.slave, TCOOFF), 0);
  Guest guest(WithErrorsOn(pty, Verbose()));
  ASSERT_EQ(guest.ReadLine(), "ready");
  ExpectEachIsForwarded(guest, 1000);
}

TEST_P(SurroundingsOutput, TerminalWithoutProcHoldsNothingUp) {
  const Pty pty;
  GuestSetup setup = WithErrorsOn(pty, Verbose());
  const auto before = setup.before_exec;
  setup.before_exec = [before] {
    before();
    // A file system of nothing but folders in the place of /proc.
    if (::unshare(CLONE_NEWNS) == -1 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1 ||
        ::mount("none", "/proc", "tmpfs", 0, nullptr) == -1) {
      ::_exit(97);
    }
  };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  ExpectEachIsForwarded(guest, 5000);
}

// The reader of a terminal may be slow, or gone.
TEST_P(SurroundingsOutput, TerminalThatHungUpHoldsNothingUp) {
  Pty pty;
  Guest guest(WithErrorsOn(pty, Verbose()));
  ASSERT_EQ(guest.ReadLine(), "ready");
  ::close(pty.master);
  pty.master = -1;
  ExpectEachIsForwarded(guest, 1000);
}

TEST_P(SurroundingsOutput, FullDiskHoldsNothingUp) {
  GuestSetup setup = Verbose();
  setup.before_exec = [] {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    ::dup2(full, 2);
  };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  ExpectEachIsForwarded(guest, 1000);
}

}  // namespace
}  // namespace dumb_init::testing
