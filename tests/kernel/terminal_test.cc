// sys/terminal.h tells the truth about the controlling terminal.
#include "sys/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/terminals.h"
#include "sys/signals.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::HasTerminal;
using testing::InChild;
using testing::LeadSessionOnTerminal;
using testing::OpenTerminal;

TEST(StandardInputIsTerminal, TellsOneFromAPipeAndFromNothing) {
  EXPECT_EQ(InChild([] {
              OpenTerminal();
              std::string said = StandardInputIsTerminal() ? "terminal, " : "other, ";
              ::dup2(::open("/dev/null", O_RDONLY), 0);
              said += StandardInputIsTerminal() ? "terminal, " : "other, ";
              ::close(0);
              return said + (StandardInputIsTerminal() ? "terminal" : "other");
            }),
            "terminal, other, other");
}

TEST(GiveUpTerminal, FreesItForAnotherSession) {
  EXPECT_EQ(
      InChild([] {
        Tolerate(TakeOverSignals(), "what it does is looked at below");
        if (!LeadSessionOnTerminal() || !HasTerminal() || !GiveUpTerminal().ok() || HasTerminal()) {
          return std::string("still ours");
        }
        const pid_t child = ::fork();
        if (child == 0) {
          ::_exit(::setsid() != -1 && ::ioctl(0, TIOCSCTTY, 0) == 0 ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return std::string(status == 0 ? "free" : "busy");
      }),
      "free");
}

TEST(GiveUpTerminal, SendsNothingToAnybodyAliveAndLeavesNoChild) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              if (!LeadSessionOnTerminal()) {
                return std::string("no terminal");
              }
              const pid_t member = ::fork();
              if (member == 0) {
                // Ends by the signal that asks how it is, with what else came before it.
                const auto first = NextSignal(std::nullopt);
                ::_exit(first.value()->signal.number);
              }
              const bool done = GiveUpTerminal().ok();
              std::string said = done ? "done" : "refused";
              said += PendingSignals().Has({SIGHUP}) ? ", HUP" : "";
              said += PendingSignals().Has({SIGCONT}) ? ", CONT" : "";
              ::kill(member, 64);
              int status = 0;
              ::waitpid(member, &status, 0);
              said += ", member got " + std::to_string(WEXITSTATUS(status));
              return said + (::waitpid(-1, nullptr, WNOHANG) == -1 ? "" : ", a child is left");
            }),
            "done, member got 64");
}

TEST(GiveUpTerminal, HasNothingToGiveUpWhereWeDoNotLead) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              if (!LeadSessionOnTerminal()) {
                return std::string("no terminal");
              }
              const pid_t child = ::fork();
              if (child == 0) {
                ::_exit(GiveUpTerminal().ok() && HasTerminal() ? 0 : 1);
              }
              int status = 0;
              ::waitpid(child, &status, 0);
              return std::string(status == 0 && HasTerminal() ? "kept" : "lost");
            }),
            "kept");
}

TEST(GiveUpTerminal, DoesNothingWithoutATerminal) {
  EXPECT_EQ(InChild([] {
              ::close(0);
              return GiveUpTerminal().ok() ? "done" : "refused";
            }),
            "done");
}

TEST(HasControllingTerminal, FindsTheOneOfOurSessionWhateverStandardInputIs) {
  EXPECT_EQ(InChild([] {
              LeadSessionOnTerminal();
              std::string said = HasControllingTerminal() ? "terminal, " : "none, ";
              ::dup2(::open("/dev/null", O_RDONLY), 0);
              return said + (HasControllingTerminal() ? "terminal" : "none");
            }),
            "terminal, terminal");
}

TEST(HasControllingTerminal, FindsNoneInANewSession) {
  EXPECT_EQ(InChild([] {
              ::setsid();
              return HasControllingTerminal() ? "terminal" : "none";
            }),
            "none");
}

TEST(HasControllingTerminal, DoesNotTakeOneThatIsNobodys) {
  EXPECT_EQ(InChild([] {
              ::setsid();
              OpenTerminal();
              std::string said = HasControllingTerminal() ? "terminal, " : "none, ";
              return said + (HasTerminal() ? "took it" : "left it");
            }),
            "none, left it");
}

TEST(HasControllingTerminal, DoesNotFindTheOneOfAnotherSession) {
  EXPECT_EQ(InChild([] {
              LeadSessionOnTerminal();
              const Child other([] {
                ::setsid();
                ::_exit(StandardInputIsTerminal() && !HasControllingTerminal() ? 42 : 1);
              });
              return std::to_string(other.WaitFor(WEXITED).si_status);
            }),
            "42");
}

TEST(HasControllingTerminal, LeavesNoDescriptorOpen) {
  EXPECT_EQ(InChild([] {
              LeadSessionOnTerminal();
              ::close(0);
              std::string said = HasControllingTerminal() ? "terminal" : "none";
              return ::fcntl(0, F_GETFD) == -1 ? said : "one is open";
            }),
            "terminal");
}

}  // namespace
}  // namespace dumb_init::sys
