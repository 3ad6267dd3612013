// Surroundings that must not matter: missing rights, refused calls, exhausted limits.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/seccomp.h"
#include "support/stand.h"

namespace dumb_init::testing {
namespace {

void Demand(bool success) {
  if (!success) {
    ::_exit(97);
  }
}

// An orphan is reaped, signals are forwarded, and the status is passed on.
void ExpectItWorks(const GuestSetup& setup) {
  Guest guest(setup);
  ASSERT_EQ(guest.ReadUntil("made"), "made");
  const std::vector<pid_t> only{guest.CommandPid()};
  EXPECT_TRUE(Eventually([&] { return guest.Descendants() == only; }));
  for (int i = 0; i < 100; ++i) {
    guest.Send(34);
  }
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "TERM");
  guest.Send(SIGINT);
  EXPECT_TRUE(guest.ReadLine().starts_with("counted "));
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
  EXPECT_EQ(guest.ReadErrors(), "");
}

class SurroundingsRights : public StandTest {
 protected:
  static GuestSetup MakesOrphans() { return Here({Program("orphan_maker"), "50"}); }
  static GuestSetup Refusing(std::vector<long> calls, int error) {
    GuestSetup setup = MakesOrphans();
    setup.before_exec = [calls, error] { AnswerWith(error, calls); };
    return setup;
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, SurroundingsRights, EveryStand(), StandName);

TEST_P(SurroundingsRights, OfAUserWithoutNameOrCapability) {
  GuestSetup setup = MakesOrphans();
  setup.words.insert(setup.words.begin(),
                     {"/usr/bin/setpriv", "--reuid", "54341", "--regid", "54341", "--clear-groups",
                      "--bounding-set", "-all", "--no-new-privs"});
  ExpectItWorks(setup);
}

TEST_P(SurroundingsRights, OfRootWithoutAnyCapability) {
  GuestSetup setup = MakesOrphans();
  setup.words.insert(setup.words.begin(), {"/usr/bin/setpriv", "--bounding-set", "-all",
                                           "--inh-caps", "-all", "--no-new-privs"});
  ExpectItWorks(setup);
}

// Not every libc header names them all.
constexpr long kCloseRange = 436;
constexpr long kPidfdOpen = 434;
constexpr long kPidfdSendSignal = 424;
constexpr long kClone3 = 435;
// A kernel's newer calls, and some that filters forbid.
constexpr long kDispensable[] = {kPidfdOpen,    kPidfdSendSignal, kCloseRange, kClone3,
                                 SYS_signalfd4, SYS_pwritev2,     SYS_prctl};

// A filter made from what another init was seen to call knows wait4(2) alone, and may say anything.
TEST_P(SurroundingsRights, WhereAFilterForbidsTheCallThatLooksForTheDead) {
  for (const int error : {EPERM, ECHILD}) {
    SCOPED_TRACE(error);
    ExpectItWorks(Refusing({SYS_waitid}, error));
  }
}

TEST_P(SurroundingsRights, WhereTheKernelLacksOneOfTheNewerCalls) {
  for (const long call : kDispensable) {
    SCOPED_TRACE(call);
    ExpectItWorks(Refusing({call}, ENOSYS));
  }
}

TEST_P(SurroundingsRights, WhereAFilterForbidsOneOfTheNewerCalls) {
  for (const long call : kDispensable) {
    SCOPED_TRACE(call);
    ExpectItWorks(Refusing({call}, EPERM));
  }
}

TEST_P(SurroundingsRights, WhereAllOfTheNewerCallsAreLackingOrForbidden) {
  const std::vector<long> all(std::begin(kDispensable), std::end(kDispensable));
  for (const int error : {ENOSYS, EPERM}) {
    SCOPED_TRACE(error);
    ExpectItWorks(Refusing(all, error));
  }
}

TEST_P(SurroundingsRights, WhereMessagesCannotSayThatTheyDoNotWait) {
  for (const int error : {ENOSYS, EPERM}) {
    GuestSetup setup = HereVerbose({Program("signal_echo")});
    setup.before_exec = [error] { AnswerWith(error, {SYS_pwritev2}); };
    Guest guest(setup);
    ASSERT_EQ(guest.ReadLine(), "ready");
    for (int i = 0; i < 10000; ++i) {
      guest.Send(40);
    }
    for (int i = 0; i < 10000; ++i) {
      ASSERT_EQ(guest.ReadLine(), "40");
    }
    EXPECT_TRUE(guest.ReadErrorLine().starts_with(Prefix(ModeHere()) + "started "));
  }
}

// Each user counts apart, so each stand has its own.
uid_t UserOf(const Stand& stand, uid_t base) {
  return base + (stand.place == Place::kPidOne ? 0 : 10) + static_cast<uid_t>(stand.mode);
}

TEST_P(SurroundingsRights, WhereTheUserMayHaveNoFurtherProcess) {
  GuestSetup setup = Here({Program("signal_echo")});
  const uid_t user = UserOf(GetParam(), 54400);
  setup.before_exec = [user] {
    const struct rlimit limit { 1, 1 };
    Demand(::setrlimit(RLIMIT_NPROC, &limit) == 0 && ::setgid(user) == 0 && ::setuid(user) == 0);
  };
  const Transcript run = RunToEnd(setup);
  EXPECT_EQ(run.outcome, (Outcome{125, 0}));
  EXPECT_EQ(run.output, "");
  EXPECT_EQ(run.errors, Prefix(ModeHere()) + Program("signal_echo") +
                            ": clone: Resource temporarily unavailable\n");
}

TEST_P(SurroundingsRights, WhereTheCommandIsTheLastProcessTheUserMayHave) {
  GuestSetup setup = HereVerbose({Program("signal_echo"), "-e", "15"});
  const uid_t user = UserOf(GetParam(), 54420);
  setup.before_exec = [user] {
    const struct rlimit limit { 2, 2 };
    Demand(::setrlimit(RLIMIT_NPROC, &limit) == 0 && ::setgid(user) == 0 && ::setuid(user) == 0);
  };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(40);
  EXPECT_EQ(guest.ReadLine(), "40");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "15");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

// The pids controller of a hierarchy of its own (cgroup v1), where this machine lets us use it.
class PidsLimit {
 public:
  explicit PidsLimit(const std::string& name) : path_("/sys/fs/cgroup/pids/" + name) {
    std::error_code error;
    usable_ = std::filesystem::create_directory(path_, error) && Put("pids.max", "2");
  }
  PidsLimit(const PidsLimit&) = delete;
  PidsLimit& operator=(const PidsLimit&) = delete;
  ~PidsLimit() { ::rmdir(path_.c_str()); }
  bool usable() const { return usable_; }
  bool Put(const std::string& file, const std::string& text) const {
    std::ofstream stream(path_ + "/" + file);
    stream << text << std::flush;
    return stream.good();
  }

 private:
  std::string path_;
  bool usable_ = false;
};

TEST_P(SurroundingsRights, WhereTheContainerMayHaveNoFurtherProcess) {
  const PidsLimit limit("dumb-init-test-" + std::to_string(::getpid()));
  if (!limit.usable()) {
    SkipUnlessRequired("no pids controller (cgroup v1) that we may use");
    return;
  }
  {
    Guest guest(Here({Program("signal_echo"), "-e", "15"}));
    ASSERT_EQ(guest.ReadLine(), "ready");
    ASSERT_TRUE(limit.Put("cgroup.procs", std::to_string(guest.pid())));
    ASSERT_TRUE(limit.Put("cgroup.procs", std::to_string(guest.CommandPid())));
    guest.Send(40);
    EXPECT_EQ(guest.ReadLine(), "40");
    guest.Send(SIGTERM);
    EXPECT_EQ(guest.ReadLine(), "15");
    EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
  }
}

}  // namespace
}  // namespace dumb_init::testing
