// No failing call ends the init before the command, or keeps it after.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string>

#include "app/app_test.h"

namespace dumb_init::testing {
namespace {

struct Row {
  std::string function;
  int error;
  std::string message;
};

class FailingCall : public AppTest, public ::testing::WithParamInterface<Row> {
 protected:
  // A life in which every call there is happens at least once.
  static int LiveThroughEverything() {
    Kernel().terminal = true;
    Kernel().moments = {{Arrives(SIGHUP)}, {Arrives(SIGTSTP)}, {Exits(7, 0)},
                        {Exits(8, 0)},     {Arrives(SIGTERM)}, {Exits(2, 3)}};
    core::Settings settings = Verbose();
    settings.parent_death_signal = {SIGTERM};
    return Run(settings);
  }
  static long CountOf(const Transcript& lines, const std::string& line) {
    return std::count(lines.begin(), lines.end(), line);
  }
};

TEST_P(FailingCall, OnceIsAMessageAndNothingElse) {
  Kernel().fails_once = {{GetParam().function, GetParam().error}};
  EXPECT_EQ(LiveThroughEverything(), 3);
  EXPECT_TRUE(Kernel().fails_once.empty()) << "the call was made";
  EXPECT_EQ(CountOf(Kernel().messages, GetParam().message), 1) << GetParam().message;
  EXPECT_EQ(CountOf(Kernel().transcript, "kill -2 15"), 2) << "forwarded, and said at the end";
  EXPECT_EQ(Kernel().transcript.back(), "reap 2");
}

TEST_P(FailingCall, OnceIsNotSaidWithoutBeingAskedFor) {
  Kernel().fails_once = {{GetParam().function, GetParam().error}};
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(7, 0)}, {Exits(8, 0)}, {Exits(2, 3)}};
  EXPECT_EQ(Run(), 3);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(All, FailingCall, ::testing::Values(
    Row{"BecomeSubreaper", EINVAL, "[dumb-init] prctl(PR_SET_CHILD_SUBREAPER): Invalid argument\n"},
    Row{"SetParentDeathSignal", EPERM,
        "[dumb-init] prctl(PR_SET_PDEATHSIG): Operation not permitted\n"},
    Row{"GiveUpTerminal", ENOTTY,
        "[dumb-init] ioctl(TIOCNOTTY): Inappropriate ioctl for device\n"},
    Row{"LeaveWorkingDirectory", EACCES, "[dumb-init] chdir: Permission denied\n"},
    Row{"NextSignal", ENOSYS, "[dumb-init] rt_sigtimedwait: Function not implemented\n"},
    Row{"Kill", ESRCH,
        "[dumb-init] cannot forward SIGHUP to process group 2: No such process\n"},
    Row{"Kill", EPERM,
        "[dumb-init] cannot forward SIGHUP to process group 2: Operation not permitted\n"},
    Row{"StopSelf", EPERM, "[dumb-init] kill: Operation not permitted\n"},
    Row{"Peek", EPERM, "[dumb-init] waitid: Operation not permitted\n"},
    Row{"Reap", EPERM, "[dumb-init] waitid: Operation not permitted\n"}),
    [](const auto& test) {
      return test.param.function + std::to_string(test.param.error);
    });
// clang-format on

class FailingForEver : public AppTest {};

TEST_F(FailingForEver, WaitingForSignalsStillSeesTheEndOfTheCommand) {
  Kernel().fails_with = {{"NextSignal", ENOSYS}};
  Kernel().moments = {{}, {Exits(7, 0)}, {}, {Exits(2, 6)}};
  EXPECT_EQ(Supervise(SingleChild()), 6);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"pause 100", "pause 100", "reap 7", "pause 100", "pause 100", "reap 2"}));
}

TEST_F(FailingForEver, ForwardingStillSeesTheEndOfTheCommand) {
  Kernel().fails_with = {{"Kill", EPERM}};
  Kernel().moments = {{Arrives(SIGHUP)}, {Arrives(SIGTERM)}, {Exits(2, 6)}};
  EXPECT_EQ(Supervise(), 6);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill -2 1", "kill -2 15", "kill -2 15", "reap 2"}));
}

TEST_F(FailingForEver, ReapingTheCommandStillEndsTheRun) {
  Kernel().fails_with = {{"Reap", EPERM}};
  Kernel().moments = {{Exits(2, 6)}};
  EXPECT_EQ(Supervise(SingleChild()), 6);
}

TEST_F(FailingForEver, ReapingAStrangerDoesNotSpin) {
  Kernel().fails_with = {{"Reap", EPERM}};
  Kernel().moments = {{Exits(7, 0)}, {Arrives(SIGTERM)}, {}, {}, {}, {}};
  Kernel().after_act = [](FakeKernel& kernel, const std::string& act) {
    if (act == "kill 2 15") {
      kernel.Collect({7});
      kernel.Happen(Exits(2, 6));
    }
  };
  EXPECT_EQ(Supervise(SingleChild()), 6);
  EXPECT_LE(Kernel().peeks, 8);
}

TEST_F(FailingForEver, EverythingThatMayFailStillEndsWithTheCommand) {
  Kernel().fails_with = {{"BecomeSubreaper", EPERM},
                         {"SetParentDeathSignal", EPERM},
                         {"GiveUpTerminal", EPERM},
                         {"LeaveWorkingDirectory", EPERM},
                         {"Kill", EPERM},
                         {"Queue", EPERM},
                         {"StopSelf", EPERM},
                         {"WriteMessage", EPIPE}};
  Kernel().terminal = true;
  Kernel().moments = {{Arrives(SIGTSTP)}, {Exits(7, 0)}, {Dies(2, SIGKILL)}};
  core::Settings settings = Verbose();
  settings.parent_death_signal = {SIGTERM};
  EXPECT_EQ(Run(settings), 137);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

class FailingOnce : public AppTest {};

// The SIGCHLD of the command's end is gone when the look fails, and no other will come.
TEST_F(FailingOnce, PeekingDoesNotLoseTheEndOfTheCommand) {
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(2, 6)}};
  Kernel().after_act = [](FakeKernel& kernel, const std::string& act) {
    if (act == "kill 2 1") {
      kernel.fails_once = {{"Peek", ENOMEM}};
    }
  };
  EXPECT_EQ(Supervise(SingleChild()), 6);
}

TEST_F(FailingOnce, ReapingAStrangerDoesNotLoseTheEndOfTheCommand) {
  Kernel().fails_once = {{"Reap", EPERM}};
  Kernel().moments = {{Exits(7, 0), Exits(2, 6)}};
  EXPECT_EQ(Supervise(SingleChild()), 6);
}

}  // namespace
}  // namespace dumb_init::testing
