// What is noted on the way, and the reports made of it.
#include <csignal>
#include <string>

#include "app/app_test.h"

namespace dumb_init::testing {
namespace {

class Reports : public AppTest {
 protected:
  static core::Settings Filed(core::ReportFormat format = core::ReportFormat::kText) {
    core::Settings settings;
    settings.report_file = "/report";
    settings.report_format = format;
    return settings;
  }
  static const std::string& File() { return Kernel().files["/report"]; }
};

TEST_F(Reports, SayWhatWasSeen) {
  Kernel().self = core::kPidOne;
  Kernel().names = {{40, "killer"}};
  Kernel().ages = {{2, 2500}};
  Kernel().crowds = {{"cron", "worker"}};
  Kernel().moments = {{Arrives(SIGTERM)}, {Dies(2, SIGSEGV)}};
  EXPECT_EQ(Supervise(), 139);
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] sh (PID 2) was ended by SIGSEGV after 2.50s; last stop "
                        "request: SIGTERM from PID 40 (killer); left behind: cron, worker\n"}));
}

TEST_F(Reports, TakeTheirNotesWhileAllAreThere) {
  Kernel().names = {{40, "killer"}};
  Kernel().ages = {{2, 2500}};
  Kernel().crowds = {{}};
  Kernel().moments = {{Arrives(SIGTERM)}, {Dies(2, SIGSEGV)}};
  EXPECT_EQ(Supervise(), 139);
  EXPECT_EQ(Kernel().transcript,
            (Transcript{"ask 40 for its name", "kill -2 15", "ask how old 2 is",
                        "ask for the names of the rest", "kill -2 15", "reap 2"}));
}

TEST_F(Reports, TakeNoNotesWhereNobodyHears) {
  core::Settings settings;
  settings.death_report = core::DeathReport::kNever;
  Kernel().names = {{40, "killer"}};
  Kernel().ages = {{2, 2500}};
  Kernel().crowds = {{}};
  Kernel().moments = {{Arrives(SIGTERM)}, {Dies(2, SIGSEGV)}};
  EXPECT_EQ(Supervise(settings), 139);
  EXPECT_EQ(Kernel().transcript, (Transcript{"kill -2 15", "kill -2 15", "reap 2"}));
}

TEST_F(Reports, TellTheLastStopRequest) {
  Kernel().moments = {{Arrives(SIGTERM)}, {Arrives(SIGHUP)}, {Arrives(SIGINT, 0)}, {Dies(2, 9)}};
  EXPECT_EQ(Supervise(), 137);
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] sh (PID 2) was ended by SIGKILL; last stop request: SIGINT "
                        "from outside the container\n"}));
}

TEST_F(Reports, TellWhoWasToldAndWhoWasKilled) {
  core::Settings settings;
  settings.grace = core::Duration{5000};
  Kernel().crowds = {{"cron", "worker"}, {"cron"}};
  Kernel().rests = {core::Rest::kChildren, core::Rest::kNobody};
  Kernel().moments = {{Exits(2, 3)}};
  EXPECT_EQ(Supervise(settings), 3);
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] sh (PID 2) exited with status 3; told to end: cron, worker; "
                        "the grace was over; killed: cron\n"}));
}

TEST_F(Reports, TellThatMemoryRanOut) {
  Kernel().self = core::kPidOne;
  Kernel().figures = {{sys::Figure::kOomKills, 1}, {sys::Figure::kMemoryLimit, 67108864}};
  Kernel().moments = {{Dies(2, SIGKILL)}};
  EXPECT_EQ(Supervise(), 137);
  EXPECT_EQ(Kernel().messages,
            (Transcript{"[dumb-init] sh (PID 2) was ended by SIGKILL; memory ran out: the limit is "
                        "64 MiB; OOM kills so far: 1\n"}));
}

TEST_F(Reports, BlameNoMemoryWhereTheContainerIsNotOurs) {
  Kernel().figures = {{sys::Figure::kOomKills, 1}, {sys::Figure::kMemoryLimit, 67108864}};
  Kernel().moments = {{Dies(2, SIGKILL)}};
  EXPECT_EQ(Supervise(), 137);
  EXPECT_EQ(Kernel().messages, (Transcript{"[dumb-init] sh (PID 2) was ended by SIGKILL; OOM kills "
                                           "so far: 1\n"}));
}

TEST_F(Reports, GoToTheFileAtEveryEnding) {
  Kernel().ages = {{2, 70000}};
  Kernel().moments = {{Exits(2, 0)}};
  EXPECT_EQ(Supervise(Filed()), 0);
  EXPECT_EQ(File(), "sh (PID 2) exited with status 0 after 1m10s\n");
  EXPECT_EQ(Kernel().messages, Transcript{});
}

TEST_F(Reports, AreAnObjectWhereThatWasAskedFor) {
  Kernel().moments = {{Exits(2, 7)}};
  EXPECT_EQ(Supervise(Filed(core::ReportFormat::kJson)), 7);
  EXPECT_EQ(File(), R"({"schema":1,"command":"sh","pid":2,"status":7,"exit_status":7})"
                    "\n");
}

TEST_F(Reports, TellOfACommandThatCouldNotBeStarted) {
  Kernel().start_failure = {sys::StartFailure::Step::kExecute, ENOENT};
  EXPECT_EQ(Run(Filed()), 127);
  EXPECT_EQ(File(), "sh: No such file or directory\n");
  EXPECT_EQ(Run(Filed(core::ReportFormat::kJson)), 127);
  EXPECT_EQ(File(),
            R"({"schema":1,"command":"sh","status":127,"error":"No such file or directory"})"
            "\n");
}

TEST_F(Reports, ThatCannotBeWrittenAreAMessageAndNoStatus) {
  Kernel().fails_with = {{"WriteWholeFile", EROFS}};
  Kernel().moments = {{Exits(2, 3)}};
  EXPECT_EQ(Supervise(Filed()), 3);
  EXPECT_EQ(
      Kernel().messages,
      (Transcript{"[dumb-init] cannot write the report to /report: Read-only file system\n"}));
  Kernel().messages.clear();
  Kernel().start_failure = {sys::StartFailure::Step::kExecute, EACCES};
  EXPECT_EQ(Run(Filed()), 126);
  EXPECT_EQ(
      Kernel().messages,
      (Transcript{"[dumb-init] sh: Permission denied\n",
                  "[dumb-init] cannot write the report to /report: Read-only file system\n"}));
}

TEST_F(Reports, OfTheOtherRolesComeWhenVerboseOnly) {
  core::Settings settings = OwnGroup();
  settings.death_report = core::DeathReport::kWhenVerbose;
  Kernel().moments = {{Dies(2, SIGSEGV)}};
  EXPECT_EQ(Supervise(settings), 139);
  EXPECT_EQ(Kernel().messages, Transcript{});
  Kernel().moments = {{Dies(2, SIGSEGV)}};
  EXPECT_EQ(Supervise(Verbose(settings)), 139);
  EXPECT_EQ(Kernel().messages.at(1), "[dumb-init] sh (PID 2) was ended by SIGSEGV\n");
}

}  // namespace
}  // namespace dumb_init::testing
