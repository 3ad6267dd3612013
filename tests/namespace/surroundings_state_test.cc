// Surroundings that must not matter: what the init is started with, and who looks on.
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <functional>
#include <string>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class SurroundingsState : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, SurroundingsState, EveryStand(), StandName);

void ExpectItForwards(Guest& guest) {
  for (const int signal : {SIGHUP, SIGTERM, 40, 64}) {
    guest.Send(signal);
    ASSERT_EQ(guest.ReadLine(), std::to_string(signal));
  }
}

void IgnoreEverything() {
  for (int signal = 1; signal <= 64; ++signal) {
    ::signal(signal, SIG_IGN);
  }
}

void BlockEverything() {
  const std::uint64_t all = ~std::uint64_t{0};
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, nullptr, sizeof(all));
}

TEST_P(SurroundingsState, EverySignalIgnoredOnEntry) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.before_exec = IgnoreEverything;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  ExpectItForwards(guest);
}

TEST_P(SurroundingsState, EverySignalIgnoredOnEntryStillLetsTheStatusThrough) {
  GuestSetup setup = Here({"/bin/sh", "-c", "(exit 3); exit 9"});
  setup.before_exec = IgnoreEverything;
  EXPECT_EQ(RunToEnd(setup).outcome, (Outcome{9, 0}));
}

TEST_P(SurroundingsState, EverySignalBlockedOnEntry) {
  GuestSetup setup = Here({Program("signal_echo")});
  setup.before_exec = BlockEverything;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  ExpectItForwards(guest);
}

// dumb-init gave every signal its default action back, so nohup did nothing.
TEST_P(SurroundingsState, NohupKeepsWorking) {
  GuestSetup setup = Here({"/bin/sh", "-c", "echo ready; read line; echo $line; exit 4"});
  setup.words.insert(setup.words.begin(), "/usr/bin/nohup");
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  const std::string ignored = Guest::Status(guest.CommandPid(), "SigIgn");
  EXPECT_EQ(std::stoull(ignored, nullptr, 16) & 1, 1U) << ignored;
  guest.Send(SIGHUP);
  guest.Write("survived\n");
  EXPECT_EQ(guest.ReadLine(), "survived");
  EXPECT_EQ(guest.Wait(), (Outcome{4, 0}));
}

TEST_P(SurroundingsState, HugeEnvironmentAndHugeArguments) {
  // One string may have 128 kB (execve(2)), all of them a quarter of the stack's limit.
  const std::string big(100000, 'x');
  GuestSetup setup = Here({"/bin/sh", "-c", "echo $# ${#VARIABLE19} ${#10}; exit 6", "sh"});
  setup.words.insert(setup.words.begin(), {"/usr/bin/prlimit", "--stack=67108864"});
  for (int i = 0; i < 20; ++i) {
    setup.words.push_back(big);
  }
  setup.environment.emplace();
  for (int i = 0; i < 21; ++i) {
    setup.environment->push_back("VARIABLE" + std::to_string(i) + "=" + big);
  }
  setup.before_exec = [] {
    const struct rlimit limit { 64U << 20U, 64U << 20U };
    ::setrlimit(RLIMIT_STACK, &limit);
  };
  const Transcript run = RunToEnd(setup);
  EXPECT_EQ(run.outcome, (Outcome{6, 0})) << run.errors;
  EXPECT_EQ(run.output, "20 100000 100000\n");
}

// Inits inside inits, each in a mode of its own. A group-mode init right above one with -c tells
// the whole group, and the one with -c tells the command again: it hears each signal, but not once.
TEST_P(SurroundingsState, NestedInitsPassSignalsAndStatusOn) {
  for (const Mode inner : {Mode::kGroup, Mode::kSingleChild}) {
    for (const Mode innermost : {Mode::kGroup, Mode::kSingleChild}) {
      SCOPED_TRACE(NameOf({Place::kOrdinary, inner}) + NameOf({Place::kOrdinary, innermost}));
      const GuestSetup last =
          At({Place::kOrdinary, innermost}, {Program("signal_echo"), "-e", "12"});
      const GuestSetup middle = At({Place::kOrdinary, inner}, last.words);
      Guest guest(Here(middle.words));
      ASSERT_EQ(guest.ReadLine(), "ready");
      for (const int signal : {SIGHUP, SIGTERM, 40, 64, SIGUSR2}) {
        guest.Send(signal);
        const std::string number = std::to_string(signal);
        const bool repeated = (ToGroup() && inner == Mode::kSingleChild) ||
                              (inner == Mode::kGroup && innermost == Mode::kSingleChild);
        EXPECT_EQ(repeated ? guest.ReadUntil(number) : guest.ReadLine(), number);
      }
      EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
      EXPECT_EQ(guest.ReadErrors(), "");
    }
  }
}

TEST_P(SurroundingsState, TwoNestedInitsPassADeathOn) {
  GuestSetup setup = Here({Init(), "-c", "/bin/sh", "-c", "echo ready; exec tail -f /dev/null"});
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), (Outcome{128 + SIGTERM, 0}));
}

// Lets a traced process go on until it has done what `wanted` says; signals are passed on to it.
void TraceUntil(pid_t pid, const std::function<bool()>& wanted) {
  ASSERT_TRUE(Eventually([&] {
    int status = 0;
    while (::waitpid(pid, &status, WNOHANG | static_cast<int>(__WALL)) == pid &&
           WIFSTOPPED(status)) {
      const int signal = (status >> 16) != 0 ? 0 : WSTOPSIG(status);
      ::ptrace(PTRACE_CONT, pid, nullptr, reinterpret_cast<void*>(intptr_t{signal}));
    }
    return wanted();
  }));
}

TEST_P(SurroundingsState, TracerOfTheInitComesAndGoesWhileSignalsArrive) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const auto idle = [&] {
    return Guest::Status(guest.pid(), "ShdPnd").find_first_not_of('0') == std::string::npos;
  };
  for (int round = 0; round < 20; ++round) {
    ASSERT_EQ(::ptrace(PTRACE_SEIZE, guest.pid(), nullptr, nullptr), 0);
    guest.Send(40);
    ASSERT_EQ(::ptrace(PTRACE_INTERRUPT, guest.pid(), nullptr, nullptr), 0);
    guest.Send(SIGTERM);
    TraceUntil(guest.pid(), idle);
    ASSERT_EQ(::ptrace(PTRACE_INTERRUPT, guest.pid(), nullptr, nullptr), 0);
    ASSERT_EQ(::waitpid(guest.pid(), nullptr, static_cast<int>(__WALL)), guest.pid());
    guest.Send(41);
    ASSERT_EQ(::ptrace(PTRACE_DETACH, guest.pid(), nullptr, nullptr), 0);
    int seen = 0;
    for (int i = 0; i < 3; ++i) {
      seen += std::stoi(guest.ReadLine());
    }
    ASSERT_EQ(seen, 40 + 15 + 41) << "round " << round;
  }
  EXPECT_TRUE(guest.Alive());
}

TEST_P(SurroundingsState, TracerOfTheCommandComesAndGoesWhileSignalsArrive) {
  Guest guest(Here({Program("signal_echo")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  for (int round = 0; round < 20; ++round) {
    ASSERT_EQ(::ptrace(PTRACE_ATTACH, command, nullptr, nullptr), 0);
    guest.Send(SIGTERM);
    ASSERT_EQ(::waitpid(command, nullptr, static_cast<int>(__WALL)), command);
    ASSERT_EQ(::ptrace(PTRACE_DETACH, command, nullptr, nullptr), 0);
    ASSERT_EQ(guest.ReadLine(), "15") << "round " << round;
  }
}

// A dead command that its tracer has not let go cannot be reaped yet: the init sleeps until then.
TEST_P(SurroundingsState, TracerThatHoldsTheDeadCommandDoesNotMakeTheInitSpin) {
  Guest guest(Here({Program("signal_echo"), "-e", "10"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  ASSERT_EQ(::ptrace(PTRACE_SEIZE, command, nullptr, nullptr), 0);
  guest.Send(SIGUSR1);
  ASSERT_EQ(guest.ReadLine(), "10");
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(command), &info,
                     WEXITED | WNOWAIT | static_cast<int>(__WALL)),
            0);
  const auto asleep = [](const std::string& state) { return state.starts_with("S"); };
  const auto switches = [&] { return Guest::Status(guest.pid(), "voluntary_ctxt_switches"); };
  ASSERT_TRUE(asleep(Guest::WaitForStatus(guest.pid(), "State", asleep)));
  const std::string before = switches();
  // Meanwhile other processes do a lot.
  Guest other({"/bin/cat"});
  for (int i = 0; i < 2000; ++i) {
    other.Write("line\n");
    ASSERT_EQ(other.ReadLine(), "line");
  }
  EXPECT_TRUE(asleep(Guest::Status(guest.pid(), "State")));
  EXPECT_EQ(switches(), before);
  EXPECT_TRUE(guest.Alive());
  ASSERT_EQ(::waitpid(command, nullptr, static_cast<int>(__WALL)), command);
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

}  // namespace
}  // namespace dumb_init::testing
