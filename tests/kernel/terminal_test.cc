// sys/terminal.h tells the truth about the controlling terminal.
#include "sys/terminal.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "sys/signals.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;

// A new terminal on standard input.
void OpenTerminal() {
  int master = -1;
  int slave = -1;
  ::openpty(&master, &slave, nullptr, nullptr, nullptr);
  ::dup2(slave, 0);
  ::close(slave);
}

bool LeadSessionOnTerminal() {
  OpenTerminal();
  return ::setsid() != -1 && ::ioctl(0, TIOCSCTTY, 0) == 0;
}

bool HasTerminal() {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  ::close(terminal);
  return terminal != -1;
}

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
                const auto first = NextSignal(Patience::kWait);
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

}  // namespace
}  // namespace dumb_init::sys
