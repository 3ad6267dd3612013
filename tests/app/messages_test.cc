// Every message, to the letter; and what is said only when asked for.
#include <cerrno>
#include <csignal>
#include <string>

#include "app/app_test.h"

namespace dumb_init::testing {
namespace {

class Messages : public AppTest {};

TEST_F(Messages, SilenceIsTheDefault) {
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(7, 1)}, {Exits(2, 3)}};
  EXPECT_EQ(Run(), 3);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Messages, AVerboseLifeFromStartToEnd) {
  Kernel().moments = {
      {Arrives(SIGHUP)}, {Dies(7, SIGSEGV, core::CoreDump::kWritten)}, {Exits(2, 3)}};
  EXPECT_EQ(Run(Verbose()), 3);
  EXPECT_EQ(Kernel().messages, (Transcript{
                                   "[dumb-init] started sh as PID 2\n",
                                   "[dumb-init] received SIGHUP from PID 40\n",
                                   "[dumb-init] forwarded SIGHUP to process group 2\n",
                                   "[dumb-init] PID 7 ended by SIGSEGV (core dumped)\n",
                                   "[dumb-init] PID 2 exited with status 3\n",
                                   "[dumb-init] forwarded SIGTERM to process group 2\n",
                                   "[dumb-init] sh (PID 2) exited with status 3\n",
                                   "[dumb-init] leaving with status 3\n",
                               }));
}

TEST_F(Messages, ASingleChildIsNamedByItsPid) {
  Kernel().moments = {{Arrives(36)}, {Dies(2, SIGHUP)}};
  EXPECT_EQ(Supervise(Verbose(SingleChild())), 129);
  EXPECT_EQ(Kernel().messages, (Transcript{
                                   "[dumb-init] received SIGRTMIN+2 from PID 40\n",
                                   "[dumb-init] forwarded SIGRTMIN+2 to PID 2\n",
                                   "[dumb-init] PID 2 ended by SIGHUP\n",
                                   "[dumb-init] sh (PID 2) was ended by SIGHUP\n",
                                   "[dumb-init] leaving with status 129\n",
                               }));
}

TEST_F(Messages, TheSenderIsNamedAsFarAsItIsKnown) {
  Kernel().moments = {{Arrives(SIGHUP, 0)}, {ArrivesFromKernel(SIGWINCH)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(Verbose(SingleChild())), 0);
  ASSERT_EQ(Kernel().messages.size(), 7u);
  EXPECT_EQ(Kernel().messages[0], "[dumb-init] received SIGHUP from outside the container\n");
  EXPECT_EQ(Kernel().messages[2], "[dumb-init] received SIGWINCH from the kernel\n");
}

TEST_F(Messages, ARewriteShowsBothSignals) {
  core::Settings settings = Verbose(SingleChild());
  settings.rewrites.Set({SIGTERM}, {SIGQUIT});
  settings.rewrites.Set({SIGHUP}, core::kNoSignal);
  Kernel().moments = {{Arrives(SIGTERM)}, {Arrives(SIGHUP)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().messages, (Transcript{
                                   "[dumb-init] received SIGTERM from PID 40\n",
                                   "[dumb-init] forwarded SIGQUIT to PID 2\n",
                                   "[dumb-init] received SIGHUP from PID 40\n",
                                   "[dumb-init] PID 2 exited with status 0\n",
                                   "[dumb-init] sh (PID 2) exited with status 0; last stop "
                                   "request: SIGTERM from PID 40\n",
                                   "[dumb-init] leaving with status 0\n",
                               }));
}

TEST_F(Messages, AMessageAboutABrokenPipeOfAMessageIsNotMade) {
  Kernel().moments = {{Arrives(SIGPIPE, 90)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(Verbose(SingleChild())), 0);
  EXPECT_EQ(Kernel().messages, (Transcript{"[dumb-init] PID 2 exited with status 0\n",
                                           "[dumb-init] sh (PID 2) exited with status 0\n",
                                           "[dumb-init] leaving with status 0\n"}));
}

TEST_F(Messages, ADeathNobodyAskedForIsReported) {
  Kernel().moments = {{Dies(2, SIGKILL)}};
  EXPECT_EQ(Supervise(), 137);
  EXPECT_EQ(Kernel().messages, (Transcript{"[dumb-init] sh (PID 2) was ended by SIGKILL\n"}));
}

TEST_F(Messages, TheReportSaysThatCoreWasDumped) {
  Kernel().moments = {{Dies(2, SIGABRT, core::CoreDump::kWritten)}};
  EXPECT_EQ(Supervise(), 134);
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] sh (PID 2) was ended by SIGABRT (core dumped)\n"}));
}

TEST_F(Messages, ADeathThatWasAskedForIsNot) {
  Kernel().moments = {{Arrives(SIGTERM)}, {Dies(2, SIGTERM)}};
  EXPECT_EQ(Supervise(), 143);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Messages, ABrokenPipeIsNot) {
  Kernel().moments = {{Dies(2, SIGPIPE)}};
  EXPECT_EQ(Supervise(), 141);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Messages, QuietMeansNoReport) {
  core::Settings settings;
  settings.death_report = core::DeathReport::kNever;
  Kernel().moments = {{Dies(2, SIGKILL)}};
  EXPECT_EQ(Supervise(settings), 137);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Messages, ATerminalsUserKnowsWhyTheCommandEnded) {
  Kernel().terminal = true;
  for (const int typed : {SIGINT, SIGQUIT, SIGHUP}) {
    Kernel().moments = {{Dies(2, typed)}};
    EXPECT_EQ(Run(), 128 + typed);
    EXPECT_EQ(Kernel().messages, Transcript{});
  }
}

TEST_F(Messages, TheReportComesAfterTheCommandWasReaped) {
  Kernel().moments = {{Dies(2, SIGKILL)}};
  Kernel().after_act = [](FakeKernel& kernel, const std::string&) {
    EXPECT_EQ(kernel.messages, Transcript{});
  };
  EXPECT_EQ(Supervise(), 137);
  EXPECT_EQ(Kernel().messages.size(), 1u);
}

TEST_F(Messages, LostLinesAreCountedAndToldWhenThereIsRoomAgain) {
  Kernel().fails_with = {{"WriteMessage", EAGAIN}};
  Kernel().moments = {{Arrives(SIGHUP)}, {Exits(7, 0)}, {Exits(2, 0)}};
  Kernel().after_act = [](FakeKernel& kernel, const std::string& act) {
    if (act == "reap 7") {
      kernel.fails_with.clear();
    }
  };
  EXPECT_EQ(Supervise(Verbose(SingleChild())), 0);
  EXPECT_EQ(Kernel().messages, (Transcript{
                                   "[dumb-init] messages lost because nobody read them: 3\n",
                                   "[dumb-init] PID 2 exited with status 0\n",
                                   "[dumb-init] sh (PID 2) exited with status 0\n",
                                   "[dumb-init] leaving with status 0\n",
                               }));
}

TEST_F(Messages, EachStrangerIsToldOfByNameBeforeItIsReaped) {
  core::Settings settings = SingleChild();
  settings.reap_report = core::ReapReport::kEach;
  Kernel().names = {{7, "sh"}, {8, "a\x1b[m"}};
  Kernel().moments = {
      {Exits(7, 1)}, {Dies(8, SIGSEGV, core::CoreDump::kWritten)}, {Exits(9, 0)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().transcript, (Transcript{"ask 7 for its name", "reap 7", "ask 8 for its name",
                                             "reap 8", "reap 9", "reap 2"}));
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] Reaped zombie process with pid=7 (sh): exited with status 1\n",
                        "[dumb-init] Reaped zombie process with pid=8 (a\\x1b[m): ended by SIGSEGV "
                        "(core dumped)\n",
                        "[dumb-init] Reaped zombie process with pid=9: exited with status 0\n"}));
}

TEST_F(Messages, AStrangersProcessGroupTellsWhereItCameFrom) {
  core::Settings settings = SingleChild();
  settings.reap_report = core::ReapReport::kEach;
  Kernel().names = {{7, "sleep"}, {5, "bash"}};
  Kernel().groups = {{7, 5}, {8, 6}, {9, 9}, {10, 0}};
  Kernel().moments = {{Exits(7, 0)}, {Exits(8, 0)}, {Exits(9, 0)}, {Exits(10, 0)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  const std::string start = "[dumb-init] Reaped zombie process with pid=";
  EXPECT_EQ(
      Kernel().messages,
      (Transcript{start + "7 (sleep) of process group 5 (bash): exited with status 0\n",
                  start + "8 of process group 6: exited with status 0\n",
                  start + "9: exited with status 0\n", start + "10: exited with status 0\n"}));
}

TEST_F(Messages, WithoutWarningsNoStrangerIsToldOf) {
  core::Settings settings = SingleChild();
  settings.reap_report = core::ReapReport::kEach;
  settings.verbosity = core::Verbosity::kSilent;
  Kernel().moments = {{Exits(7, 1)}, {Exits(2, 0)}};
  EXPECT_EQ(Supervise(settings), 0);
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Messages, TheNameIsThatOfTheRole) {
  app::Log log("tini", core::Verbosity::kVerbose);
  log.Leaving(7);
  EXPECT_EQ(Kernel().messages, (Transcript{"[tini] leaving with status 7\n"}));
}

TEST_F(Messages, AUsageMistakeAndAFailedPrintAreSaidAlways) {
  app::Log log("dumb-init", core::Verbosity::kSilent);
  Line line;
  log.UsageIsWrong(line.Add("[dumb-init] no command"));
  log.CannotWrite({"write", ENOSPC});
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] no command\n",
                        "[dumb-init] standard output: No space left on device\n"}));
}

TEST_F(Messages, ACommandWithControlCharactersMakesOneLine) {
  app::Log log("dumb-init", core::Verbosity::kSilent);
  log.CannotStart("a\nb", {sys::StartFailure::Step::kExecute, ENOENT});
  EXPECT_EQ(Kernel().messages, (Transcript{"[dumb-init] a\\x0ab: No such file or directory\n"}));
}

TEST_F(Messages, AVeryLongNameDoesNotHideWhyItWasNotStarted) {
  app::Log log("dumb-init", core::Verbosity::kSilent);
  log.CannotStart(std::string(5000, '\n'), {sys::StartFailure::Step::kExecute, ENAMETOOLONG});
  ASSERT_EQ(Kernel().messages.size(), 1u);
  EXPECT_TRUE(Kernel().messages.front().ends_with("\\x0a...: File name too long\n"))
      << Kernel().messages.front();
}

}  // namespace
}  // namespace dumb_init::testing
