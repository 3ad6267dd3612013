// sys/signals.h tells the truth about the kernel's signals.
#include "sys/signals.h"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "support/seccomp.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;

std::string Text(const Result<std::optional<Arrival>>& result) {
  if (!result.ok()) {
    return std::strerror(result.error().error);
  }
  return result.value() ? std::to_string(result.value()->signal.number) : "nothing";
}

std::string Look() { return Text(NextSignal(core::Duration{0})); }

void SendToSelf(int number) { ::syscall(SYS_kill, ::getpid(), number); }

TEST(TakeOverSignals, BlocksAllThatCanBeBlockedAlsoTheOnesALibcKeeps) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              std::string wrong;
              for (int number = 1; number <= 64; ++number) {
                if (core::CanBeCaught({number})) {
                  SendToSelf(number);
                  const std::string got = Look();
                  const bool ignored = number == SIGCHLD || number == SIGURG ||
                                       number == SIGWINCH || number == SIGCONT;
                  wrong += got == std::to_string(number) || (ignored && got == "nothing")
                               ? ""
                               : std::to_string(number) + " gave " + got + "; ";
                }
              }
              return wrong;
            }),
            "");
}

TEST(TakeOverSignals, SignalsWhoseDefaultIsToDoNothingStillArrive) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              std::string got;
              for (const int number : {SIGCHLD, SIGURG, SIGWINCH, SIGCONT}) {
                SendToSelf(number);
                got += Look() + " ";
              }
              return got;
            }),
            "17 23 28 18 ");
}

TEST(TakeOverSignals, ReturnsTheMaskThatWasThere) {
  EXPECT_EQ(InChild([] {
              const std::uint64_t mask =
                  core::SignalSet{}.With({SIGHUP}).With({33}).With({64}).bits();
              ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, nullptr, sizeof(mask));
              return TakeOverSignals().value().mask.bits() == mask ? "same" : "different";
            }),
            "same");
}

TEST(TakeOverSignals, SaysWhatIsRefused) {
  EXPECT_EQ(InChild([] {
              testing::AnswerWith(EPERM, {SYS_rt_sigaction});
              return std::string(TakeOverSignals().error().call);
            }),
            "rt_sigaction");
}

TEST(TakeOverSignals, AnIgnoredChildSignalIsNotedAndNoLongerLosesChildren) {
  EXPECT_EQ(InChild([] {
              ::signal(SIGCHLD, SIG_IGN);
              const InheritedSignals inherited = TakeOverSignals().value();
              const pid_t child = ::fork();
              if (child == 0) {
                ::_exit(5);
              }
              int status = 0;
              const bool waited = ::waitpid(child, &status, 0) == child;
              return std::string(inherited.child_signal == InheritedSignals::ChildSignal::kIgnored
                                     ? "ignored, "
                                     : "default, ") +
                     (waited ? std::to_string(WEXITSTATUS(status)) : "lost");
            }),
            "ignored, 5");
}

TEST(TakeOverSignals, StoppedChildrenAreNotToldOf) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              const pid_t child = ::fork();
              if (child == 0) {
                ::raise(SIGSTOP);
                ::_exit(0);
              }
              siginfo_t info{};
              ::waitid(P_PID, static_cast<id_t>(child), &info, WSTOPPED);
              const std::string got = Look();
              ::kill(child, SIGKILL);
              ::waitpid(child, nullptr, 0);
              return got;
            }),
            "nothing");
}

TEST(RestoreSignals, GivesBackMaskAndIgnoredChildSignal) {
  EXPECT_EQ(InChild([] {
              ::signal(SIGCHLD, SIG_IGN);
              const std::uint64_t mask = core::SignalSet{}.With({32}).With({SIGUSR1}).bits();
              ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, nullptr, sizeof(mask));
              RestoreSignals(TakeOverSignals().value());
              std::uint64_t now = 0;
              ::syscall(SYS_rt_sigprocmask, SIG_BLOCK, nullptr, &now, sizeof(now));
              struct sigaction child {};
              ::sigaction(SIGCHLD, nullptr, &child);
              return std::string(now == mask ? "mask " : "other mask ") +
                     (child.sa_handler == SIG_IGN ? "ignored" : "not ignored");
            }),
            "mask ignored");
}

TEST(PendingSignals, AreThoseThatWait) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              core::SignalSet wanted;
              for (const int number : {1, 15, 32, 33, 34, 64}) {
                SendToSelf(number);
                wanted = wanted.With({number});
              }
              return PendingSignals() == wanted ? "same" : "different";
            }),
            "same");
}

TEST(NextSignal, LooksWithoutSleeping) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              return Look();
            }),
            "nothing");
}

TEST(NextSignal, TakesTheLowestFirstAndKeepsCountAndOrderOfRealTimeOnes) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              for (const int number : {64, 40, 40, SIGTERM, SIGTERM, SIGHUP}) {
                SendToSelf(number);
              }
              std::string got;
              for (std::string next = Look(); next != "nothing"; next = Look()) {
                got += next + " ";
              }
              return got;
            }),
            "1 15 40 40 64 ");
}

TEST(NextSignal, SleepsUntilThereIsOne) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              const pid_t parent = ::getpid();
              if (::fork() == 0) {
                ::kill(parent, SIGUSR2);
                ::_exit(0);
              }
              return Text(NextSignal(std::nullopt));
            }),
            "12");
}

TEST(NextSignal, NamesTheSender) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              const pid_t parent = ::getpid();
              const pid_t child = ::fork();
              if (child == 0) {
                ::kill(parent, SIGUSR1);
                ::_exit(0);
              }
              const auto arrival = NextSignal(std::nullopt);
              return std::string(arrival.value()->sender.number == child ? "child" : "other") +
                     (arrival.value()->payload.present ? " with value" : "");
            }),
            "child");
}

// systemd queues as PID 1 of its own namespace: that is not us.
TEST(NextSignal, BelievesNobodyWhoSaysItselfWhoItIs) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              siginfo_t info{};
              info.si_signo = SIGTERM;
              info.si_code = SI_QUEUE;
              info.si_pid = ::getpid();
              ::syscall(SYS_rt_sigqueueinfo, ::getpid(), SIGTERM, &info);
              const auto arrival = NextSignal(core::Duration{0});
              return std::string(arrival.value()->source == Arrival::Source::kQueued ? "queued"
                                                                                     : "believed") +
                     " by " + std::to_string(arrival.value()->sender.number) +
                     (arrival.value()->payload.sender_pid == ::getpid() ? ", as it says" : "");
            }),
            "queued by 0, as it says");
}

TEST(NextSignal, SaysThatABrokenPipeIsOurOwnDoing) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              int ends[2];
              if (::pipe(ends) == -1 || ::close(ends[0]) == -1 || ::write(ends[1], "x", 1) != -1) {
                return std::string("no broken pipe");
              }
              const auto arrival = NextSignal(core::Duration{0});
              return std::to_string(arrival.value()->signal.number) +
                     (arrival.value()->sender.number == ::getpid() ? " by ourselves" : " by other");
            }),
            "13 by ourselves");
}

}  // namespace
}  // namespace dumb_init::sys
