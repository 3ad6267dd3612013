// What the init says about the end of the command, and where.
#include <sys/mount.h>
#include <sys/stat.h>
#include <csignal>
#include <string>
#include <vector>

#include "support/empty_root.h"
#include "support/lifetime.h"
#include "support/namespace_test.h"
#include "support/scratch.h"

namespace dumb_init::testing {
namespace {

class Report : public NamespaceTest {
 protected:
  // A shell that does this, with "ready" said where it is time for the test to go on.
  static std::vector<std::string> Script(const std::string& script) {
    return {Init(), "/bin/sh", "-c", script};
  }
  static std::string ErrorsOf(Guest& guest) { return WithoutTime(guest.ReadErrors()); }
};

TEST_F(Report, NamesTheSenderInsideTheContainer) {
  Guest guest(
      Script("trap t=1 TERM; kill -TERM 1; while [ -z \"$t\" ]; do :; done; kill -KILL $$"));
  EXPECT_EQ(ErrorsOf(guest),
            "[dumb-init] /bin/sh (PID 2) was ended by SIGKILL after T; last stop request: SIGTERM "
            "from PID 2 (sh)\n");
}

TEST_F(Report, SaysThatTheSenderIsOutside) {
  Guest guest(Script("trap 'kill -KILL $$' TERM; echo ready; while :; do sleep 0.01; done"));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_NE(ErrorsOf(guest).find("last stop request: SIGTERM from outside the container"),
            std::string::npos);
}

TEST_F(Report, NamesWhoIsLeftBehindAlsoInASessionOfItsOwn) {
  Guest guest(
      Script("setsid sleep 100000 & setsid sleep 100000 2>&1 & "
             "while [ \"$(grep -c '(sleep)' /proc/[0-9]*/stat | grep -c ':1')\" != 2 ]; "
             "do :; done; kill -KILL $$"));
  EXPECT_NE(ErrorsOf(guest).find("SIGKILL after T; left behind: sleep, sleep\n"),
            std::string::npos);
}

TEST_F(Report, NamesWhoWasToldToEndAndWhoWasKilled) {
  GuestSetup setup{
      Script("(trap '' TERM; exec sleep 100000) & "
             "until grep -q sleep /proc/$!/comm; do :; done; exit 3")};
  setup.variables = {"DUMB_INIT_GRACE=200ms"};
  Guest guest(setup);
  EXPECT_EQ(ErrorsOf(guest),
            "[dumb-init] /bin/sh (PID 2) exited with status 3 after T; told to end: sleep; "
            "the grace was over; killed: sleep\n");
  EXPECT_EQ(guest.Wait(), (Outcome{3, 0}));
}

TEST_F(Report, IsSilentAboutAGraceThatWasEnough) {
  GuestSetup setup{Script("sleep 100000 & exit 3")};
  setup.variables = {"DUMB_INIT_GRACE=24h"};
  Guest guest(setup);
  EXPECT_EQ(ErrorsOf(guest), "");
}

TEST_F(Report, SaysThatTheTimeToEndWasOver) {
  GuestSetup setup{Script("trap '' TERM; echo ready; while :; do sleep 0.01; done")};
  setup.variables = {"DUMB_INIT_KILL_AFTER=50ms"};
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_NE(ErrorsOf(guest).find("(PID 2) was ended by SIGKILL after T, sent by us when its time "
                                 "to end was over; last stop request: SIGTERM from outside"),
            std::string::npos);
}

TEST_F(Report, ComesAtEveryEndingWhenVerbose) {
  GuestSetup setup{Script("exit 3")};
  setup.variables = {"DUMB_INIT_DEBUG=1"};
  const Transcript run = RunToEnd(setup);
  EXPECT_NE(
      WithoutTime(run.errors).find("[dumb-init] /bin/sh (PID 2) exited with status 3 after T"),
      std::string::npos);
}

TEST_F(Report, LeavesOutWhatCannotBeSeen) {
  GuestSetup setup{Script("kill -KILL $$")};
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::mount("none", "/proc", "tmpfs", 0, nullptr) == 0, "hide /proc");
  };
  EXPECT_EQ(RunToEnd(setup).errors, "[dumb-init] /bin/sh (PID 2) was ended by SIGKILL\n");
}

TEST_F(Report, ShowsNoControlCharacterOfAnyName) {
  const Scratch scratch;
  const std::string odd = scratch.Put("a\x1b[2J\xff", "#!/bin/sh\nkill -9 $$\n", 0755);
  const Transcript run = RunToEnd({{Init(), odd}});
  EXPECT_NE(run.errors.find("/a\\x1b[2J\\xff (PID 2) was ended by SIGKILL"), std::string::npos)
      << run.errors;
}

class ReportFile : public Report {
 protected:
  GuestSetup To(const std::string& file, const std::string& script,
                const std::string& format = "text") {
    GuestSetup setup{Script(script)};
    setup.variables = {"DUMB_INIT_REPORT=" + file, "DUMB_INIT_REPORT_FORMAT=" + format};
    return setup;
  }
  // The status is the command's, and this is all that is said.
  void ExpectMessage(GuestSetup setup, const std::string& reason) {
    const Transcript run = RunToEnd(setup);
    EXPECT_EQ(run.outcome, (Outcome{3, 0}));
    EXPECT_NE(run.errors.find(reason), std::string::npos) << run.errors;
    EXPECT_EQ(run.errors.find("[dumb-init] cannot write the report to " + (scratch_ / "")), 0u);
  }

  const Scratch scratch_;
};

TEST_F(ReportFile, HoldsEveryEnding) {
  EXPECT_EQ(RunToEnd(To(scratch_ / "report", "exit 3")).errors, "");
  EXPECT_EQ(WithoutTime(scratch_.Read("report")), "/bin/sh (PID 2) exited with status 3 after T\n");
  RunToEnd(To(scratch_ / "report", "kill -KILL $$"));
  EXPECT_EQ(WithoutTime(scratch_.Read("report")), "/bin/sh (PID 2) was ended by SIGKILL after T\n");
}

TEST_F(ReportFile, IsWrittenInEachRole) {
  for (const std::string role : {"tini", "catatonit"}) {
    GuestSetup setup = To(scratch_ / role, "exit 3");
    setup.words[0] = InitAs(role);
    EXPECT_EQ(RunToEnd(setup).errors, "");
    EXPECT_EQ(WithoutTime(scratch_.Read(role)), "/bin/sh (PID 2) exited with status 3 after T\n");
  }
}

TEST_F(ReportFile, TellsWhyACommandWasNotStarted) {
  GuestSetup setup = To(scratch_ / "report", "");
  setup.words = {Init(), "/nowhere"};
  EXPECT_EQ(RunToEnd(setup).outcome, (Outcome{127, 0}));
  EXPECT_EQ(scratch_.Read("report"), "/nowhere: No such file or directory\n");
}

TEST_F(ReportFile, MayBeAnObject) {
  RunToEnd(To(scratch_ / "report", "exit 3", "json"));
  EXPECT_EQ(scratch_.Read("report").find(
                R"({"schema":1,"command":"/bin/sh","pid":2,"status":3,"exit_status":3,)"
                R"("lifetime_ms":)"),
            0u);
}

TEST_F(ReportFile, MayBeMountedInAReadOnlyRoot) {
  scratch_.Put("outside", "", 0666);
  scratch_.Put("inside", "", 0666);
  GuestSetup setup = To(scratch_ / "inside", "exit 3");
  setup.before_exec = [&] {
    LeaveTheMounts();
    BindFile(scratch_ / "outside", scratch_ / "inside");
    Demand(::mount("none", "/tmp/..", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0,
           "make read-only");
  };
  EXPECT_EQ(RunToEnd(setup).errors, "");
  EXPECT_EQ(WithoutTime(scratch_.Read("outside")),
            "/bin/sh (PID 2) exited with status 3 after T\n");
}

TEST_F(ReportFile, IsAMessageWhereTheRootIsReadOnly) {
  GuestSetup setup = To(scratch_ / "report", "exit 3");
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::mount("none", "/tmp/..", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0,
           "make read-only");
  };
  ExpectMessage(setup, ": Read-only file system\n");
}

TEST_F(ReportFile, IsAMessageWhereTheFolderIsMissing) {
  ExpectMessage(To(scratch_ / "missing/report", "exit 3"), ": No such file or directory\n");
}

TEST_F(ReportFile, IsAMessageWhereNobodyReadsThePipe) {
  ASSERT_EQ(::mkfifo((scratch_ / "report").c_str(), 0600), 0);
  ExpectMessage(To(scratch_ / "report", "exit 3"), ": No such device or address\n");
}

TEST_F(ReportFile, IsAMessageWhereTheDiskIsFull) {
  const std::string folder = scratch_.MakeFolder("small");
  GuestSetup setup = To(folder + "/report", "exit 3");
  setup.before_exec = [&] {
    LeaveTheMounts();
    Demand(::mount("none", folder.c_str(), "tmpfs", 0, "size=4k") == 0, "mount");
    scratch_.Put("small/other", std::string(4096, 'x'), 0600);
  };
  ExpectMessage(setup, ": No space left on device\n");
}

TEST_F(ReportFile, IsNeverWhereALinkLeads) {
  scratch_.Put("precious", "old\n", 0600);
  ASSERT_EQ(::symlink("precious", (scratch_ / "report").c_str()), 0);
  // Each libc has its own words for ELOOP.
  ExpectMessage(To(scratch_ / "report", "exit 3"), "ymbolic link");
  EXPECT_EQ(scratch_.Read("precious"), "old\n");
}

TEST_F(ReportFile, IsWrittenToNoRelativePath) {
  const Transcript run = RunToEnd(To("report", "exit 3"));
  EXPECT_EQ(run.outcome, (Outcome{1, 0}));
  EXPECT_EQ(run.output, "") << "nothing was run";
  EXPECT_EQ(run.errors,
            "[dumb-init] DUMB_INIT_REPORT 'report': 'report' is no absolute file name: allowed is "
            "one that begins with /\n");
}

}  // namespace
}  // namespace dumb_init::testing
