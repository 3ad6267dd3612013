// sys/terminal.h tells the truth about passing the foreground of a terminal.
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/terminals.h"
#include "sys/process.h"
#include "sys/signals.h"
#include "sys/terminal.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;

// Our session on a new terminal, with our group in the foreground and a member's in the background.
class Session {
 public:
  Session() { ::setpgid(member_.pid().number, 0); }

  core::Pid member() const { return member_.pid(); }

  // Whose group is in the foreground.
  std::string Owner() const {
    if (!ready_) {
      return "no terminal";
    }
    const pid_t group = testing::Foreground();
    if (group == ::getpgrp()) {
      return "we";
    }
    return group == member().number ? "member" : "other";
  }

 private:
  // In this order: the member is to be in the new session.
  bool ready_ = TakeOverSignals().ok() && testing::LeadSessionOnTerminal();
  Child member_;
};

TEST(PassForeground, PassesItFromOneGroupToTheOther) {
  EXPECT_EQ(InChild([] {
              const Session session;
              PassForeground(Self(), session.member());
              return session.Owner();
            }),
            "member");
}

TEST(PassForeground, ChangesNothingWhereAnotherGroupHasIt) {
  EXPECT_EQ(InChild([] {
              const Session session;
              PassForeground(session.member(), session.member());
              return session.Owner();
            }),
            "we");
}

TEST(PassForeground, FindsTheTerminalWhereStandardInputIsSomethingElseOrClosed) {
  for (const std::string input : {"/dev/null", "nothing"}) {
    EXPECT_EQ(InChild([&] {
                const Session session;
                ::close(0);
                ::open(input.c_str(), O_RDONLY);
                PassForeground(Self(), session.member());
                return session.Owner();
              }),
              "member")
        << input;
  }
}

TEST(PassForeground, LeavesNoDescriptorOpen) {
  EXPECT_EQ(InChild([] {
              const Session session;
              ::close(0);
              PassForeground(Self(), session.member());
              return ::fcntl(0, F_GETFD) == -1 ? session.Owner() : "one is open";
            }),
            "member");
}

TEST(PassForeground, LeavesTheTerminalOfAnotherSessionAlone) {
  EXPECT_EQ(InChild([] {
              const Session session;
              const int other_end = testing::OpenTerminal();
              const Child other([] {
                ::setsid();
                ::ioctl(0, TIOCSCTTY, 0);
                ::kill(::getpid(), SIGSTOP);
              });
              other.WaitFor(WSTOPPED);
              PassForeground(Self(), session.member());
              const bool kept = ::tcgetpgrp(other_end) == other.pid().number;
              return session.Owner() + (kept ? ", other kept" : ", other lost");
            }),
            "member, other kept");
}

TEST(PassForeground, DoesNothingWithoutATerminalOfOurs) {
  for (const bool on_terminal : {true, false}) {
    EXPECT_EQ(InChild([&] {
                ::setsid();
                const int other_end = testing::OpenTerminal();
                if (!on_terminal) {
                  ::close(0);
                }
                PassForeground(Self(), Self());
                return std::string(testing::HasTerminal() ? "has one, " : "has none, ") +
                       std::to_string(::tcgetpgrp(other_end));
              }),
              "has none, 0");
  }
}

TEST(PassForeground, WorksFromTheBackground) {
  EXPECT_EQ(InChild([] {
              const Session session;
              const core::Pid leader = Self();
              const Child background([&] {
                ::setpgid(0, 0);
                PassForeground(leader, session.member());
              });
              const bool stopped = background.WaitFor(WEXITED | WSTOPPED).si_code != CLD_EXITED;
              return session.Owner() + (stopped ? ", stopped" : "");
            }),
            "member");
}

TEST(PassForeground, WorksForAGroupWhoseLeaderIsOutsideOurPidNamespace) {
  EXPECT_EQ(InChild([]() -> std::string {
              const Session session;
              if (::unshare(CLONE_NEWPID) == -1) {
                return "this test needs root";
              }
              const Child inside([] {
                const Child member;
                ::setpgid(member.pid().number, 0);
                PassForeground(OurGroup(), member.pid());
                ::_exit(testing::Foreground() == member.pid().number ? 42 : 1);
              });
              return std::to_string(inside.WaitFor(WEXITED).si_status);
            }),
            "42");
}

// A background job "unshare -pf init &": its group and the shell's are both 0 to the init.
TEST(PassForeground, TakesNothingFromAnotherGroupWhoseLeaderIsOutsideToo) {
  EXPECT_EQ(InChild([]() -> std::string {
              const Session session;
              const Child job([] {
                ::setpgid(0, 0);
                if (::unshare(CLONE_NEWPID) == -1) {
                  ::_exit(1);
                }
                const Child inside([] {
                  const Child member;
                  ::setpgid(member.pid().number, 0);
                  PassForeground(OurGroup(), member.pid());
                });
                inside.WaitFor(WEXITED);
              });
              const bool ran = job.WaitFor(WEXITED).si_status == 0;
              return ran ? session.Owner() : "this test needs root";
            }),
            "we");
}

}  // namespace
}  // namespace dumb_init::sys
