// sys/process.h tells the truth about processes.
#include "sys/process.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstring>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "support/seccomp.h"
#include "sys/signals.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;

pid_t Fork(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::_exit(0);
  }
  return child;
}

// Waits until a child has ended, and leaves it there.
void WaitForEnd(pid_t child) {
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT);
}

TEST(Self, IsThisProcess) {
  EXPECT_EQ(Self(), core::Pid{::getpid()});
  EXPECT_EQ(Parent(), core::Pid{::getppid()});
}

TEST(OurGroup, IsTheOneWeLeadOrAreIn) {
  EXPECT_EQ(InChild([] {
              ::setpgid(0, 0);
              const core::Pid leader = Self();
              const Child member([&] { ::_exit(OurGroup() == leader ? 42 : 1); });
              const std::string led = OurGroup() == leader ? "leader, " : "other, ";
              return led + std::to_string(member.WaitFor(WEXITED).si_status);
            }),
            "leader, 42");
}

TEST(OurGroup, IsZeroWhereItsLeaderIsOutsideOurPidNamespace) {
  EXPECT_EQ(InChild([]() -> std::string {
              if (::unshare(CLONE_NEWPID) == -1) {
                return "this test needs root";
              }
              const Child inside([] { ::_exit(OurGroup() == core::Pid{0} ? 42 : 1); });
              return std::to_string(inside.WaitFor(WEXITED).si_status);
            }),
            "42");
}

TEST(SharesOurGroup, TellsOurGroupFromAnotherAndFromNobody) {
  EXPECT_EQ(InChild([] {
              const pid_t same = Fork([] { ::pause(); });
              const pid_t other = Fork([] { ::pause(); });
              ::setpgid(other, other);
              std::string said = SharesOurGroup({same}) ? "same, " : "other, ";
              said += SharesOurGroup({other}) ? "same, " : "other, ";
              for (const pid_t child : {same, other}) {
                ::kill(child, SIGKILL);
                ::waitpid(child, nullptr, 0);
              }
              return said + (SharesOurGroup({same}) ? "same" : "gone");
            }),
            "same, other, gone");
}

TEST(BecomeSubreaper, MakesOrphansOurChildren) {
  EXPECT_EQ(InChild([] {
              if (!BecomeSubreaper().ok()) {
                return std::string("refused");
              }
              const pid_t parent = Fork([] { Fork([] { ::_exit(9); }); });
              ::waitpid(parent, nullptr, 0);
              int status = 0;
              return ::wait(&status) > 0 ? std::to_string(WEXITSTATUS(status)) : "none";
            }),
            "9");
}

TEST(SetParentDeathSignal, IsNotedByTheKernel) {
  EXPECT_EQ(InChild([] {
              const bool done = SetParentDeathSignal({SIGUSR1}).ok();
              int noted = 0;
              ::prctl(PR_GET_PDEATHSIG, &noted);
              return std::to_string(done ? noted : -1);
            }),
            std::to_string(SIGUSR1));
}

TEST(SetParentDeathSignal, RefusesWhatIsNoSignal) {
  const auto result = SetParentDeathSignal({65});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error(), (SysError{result.error().call, EINVAL}));
  EXPECT_STREQ(result.error().call, "prctl(PR_SET_PDEATHSIG)");
}

TEST(Peek, SeesNothingWhileChildrenLiveNorWhereThereAreNone) {
  EXPECT_EQ(InChild([] {
              std::string said = Peek().value() ? "one" : "none";
              const pid_t child = Fork([] { ::pause(); });
              said += Peek().value() ? ", one" : ", none";
              ::kill(child, SIGKILL);
              ::waitpid(child, nullptr, 0);
              return said;
            }),
            "none, none");
}

TEST(Peek, LeavesTheChildUntilItIsReaped) {
  EXPECT_EQ(InChild([] {
              const pid_t child = Fork([] { ::_exit(3); });
              WaitForEnd(child);
              for (int look = 0; look < 2; ++look) {
                const auto ended = Peek();
                if (!ended.value() || ended.value()->pid.number != child ||
                    ended.value()->ending != core::Ending(core::Exited{3})) {
                  return std::string("not the child");
                }
              }
              const bool reaped = Reap({child}).ok();
              return std::string(reaped ? "reaped, " : "not reaped, ") +
                     (Peek().value() ? "still there" : "gone");
            }),
            "reaped, gone");
}

TEST(Peek, DecodesEveryStatus) {
  EXPECT_EQ(InChild([] {
              std::string wrong;
              for (int code = 0; code < 256; ++code) {
                const pid_t child = Fork([&] { ::_exit(code); });
                WaitForEnd(child);
                const auto ended = Peek();
                if (ended.value()->ending !=
                    core::Ending(core::Exited{static_cast<core::ShellCode>(code)})) {
                  wrong += std::to_string(code) + " ";
                }
                Tolerate(Reap({child}), "the next one would be seen instead");
              }
              return wrong;
            }),
            "");
}

TEST(Peek, DecodesEveryFatalSignal) {
  EXPECT_EQ(InChild([] {
              std::string wrong;
              for (int number = 1; number <= 64; ++number) {
                if (number == SIGCHLD || number == SIGCONT || number == SIGURG ||
                    number == SIGWINCH || number == SIGSTOP || number == SIGTSTP ||
                    number == SIGTTIN || number == SIGTTOU) {
                  continue;
                }
                const pid_t child = Fork([&] {
                  ::prctl(PR_SET_DUMPABLE, 0);
                  ::signal(number, SIG_DFL);
                  Tolerate(Kill({{::getpid()}}, {number}), "seen by how it ends");
                });
                WaitForEnd(child);
                const auto ended = Peek();
                const auto* const killed = std::get_if<core::Killed>(&ended.value()->ending);
                if (killed == nullptr || killed->signal.number != number) {
                  wrong += std::to_string(number) + " ";
                }
                Tolerate(Reap({child}), "the next one would be seen instead");
              }
              return wrong;
            }),
            "");
}

TEST(Peek, DoesNotTakeAStopForAnEnd) {
  EXPECT_EQ(InChild([] {
              const pid_t child = Fork([] { ::raise(SIGSTOP); });
              siginfo_t info{};
              ::waitid(P_PID, static_cast<id_t>(child), &info, WSTOPPED | WNOWAIT);
              const bool seen = Peek().value().has_value();
              ::kill(child, SIGKILL);
              ::waitpid(child, nullptr, 0);
              return seen ? "seen" : "not seen";
            }),
            "not seen");
}

TEST(Peek, SeesAChildThatWasMadeWithoutAnEndSignal) {
  EXPECT_EQ(InChild([] {
              alignas(16) static char stack[16384];
              const int child = ::clone(
                  [](void*) {
                    ::_exit(4);
                    return 0;
                  },
                  stack + sizeof(stack), 0, nullptr);
              siginfo_t info{};
              ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT | __WALL);
              const auto ended = Peek();
              if (!ended.value() || ended.value()->pid.number != child) {
                return std::string("not seen");
              }
              return std::string(Reap({child}).ok() ? "reaped" : "not reaped");
            }),
            "reaped");
}

TEST(Reap, IsDoneWithWhoIsNotOursAnyMore) { EXPECT_TRUE(Reap({1}).ok()); }

TEST(Reap, SaysWhyNobodyCanBeSeenOrReaped) {
  EXPECT_EQ(InChild([] {
              testing::AnswerWith(EPERM, {SYS_waitid, SYS_wait4});
              return std::strerror(Peek().error().error) + std::string(", ") +
                     std::strerror(Reap({1}).error().error);
            }),
            "Operation not permitted, Operation not permitted");
}

// A filter may be made from what another init was seen to call.
TEST(Reap, WorksWhereWaitidIsRefused) {
  EXPECT_EQ(InChild([] {
              const pid_t exits = Fork([] { ::_exit(3); });
              WaitForEnd(exits);
              testing::AnswerWith(EPERM, {SYS_waitid});
              const auto ended = Peek();
              if (!ended.ok() || !ended.value() || ended.value()->pid.number != exits ||
                  ended.value()->ending != core::Ending(core::Exited{3})) {
                return std::string("not seen");
              }
              const pid_t dies = Fork([] { ::raise(SIGKILL); });
              auto killed = Peek();
              while (killed.ok() && !killed.value()) {
                killed = Peek();
              }
              return std::string(killed.ok() && killed.value()->pid.number == dies &&
                                         killed.value()->ending ==
                                             core::Ending(core::Killed{{SIGKILL}, {}})
                                     ? "seen, "
                                     : "not seen, ") +
                     (Reap({dies}).ok() ? "reaped, " : "not reaped, ") +
                     (Peek().ok() && !Peek().value() ? "nobody left" : "somebody left");
            }),
            "seen, reaped, nobody left");
}

TEST(Exit, LeavesWithTheStatus) {
  EXPECT_EQ(InChild([]() -> std::string { Exit(77); }), "(status 77)");
}

}  // namespace
}  // namespace dumb_init::sys
