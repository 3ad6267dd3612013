// What /proc tells of one process: the real kernel's words.
#include "sys/process_facts.h"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <functional>
#include <optional>

#include <gtest/gtest.h>

namespace dumb_init::sys {
namespace {

// A child that does `work` and then waits for its end, by a signal that is not caught.
class Child {
 public:
  explicit Child(const std::function<void()>& work) : pid_(::fork()) {
    if (pid_ == 0) {
      work();
      ::raise(SIGSTOP);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(pid_, &status, WUNTRACED);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  core::Pid pid() const { return {pid_}; }
  void GoOn() const { ::kill(pid_, SIGCONT); }

 private:
  pid_t pid_;
};

sigset_t OnlyTerm() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  return set;
}

TEST(ReadProcess, TellsWhoSomebodyIs) {
  const Child child([] { ::setpgid(0, 0); });
  const auto process = ReadProcess(child.pid());
  ASSERT_TRUE(process);
  EXPECT_EQ(process->pid, child.pid());
  EXPECT_EQ(process->parent, core::Pid{::getpid()});
  EXPECT_EQ(process->group, child.pid());
  EXPECT_TRUE(process->alive);
  EXPECT_GE(process->started, ReadProcess({::getpid()})->started);
}

TEST(ReadProcess, TellsAZombieAndNothingOfNobody) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(0);
  }
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0);
  const auto zombie = ReadProcess({child});
  ASSERT_TRUE(zombie);
  EXPECT_FALSE(zombie->alive);
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(ReadProcess({child}));
  EXPECT_FALSE(ReadSignalSets({child}));
  EXPECT_FALSE(SleepsForSignal({child}));
}

TEST(ReadSignalSets, TellsWhatIsCaughtIgnoredBlockedAndWaiting) {
  const Child child([] {
    ::signal(SIGUSR1, SIG_IGN);
    ::signal(SIGUSR2, [](int) {});
    const sigset_t term = OnlyTerm();
    ::sigprocmask(SIG_BLOCK, &term, nullptr);
    ::raise(SIGTERM);
  });
  const auto sets = ReadSignalSets(child.pid());
  ASSERT_TRUE(sets);
  EXPECT_TRUE(sets->ignored.Has({SIGUSR1}));
  EXPECT_TRUE(sets->caught.Has({SIGUSR2}));
  EXPECT_FALSE(sets->caught.Has({SIGUSR1}));
  EXPECT_TRUE(sets->blocked.Has({SIGTERM}));
  EXPECT_TRUE(sets->waiting.Has({SIGTERM}));
  EXPECT_FALSE(sets->waiting.Has({SIGUSR2}));
}

TEST(SleepsForSignal, TellsWhoWaitsInSigtimedwait) {
  const Child child([] {
    const sigset_t term = OnlyTerm();
    ::sigprocmask(SIG_BLOCK, &term, nullptr);
    ::raise(SIGSTOP);
    ::sigwaitinfo(&term, nullptr);
  });
  EXPECT_FALSE(SleepsForSignal(child.pid())) << "it is stopped";
  ASSERT_TRUE(ReadSignalSets(child.pid())->blocked.Has({SIGTERM}));
  child.GoOn();
  // What it waits for is shown as not blocked; that is how the end of this wait is seen.
  for (int looks = 0; looks < 5000 && ReadSignalSets(child.pid())->blocked.Has({SIGTERM});
       ++looks) {
    ::usleep(1000);
  }
  EXPECT_FALSE(ReadSignalSets(child.pid())->blocked.Has({SIGTERM}));
  for (int looks = 0; looks < 5000 && !SleepsForSignal(child.pid()); ++looks) {
    ::usleep(1000);
  }
  EXPECT_TRUE(SleepsForSignal(child.pid()));
}

}  // namespace
}  // namespace dumb_init::sys
