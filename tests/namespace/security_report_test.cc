// What an attacker makes of the file for the report and of the files that are read for it.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>
#include <string>

#include "support/empty_root.h"
#include "support/lifetime.h"
#include "support/namespace_test.h"
#include "support/scratch.h"

namespace dumb_init::testing {
namespace {

class HostileFiles : public NamespaceTest {
 protected:
  GuestSetup To(const std::string& file) const {
    return {{Init(), "--report", file, "/bin/sh", "-c", "exit 3"}};
  }

  const Scratch scratch_;
};

TEST_F(HostileFiles, ThatHaveAnotherNameAreNotOverwritten) {
  const std::string precious = scratch_.Put("precious", "old\n", 0600);
  ASSERT_EQ(::link(precious.c_str(), (scratch_ / "report").c_str()), 0);
  const Transcript run = RunToEnd(To(scratch_ / "report"));
  EXPECT_EQ(run.outcome, (Outcome{3, 0}));
  EXPECT_EQ(run.errors.find("[dumb-init] cannot write the report to " + (scratch_ / "report: ")),
            0U);
  EXPECT_EQ(scratch_.Read("precious"), "old\n");
}

TEST_F(HostileFiles, WithALeaseHoldNothingUp) {
  const std::string report = scratch_.Put("report", "old\n", 0600);
  const int lease = ::open(report.c_str(), O_RDONLY | O_CLOEXEC);
  ::signal(SIGIO, SIG_IGN);
  ASSERT_EQ(::fcntl(lease, F_SETLEASE, F_RDLCK), 0);
  const Transcript run = RunToEnd(To(report));
  EXPECT_EQ(::fcntl(lease, F_SETLEASE, F_UNLCK), 0);
  ::close(lease);
  EXPECT_EQ(run.outcome, (Outcome{3, 0}));
  EXPECT_EQ(run.errors, "[dumb-init] cannot write the report to " + report +
                            ": Resource temporarily unavailable\n");
}

// Only the file itself is looked at: the folder is to be out of the attacker's reach.
TEST_F(HostileFiles, AreReachedThroughAFolderThatBecameALink) {
  scratch_.MakeFolder("elsewhere");
  scratch_.Put("elsewhere/report", "old\n", 0600);
  ASSERT_EQ(::symlink("elsewhere", (scratch_ / "log").c_str()), 0);
  EXPECT_EQ(RunToEnd(To(scratch_ / "log/report")).errors, "");
  EXPECT_EQ(WithoutTime(scratch_.Read("elsewhere/report")),
            "/bin/sh (PID 2) exited with status 3 after T\n");
}

// Root in the container may mount what he likes where we look for facts.
TEST_F(HostileFiles, InThePlaceOfProcHoldNothingUp) {
  GuestSetup setup = To(scratch_ / "report");
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::mount("none", "/proc", "tmpfs", 0, nullptr) == 0, "hide /proc");
    for (const std::string folder : {"/proc/self", "/proc/1", "/proc/2"}) {
      std::filesystem::create_directory(folder);
      for (const char* const file : {"/cgroup", "/stat", "/comm", "/status"}) {
        Demand(::mkfifo((folder + file).c_str(), 0600) == 0, file);
      }
    }
  };
  const Transcript run = RunToEnd(setup);
  EXPECT_EQ(run.outcome, (Outcome{3, 0}));
  EXPECT_EQ(scratch_.Read("report"), "/bin/sh (PID 2) exited with status 3\n");
}

}  // namespace
}  // namespace dumb_init::testing
