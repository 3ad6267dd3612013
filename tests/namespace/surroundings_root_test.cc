// Surroundings that must not matter: /proc, the root, and standard descriptors.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/empty_root.h"
#include "support/stand.h"

namespace dumb_init::testing {
namespace {

namespace fs = std::filesystem;

// The init still forwards, reaps and passes the status on.
void ExpectItWorks(const GuestSetup& setup) {
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready") << guest.ReadErrorLine();
  guest.Send(SIGHUP);
  EXPECT_EQ(guest.ReadLine(), "1");
  guest.Send(40);
  EXPECT_EQ(guest.ReadLine(), "40");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "15");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
  EXPECT_EQ(guest.ReadErrors(), "");
}

class SurroundingsRoot : public StandTest {
 protected:
  static GuestSetup EndsOnTerm() { return Here({Program("signal_echo"), "-e", "15"}); }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, SurroundingsRoot, EveryStand(), StandName);

TEST_P(SurroundingsRoot, WithoutProc) {
  GuestSetup setup = EndsOnTerm();
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::umount2("/proc", MNT_DETACH) == 0, "umount /proc");
    while (::access("/proc/self", F_OK) == 0) {
      Demand(::umount2("/proc", MNT_DETACH) == 0, "umount /proc below");
    }
  };
  ExpectItWorks(setup);
}

TEST_P(SurroundingsRoot, WithProcHiddenFromOtherUsers) {
  GuestSetup setup = EndsOnTerm();
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::mount("proc", "/proc", "proc", 0, "hidepid=2") == 0, "mount /proc");
    Demand(::setgid(54321) == 0 && ::setuid(54321) == 0, "setuid");
  };
  ExpectItWorks(setup);
}

TEST_P(SurroundingsRoot, WithAReadOnlyRoot) {
  GuestSetup setup = EndsOnTerm();
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0,
           "remount read-only");
    Demand(::mkdir("/cannot-be-made", 0755) == -1 && errno == EROFS, "read-only");
  };
  ExpectItWorks(setup);
}

TEST_P(SurroundingsRoot, WithNothingInItButTheInitAndTheCommand) {
  const bool dynamic = IsDynamic(Init());
  GuestSetup setup = Here({"/guest", "-e", "15"});
  setup.words[0] = "/" + std::string(FactsOf(ModeHere()).role);
  setup.before_exec = [dynamic, init = "/mnt" + setup.words[0]] {
    LeaveTheMounts();
    Demand(::mount("none", "/mnt", "tmpfs", 0, nullptr) == 0, "mount /mnt");
    BindFile(Init(), init);
    BindFile(Program("signal_echo"), "/mnt/guest");
    if (dynamic) {
      BindLibraries("/mnt");
    }
    Demand(::mount(nullptr, "/mnt", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0,
           "remount read-only");
    Demand(::chroot("/mnt") == 0 && ::chdir("/") == 0, "chroot");
  };
  ExpectItWorks(setup);
}

// tini refuses to start without standard input; dumb-init -v raises SIGPIPE in a loop, or in the
// command, where its messages go into a descriptor that was opened in place of a closed one.
TEST_P(SurroundingsRoot, WithAnyOfTheStandardDescriptorsClosed) {
  for (int closed = 0; closed < 8; ++closed) {
    for (const bool verbose : {false, true}) {
      const std::vector<std::string> words{Program("signal_echo"), "-e", "15", "-o", "9"};
      int ends[2];
      ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
      ASSERT_EQ(::dup3(ends[1], 99, O_CLOEXEC), 99);
      ::close(ends[1]);
      GuestSetup setup = verbose ? HereVerbose(words) : Here(words);
      setup.kept = {99};
      setup.before_exec = [closed] {
        ::dup2(99, 9);
        ::close(99);
        for (int descriptor = 0; descriptor < 3; ++descriptor) {
          if ((closed & (1 << descriptor)) != 0) {
            ::close(descriptor);
          }
        }
      };
      Guest guest(setup);
      ::close(99);
      FILE* const told = ::fdopen(ends[0], "r");
      char line[64] = "";
      const auto next = [&] { return std::string(::fgets(line, sizeof(line), told)); };
      EXPECT_EQ(next(), "ready\n");
      for (int i = 0; i < 3; ++i) {
        guest.Send(40);
        EXPECT_EQ(next(), "40\n");
      }
      guest.Send(SIGTERM);
      EXPECT_EQ(next(), "15\n");
      EXPECT_EQ(guest.Wait(), (Outcome{0, 0})) << closed << verbose;
      EXPECT_EQ(::fgets(line, sizeof(line), told), nullptr) << "no message went astray: " << line;
      ::fclose(told);
    }
  }
}

}  // namespace
}  // namespace dumb_init::testing
