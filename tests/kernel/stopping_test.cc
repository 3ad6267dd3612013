// sys/process.h and sys/signals.h tell the truth about children that stop.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "sys/process.h"
#include "sys/signals.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;

std::string Text(const std::optional<core::Signal>& signal) {
  return signal ? std::to_string(signal->number) : "nothing";
}

void StopOnce() {
  ::kill(::getpid(), SIGSTOP);
  ::pause();
}

TEST(TakeStop, TellsTheSignalOnceForEachStop) {
  for (const int signal : {SIGSTOP, SIGTSTP}) {
    const std::string once = std::to_string(signal) + " nothing ";
    EXPECT_EQ(InChild([&] {
                const Child child([&] {
                  // Nobody in an orphaned group is stopped by TSTP (setpgid(2)), and ours may be.
                  ::setpgid(0, 0);
                  for (;;) {
                    ::kill(::getpid(), signal);
                  }
                });
                std::string said;
                for (int stop = 0; stop < 3; ++stop) {
                  child.WaitFor(WSTOPPED);
                  for (int look = 0; look < 2; ++look) {
                    said.append(Text(TakeStop(child.pid()))).append(" ");
                  }
                  ::kill(child.pid().number, SIGCONT);
                }
                return said;
              }),
              once + once + once);
  }
}

TEST(TakeStop, SaysNothingOfAChildThatRuns) {
  EXPECT_EQ(InChild([] {
              const Child child;
              return Text(TakeStop(child.pid()));
            }),
            "nothing");
}

TEST(TakeStop, SaysNothingOfAChildThatWentOn) {
  EXPECT_EQ(InChild([] {
              const Child child(StopOnce);
              child.WaitFor(WSTOPPED);
              ::kill(child.pid().number, SIGCONT);
              return Text(TakeStop(child.pid()));
            }),
            "nothing");
}

TEST(TakeStop, SaysNothingOfAChildThatEndedAndLeavesItToBeReaped) {
  for (const bool stops : {false, true}) {
    EXPECT_EQ(InChild([&] {
                const Child child([&] {
                  if (stops) {
                    StopOnce();
                  }
                });
                if (stops) {
                  child.WaitFor(WSTOPPED);
                  ::kill(child.pid().number, SIGKILL);
                }
                child.WaitFor(WEXITED);
                const std::string said = Text(TakeStop(child.pid()));
                return said + (Reap(child.pid()).ok() ? ", reaped" : ", gone");
              }),
              "nothing, reaped")
        << stops;
  }
}

TEST(TakeStop, TakesNoStopOfAnother) {
  EXPECT_EQ(InChild([] {
              const Child stopped(StopOnce);
              const Child runs;
              stopped.WaitFor(WSTOPPED);
              const std::string of_the_other = Text(TakeStop(runs.pid()));
              return of_the_other + " " + Text(TakeStop(stopped.pid()));
            }),
            "nothing 19");
}

TEST(TakeStop, SaysNothingOfOneThatIsNotOurChild) {
  EXPECT_EQ(InChild([] {
              const Child stranger(StopOnce);
              stranger.WaitFor(WSTOPPED);
              const Child us([&] {
                const Child stopped(StopOnce);
                stopped.WaitFor(WSTOPPED);
                ::_exit(TakeStop(stranger.pid()) ? 1 : 42);
              });
              return std::to_string(us.WaitFor(WEXITED).si_status);
            }),
            "42");
}

// Whether SIGCHLD tells of a child that stops. This one's end raises none, so whatever came is
// there to be seen when it has ended.
std::string RaisedByAStop() {
  const long child = ::syscall(SYS_clone, 0UL, nullptr, nullptr, nullptr, nullptr);
  if (child == 0) {
    StopOnce();
  }
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(child), &info, WSTOPPED | __WALL);
  ::kill(static_cast<pid_t>(child), SIGKILL);
  ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | __WALL);
  const auto arrival = NextSignal(core::Duration{0});
  return arrival.value() ? Text(arrival.value()->signal) : "nothing";
}

TEST(WatchStops, MakesSigchldTellOfStoppedChildren) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              const std::string before = RaisedByAStop();
              WatchStops();
              return before + ", " + RaisedByAStop();
            }),
            "nothing, 17");
}

}  // namespace
}  // namespace dumb_init::sys
