// sys/signals.h tells the truth about waiting for a while, and about stopping our group.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/wire.h"
#include "support/default_signals.h"
#include "sys/clock.h"
#include "sys/process.h"
#include "sys/signals.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;
using testing::Wire;

std::string WaitFor(core::Duration patience) {
  const auto result = NextSignal(patience);
  if (!result.ok()) {
    return std::strerror(result.error().error);
  }
  return result.value() ? std::to_string(result.value()->signal.number) : "nothing";
}

TEST(NextSignal, HasNothingWhenThePatienceIsOverAndNotBefore) {
  for (const int milliseconds : {0, 1, 30, 1001}) {
    EXPECT_EQ(InChild([&] {
                Tolerate(TakeOverSignals(), "what it does is looked at elsewhere");
                const core::Moment before = Now();
                const std::string said = WaitFor({milliseconds});
                return said + (Now() < before + milliseconds ? " too early" : "");
              }),
              "nothing")
        << milliseconds;
  }
}

TEST(NextSignal, HasWhatWaitsAlsoWithoutPatience) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at elsewhere");
              ::kill(::getpid(), SIGHUP);
              const std::string first = WaitFor({0});
              return first + " " + WaitFor({0});
            }),
            "1 nothing");
}

// Waits until the only thread of `pid` is in this system call.
void WaitUntilIn(core::Pid pid, long call) {
  for (long now = -1; now != call;) {
    std::ifstream("/proc/" + std::to_string(pid.number) + "/syscall") >> now;
  }
}

TEST(NextSignal, HasWhatComesBeforeThePatienceIsOver) {
  EXPECT_EQ(InChild([] {
              const Wire said;
              const Child waits([&] {
                Tolerate(TakeOverSignals(), "what it does is looked at elsewhere");
                said.Say("ready");
                said.Say(WaitFor(core::kLongestDuration));
              });
              said.Hear();
              WaitUntilIn(waits.pid(), SYS_rt_sigtimedwait);
              ::kill(waits.pid().number, SIGHUP);
              return said.Hear();
            }),
            "1");
}

// Does `work` in the leader of a group that is not orphaned: nobody in an orphaned one is stopped
// by TSTP (setpgid(2)).
std::string InGroupOfItsOwn(const std::function<std::string()>& work) {
  return InChild([&] {
    const Wire said;
    const Child leader([&] {
      Tolerate(TakeOverSignals(), "what it does is looked at elsewhere");
      ::setpgid(0, 0);
      said.Say(work());
    });
    std::string heard = said.Hear();
    leader.WaitFor(WEXITED);
    return heard;
  });
}

void ForgetSignals() {
  testing::SetDefaultSignals();
  ::pause();
}

TEST(StopGroup, StopsTheOthersOfTheGroupAndWaitsForUs) {
  for (const int signal : {SIGTSTP, SIGTTIN, SIGTTOU}) {
    EXPECT_EQ(InGroupOfItsOwn([&] {
                const Child member(ForgetSignals);
                const bool done = StopGroup(OurGroup(), {signal}).ok();
                const siginfo_t stop = member.WaitFor(WSTOPPED);
                return std::string(done ? "done " : "failed ") +
                       (stop.si_code == CLD_STOPPED ? "" : "not ") + "stopped by " +
                       std::to_string(stop.si_status) + ", we get " + WaitFor({0});
              }),
              "done stopped by " + std::to_string(signal) + ", we get " + std::to_string(signal));
  }
}

TEST(StopGroup, DoesNothingWhileAContIsWaiting) {
  EXPECT_EQ(InGroupOfItsOwn([] {
              // It gets the lowest signal first, so a stop would come before what is sent last.
              const Wire said;
              const Child member([&] {
                said.Say(WaitFor(core::kLongestDuration));
                ::pause();
              });
              ::kill(::getpid(), SIGCONT);
              const std::string done = StopGroup(OurGroup(), {SIGTSTP}).ok() ? "done" : "failed";
              ::kill(member.pid().number, core::kHighestSignal);
              const std::string got = said.Hear();
              const std::string first = WaitFor({0});
              return done + ", it gets " + got + ", we get " + first + " " + WaitFor({0});
            }),
            "done, it gets 64, we get 18 nothing");
}

}  // namespace
}  // namespace dumb_init::sys
