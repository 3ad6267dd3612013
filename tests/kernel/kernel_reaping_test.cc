// sys/kernel_reaping.h: what the kernel reaps is gone at once, and the command's end is told all
// the same. Each test is for kernels that can; on others it shows that nothing has changed.
#include "sys/kernel_reaping.h"

#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <csignal>
#include <functional>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/surroundings.h"
#include "kernel/wire.h"
#include "support/reaping.h"
#include "sys/clock.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;
using testing::Wire;

// Starts it with a child that has ended, as the supervisor does.
void SwitchOn(KernelReaping& reaping, core::Pid command) {
  Tolerate(TakeOverSignals(), "nothing else acts on it");
  const pid_t ended = ::fork();
  if (ended == 0) {
    ::_exit(0);
  }
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(ended), &info, WEXITED | WNOWAIT);
  reaping.Prepare({ended}, command);
  Tolerate(Reap({ended}), "it has just ended");
  reaping.Start();
}

// The lowest one that is free.
int NextDescriptor() {
  const int next = ::dup(0);
  ::close(next);
  return next;
}

std::string Text(const std::optional<core::Ending>& ending) {
  if (!ending) {
    return "none";
  }
  const auto* const exited = std::get_if<core::Exited>(&*ending);
  const auto* const killed = std::get_if<core::Killed>(&*ending);
  return exited != nullptr ? "exit " + std::to_string(exited->code)
                           : "signal " + std::to_string(killed->signal.number) +
                                 (killed->core == core::CoreDump::kWritten ? " with core" : "");
}

void Sleep(KernelReaping& reaping, std::optional<core::Duration> patience) {
  EXPECT_TRUE(reaping.Wait(patience).ok());
}

std::string EndSeen(KernelReaping& reaping) {
  std::optional<core::Ending> ending;
  while (!(ending = reaping.TakeEnd().value())) {
    Sleep(reaping, std::nullopt);
  }
  return Text(ending);
}

// How the end of a command is seen that does this once it is told to.
std::string EndOfCommand(const std::function<void()>& work) {
  return InChild([&] {
    const Wire go;
    const Child command([&] {
      go.Hear();
      work();
    });
    KernelReaping reaping;
    SwitchOn(reaping, command.pid());
    if (!reaping.on()) {
      return std::string("off");
    }
    go.Say("go");
    return EndSeen(reaping);
  });
}

std::string WhereItCan(const std::string& text) {
  return testing::KernelKeepsEnds() ? text : "off";
}

TEST(KernelReaping, TellsHowTheCommandExited) {
  for (const int status : {0, 1, 127, 255}) {
    EXPECT_EQ(EndOfCommand([&] { ::_exit(status); }), WhereItCan("exit " + std::to_string(status)));
  }
}

TEST(KernelReaping, TellsWhichSignalEndedTheCommand) {
  for (const int signal : {SIGKILL, SIGTERM, 34, 64}) {
    EXPECT_EQ(EndOfCommand([&] {
                const std::uint64_t none = 0;
                ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof(none));
                ::kill(::getpid(), signal);
                ::pause();
              }),
              WhereItCan("signal " + std::to_string(signal)));
  }
}

TEST(KernelReaping, TellsOfAProgramThatAThreadWasReplacedBy) {
  EXPECT_EQ(EndOfCommand([] {
              std::thread([] { ::execl("/bin/sh", "sh", "-c", "exit 7", nullptr); }).join();
            }),
            WhereItCan("exit 7"));
}

TEST(KernelReaping, TellsOfAProcessWhoseFirstThreadEndedBefore) {
  EXPECT_EQ(EndOfCommand([] {
              std::thread([] {
                ::usleep(20000);
                ::_exit(5);
              }).detach();
              ::syscall(SYS_exit, 3);
            }),
            WhereItCan("exit 5"));
}

TEST(KernelReaping, LeavesNoZombieAndSendsNoSignal) {
  EXPECT_EQ(InChild([] {
              const Child command;
              KernelReaping reaping;
              SwitchOn(reaping, command.pid());
              if (!reaping.on()) {
                return std::string("off");
              }
              const pid_t orphan = ::fork();
              if (orphan == 0) {
                ::_exit(0);
              }
              while (::kill(orphan, 0) == 0) {
              }
              return std::string(PendingSignals().Has({SIGCHLD}) ? "told" : "silent");
            }),
            WhereItCan("silent"));
}

TEST(KernelReaping, IsNotWokenByAStoppedCommand) {
  EXPECT_EQ(InChild([] {
              const Child command;
              KernelReaping reaping;
              SwitchOn(reaping, command.pid());
              if (!reaping.on()) {
                return std::string("off");
              }
              ::kill(command.pid().number, SIGSTOP);
              ::kill(command.pid().number, SIGCONT);
              Sleep(reaping, core::Duration{50});
              return Text(reaping.TakeEnd().value());
            }),
            WhereItCan("none"));
}

TEST(KernelReaping, SleepsWhileATracerHoldsTheDeadCommand) {
  EXPECT_EQ(InChild([] {
              const Child command;
              KernelReaping reaping;
              SwitchOn(reaping, command.pid());
              if (!reaping.on()) {
                return std::string("off");
              }
              const Wire said;
              const Wire go;
              const Child tracer([&] {
                const pid_t traced = command.pid().number;
                ::ptrace(PTRACE_SEIZE, traced, nullptr, nullptr);
                ::kill(traced, SIGKILL);
                siginfo_t info{};
                ::waitid(P_PID, static_cast<id_t>(traced), &info, WEXITED | WNOWAIT);
                said.Say("dead");
                go.Hear();
                ::waitpid(traced, nullptr, __WALL);
              });
              said.Hear();
              // Twice, so that a first wake that is left over does not count.
              Sleep(reaping, core::Duration{50});
              const core::Moment before = Now();
              Sleep(reaping, core::Duration{50});
              const bool slept = Now() - before >= 50;
              const std::string held = Text(reaping.TakeEnd().value());
              go.Say("go");
              return held + (slept ? ", asleep, " : ", awake, ") + EndSeen(reaping);
            }),
            WhereItCan("none, asleep, signal 9"));
}

TEST(KernelReaping, WakesForSignals) {
  EXPECT_EQ(InChild([] {
              const Child command;
              KernelReaping reaping;
              SwitchOn(reaping, command.pid());
              if (!reaping.on()) {
                return std::string("off");
              }
              ::kill(::getpid(), 34);
              Sleep(reaping, std::nullopt);
              const auto arrival = NextSignal(core::Duration{0});
              return std::to_string(arrival.value()->signal.number);
            }),
            WhereItCan("34"));
}

TEST(KernelReaping, SendsToTheCommandAndItsGroupAndNeverToAnother) {
  EXPECT_EQ(InChild([] {
              const Wire said;
              const Wire go;
              const Child command([&] {
                ::setpgid(0, 0);
                Tolerate(TakeOverSignals(), "nothing else acts on it");
                said.Say("ready");
                const auto arrival = NextSignal(std::nullopt);
                said.Say(std::to_string(arrival.value()->signal.number) + " " +
                         std::to_string(arrival.value()->payload.value));
                NextSignal(std::nullopt).ok();
                said.Say("group");
                go.Hear();
              });
              said.Hear();
              KernelReaping reaping;
              SwitchOn(reaping, command.pid());
              if (!reaping.on()) {
                return std::string("off");
              }
              std::string all;
              Tolerate(reaping.Send(Target::Kind::kProcess, {34}, {true, 1, 0, 77}), "heard");
              all += said.Hear() + ", ";
              Tolerate(reaping.Send(Target::Kind::kGroup, {SIGTERM}, {}), "heard");
              all += said.Hear() + ", ";
              go.Say("go");
              all += EndSeen(reaping) + ", ";
              const auto late = reaping.Send(Target::Kind::kGroup, {SIGTERM}, {});
              return all + (late.ok() ? "sent" : std::to_string(late.error().error));
            }),
            WhereItCan("34 77, group, exit 0, " + std::to_string(ESRCH)));
}

// A full queue has no room for the value, and the signal goes all the same.
TEST(KernelReaping, SendsWithoutTheValueWhereItCannotBeQueued) {
  EXPECT_EQ(InChild([] {
              const struct rlimit none {};
              const Wire said;
              const Child command([&] {
                Tolerate(TakeOverSignals(), "nothing else acts on it");
                said.Say("ready");
                const auto arrival = NextSignal(std::nullopt);
                said.Say(std::to_string(arrival.value()->signal.number) + " " +
                         std::to_string(arrival.value()->payload.value));
              });
              said.Hear();
              KernelReaping reaping;
              SwitchOn(reaping, command.pid());
              if (!reaping.on()) {
                return std::string("off");
              }
              ::prlimit(command.pid().number, RLIMIT_SIGPENDING, &none, nullptr);
              Tolerate(reaping.Send(Target::Kind::kProcess, {34}, {true, 1, 0, 77}), "heard");
              return said.Hear();
            }),
            WhereItCan("34 0"));
}

TEST(KernelReaping, EndsWhereWeReapAgain) {
  EXPECT_EQ(InChild([] {
              const Child command;
              KernelReaping reaping;
              SwitchOn(reaping, command.pid());
              if (!reaping.on()) {
                return std::string("off");
              }
              reaping.Stop();
              const Child other([] {});
              const bool zombie = other.WaitFor(WEXITED).si_code == CLD_EXITED;
              const bool told = PendingSignals().Has({SIGCHLD});
              return std::string(zombie && told && !reaping.on() ? "ours again" : "the kernel's");
            }),
            WhereItCan("ours again"));
}

TEST(KernelReaping, ChangesNothingWhereACallIsForbidden) {
  for (const long call : {SYS_pidfd_open, SYS_signalfd4, SYS_pidfd_send_signal, SYS_ioctl}) {
    for (const int error : {ENOSYS, EPERM}) {
      EXPECT_EQ(InChild([&]() -> std::string {
                  if (!testing::ForbidCall(call, error)) {
                    return "no filter";
                  }
                  const Child command;
                  const int next = NextDescriptor();
                  KernelReaping reaping;
                  SwitchOn(reaping, command.pid());
                  const Child other([] {});
                  const bool zombie = other.WaitFor(WEXITED).si_code == CLD_EXITED;
                  return !reaping.on() && !reaping.holds_command() && zombie &&
                                 NextDescriptor() == next
                             ? "as before"
                             : "changed";
                }),
                "as before")
          << call << " " << error;
    }
  }
}

}  // namespace
}  // namespace dumb_init::sys
