// Reaping: whatever ends below the init is collected, whoever started it.
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

std::vector<pid_t> Only(pid_t pid) { return {pid}; }

class Reaping : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Reaping, EveryStand(), StandName);

// Twenty thousand take their time, so the names that share all of this with dumb-init are left out.
class ReapingFlood : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, ReapingFlood, DumbInitStands(), StandName);

TEST_P(ReapingFlood, KeepsUpWithTwentyThousandOrphansAndLosesNoSignal) {
  constexpr int kSignals = 2000;
  Guest guest(Here({Program("orphan_maker"), "20000"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int i = 0; i < kSignals; ++i) {
    guest.Send(34);
    if (i % 100 == 0) {
      guest.Send(SIGTERM);
      ASSERT_EQ(guest.ReadLine(), "TERM") << "answered while the flood goes on";
    }
  }
  ASSERT_EQ(guest.ReadLine(), "made");
  guest.Send(SIGTERM);
  ASSERT_EQ(guest.ReadLine(), "TERM");
  const pid_t command = guest.CommandPid();
  EXPECT_TRUE(Eventually([&] { return guest.Descendants() == Only(command); }))
      << guest.Descendants().size() << " processes are left";
  guest.Send(SIGINT);
  EXPECT_EQ(guest.ReadLine(), "counted " + std::to_string(kSignals));
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

// One signal tells of all of them: catatonit once collected a single one for it.
TEST_P(Reaping, CollectsAllThatPiledUpWhileTheInitWasStopped) {
  Guest guest(
      Here({"/bin/sh", "-c", "echo shell; read go; exec " + Program("orphan_maker") + " 200"}));
  ASSERT_EQ(guest.ReadLine(), "shell");
  const pid_t command = guest.CommandPid();
  guest.Send(SIGSTOP);
  Guest::WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'T'; });
  guest.Write("\n");
  ASSERT_EQ(guest.ReadUntil("made"), "made");
  guest.Send(SIGCONT);
  EXPECT_TRUE(Eventually([&] { return guest.Descendants() == Only(command); }))
      << guest.Descendants().size() << " processes are left";
}

// Not PID 1, dumb-init was no subreaper: orphans went to whoever was above it.
TEST_P(Reaping, GetsTheOrphansOfGrandchildren) {
  // cat outlives the subshell that started it, until standard input ends.
  Guest guest(
      Here({"/bin/sh", "-c", "exec 3<&0; (cat <&3 &); echo ready; exec tail -f /dev/null"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  pid_t orphan = -1;
  ASSERT_TRUE(Eventually([&] {
    const std::vector<pid_t> all = guest.Descendants();
    for (const pid_t pid : all) {
      orphan = pid == command ? orphan : pid;
    }
    return all.size() == 2 && Guest::Status(orphan, "PPid") == std::to_string(guest.pid());
  }));
  guest.CloseInput();
  EXPECT_TRUE(Eventually([&] { return guest.Descendants() == Only(command); }));
  EXPECT_TRUE(guest.Alive());
}

// Whoever exec'd us may have had children: one has ended before, one ends later, and one was made
// without SIGCHLD, so that an ordinary wait does not see it.
pid_t CloneWithExitSignalZero() {
  return static_cast<pid_t>(::syscall(SYS_clone, 0UL, nullptr, nullptr, nullptr, 0));
}

[[noreturn]] void EndWithStandardInput() {
  char byte = 0;
  ::_exit(static_cast<int>(::read(0, &byte, 1)));
}

void InheritChildren() {
  if (::fork() == 0) {
    ::_exit(3);
  }
  siginfo_t info{};
  ::waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
  if (CloneWithExitSignalZero() == 0) {
    ::_exit(4);
  }
  ::waitid(P_ALL, 0, &info, WEXITED | WNOWAIT | static_cast<int>(__WCLONE));
  if (::fork() == 0) {
    EndWithStandardInput();
  }
  if (CloneWithExitSignalZero() == 0) {
    EndWithStandardInput();
  }
}

bool IsSignalEcho(pid_t pid) { return Guest::Status(pid, "Name") == "signal_echo"; }

std::string PidOfSignalEcho(const Guest& guest) {
  for (const pid_t pid : guest.Descendants()) {
    if (IsSignalEcho(pid)) {
      return std::to_string(pid);
    }
  }
  return "-1";
}

TEST_P(Reaping, CollectsChildrenOfWhoeverExecdUs) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.before_exec = InheritChildren;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  // The two that have ended are collected without any signal that would tell of them.
  EXPECT_TRUE(Eventually([&] { return guest.Descendants().size() == 3; }));
  guest.CloseInput();
  const pid_t command = std::stoi(PidOfSignalEcho(guest));
  EXPECT_TRUE(Eventually([&] { return guest.Descendants() == Only(command); }));
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "15");
}

// tini and catatonit hang for ever.
TEST_P(Reaping, EndsWithTheCommandWhenChildSignalsAreIgnoredOnEntry) {
  GuestSetup setup = Here({"/bin/sh", "-c", "(sleep 0 &) ; exit 7"});
  setup.before_exec = [] { ::signal(SIGCHLD, SIG_IGN); };
  EXPECT_EQ(RunToEnd(setup).outcome, (Outcome{7, 0}));
}

TEST_P(Reaping, EndsWithTheCommandWhenTheKernelWasToldToReap) {
  GuestSetup setup = Here({"/bin/sh", "-c", "exit 7"});
  setup.before_exec = [] {
    struct sigaction no_zombies {};
    no_zombies.sa_handler = SIG_DFL;
    no_zombies.sa_flags = SA_NOCLDWAIT;
    ::sigaction(SIGCHLD, &no_zombies, nullptr);
  };
  EXPECT_EQ(RunToEnd(setup).outcome, (Outcome{7, 0}));
}

TEST_P(Reaping, EndsWithTheCommandWhenEverySignalIsBlockedOnEntry) {
  GuestSetup setup = Here({Program("orphan_maker"), "100"});
  setup.before_exec = [] {
    const std::uint64_t all = ~std::uint64_t{0};
    ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, nullptr, sizeof(all));
  };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadUntil("made"), "made");
  const pid_t command = guest.CommandPid();
  EXPECT_TRUE(Eventually([&] { return guest.Descendants() == Only(command); }));
  guest.Send(SIGINT);
  EXPECT_EQ(guest.ReadLine(), "counted 0");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

// tini wakes every second.
TEST_P(Reaping, CostsNoWakeupsWhileNothingHappens) {
  Guest guest(Here({"/bin/cat"}));
  guest.Write("ready\n");
  ASSERT_EQ(guest.ReadLine(), "ready");
  Guest::WaitForStatus(guest.pid(), "State",
                       [](const std::string& state) { return state.starts_with("S"); });
  const std::string before = Guest::Status(guest.pid(), "voluntary_ctxt_switches");
  const std::string forced = Guest::Status(guest.pid(), "nonvoluntary_ctxt_switches");
  for (int i = 0; i < 20000; ++i) {
    const std::string line = "line " + std::to_string(i);
    guest.Write(line + "\n");
    ASSERT_EQ(guest.ReadLine(), line);
  }
  EXPECT_EQ(Guest::Status(guest.pid(), "voluntary_ctxt_switches"), before);
  EXPECT_EQ(Guest::Status(guest.pid(), "nonvoluntary_ctxt_switches"), forced);
}

}  // namespace
}  // namespace dumb_init::testing
