// Grace: those who are hard to tell, to find or to kill.
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/grace.h"

namespace dumb_init::testing {
namespace {

class GraceRest : public GraceTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, GraceRest, EveryStand(), StandName);

void LoseProc() {
  if (::unshare(CLONE_NEWNS) == -1 ||
      ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1) {
    ::_exit(97);
  }
  while (::access("/proc/self", F_OK) == 0) {
    if (::umount2("/proc", MNT_DETACH) == -1) {
      ::_exit(97);
    }
  }
}

// Where nobody can be found the init still knows the command's group, if it has one.
TEST_P(GraceRest, WithoutProcIsForTheGroupOfTheCommand) {
  GuestSetup setup = Leaving({"member"}, OurGroup() && !PidOne() ? "0" : kForEver);
  setup.before_exec = LoseProc;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  const std::vector<pid_t> all = guest.Descendants();
  guest.Write("x");
  if (!OurGroup() || PidOne()) {
    EXPECT_EQ(guest.ReadLine(), "member 15");
  }
  EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
  if (OurGroup() && !PidOne()) {
    ::kill(all.back(), SIGKILL);
  }
}

// In the default mode only: each round takes seconds.
class GraceStopped : public GraceRest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, GraceStopped, StandsIn(std::span(kEveryMode).first<1>()),
                         StandName);

double Now() {
  struct timespec now {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Who has had no time by a clock that went on gets it when the init goes on.
TEST_P(GraceStopped, TimeThatTheInitSleptIsNotCounted) {
  GuestSetup setup = Leaving({"patient"}, "3s");
  setup.variables.push_back("DUMB_INIT_DEBUG=1");
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Write("x");
  ASSERT_EQ(guest.ReadLine(), "patient 15");
  // Everybody has been told, and the time runs.
  Guest::WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'S'; });
  guest.Send(SIGSTOP);
  Guest::WaitForStatus(guest.pid(), "State", [](const auto& state) { return state[0] == 'T'; });
  const double over = Now() + 3 + 1.2;
  ASSERT_TRUE(Eventually([&] { return Now() > over; }));
  // It takes this one first, looks at the clock, and then takes the other.
  guest.Send(SIGHUP);
  guest.Send(SIGCONT);
  std::string told = guest.ReadErrorLine();
  while (told.starts_with("[") && told.find("SIGCONT") == std::string::npos) {
    EXPECT_EQ(told.find("killing"), std::string::npos) << told;
    told = guest.ReadErrorLine();
  }
  ASSERT_TRUE(guest.Alive());
  ASSERT_EQ(guest.Descendants().size(), 1U);
  guest.Write("x");
  EXPECT_EQ(guest.ReadLine(), "patient done");
  EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
}

// The freezer of a hierarchy of its own (cgroup v1), where this machine lets us use it. Who is
// frozen there cannot be killed.
class Freezer {
 public:
  explicit Freezer(const std::string& name) : path_("/sys/fs/cgroup/freezer/" + name) {
    std::error_code error;
    usable_ = std::filesystem::create_directory(path_, error) && Put("freezer.state", "THAWED");
  }
  Freezer(const Freezer&) = delete;
  Freezer& operator=(const Freezer&) = delete;
  ~Freezer() {
    Put("freezer.state", "THAWED");
    Eventually([&] { return !usable_ || ::rmdir(path_.c_str()) == 0; });
  }
  bool usable() const { return usable_; }
  bool Put(const std::string& file, const std::string& text) const {
    std::ofstream stream(path_ + "/" + file);
    stream << text << std::flush;
    return stream.good();
  }
  bool Freeze(pid_t pid) const {
    return Put("cgroup.procs", std::to_string(pid)) && Put("freezer.state", "FROZEN") &&
           Eventually([&] {
             std::string state;
             std::ifstream(path_ + "/freezer.state") >> state;
             return state == "FROZEN";
           });
  }

 private:
  std::string path_;
  bool usable_ = false;
};

class GraceFrozen : public GraceRest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, GraceFrozen,
                         ::testing::Values(Stand{Place::kOrdinary, Mode::kGroup},
                                           Stand{Place::kOrdinary, Mode::kTini}),
                         StandName);

TEST_P(GraceFrozen, WhoCannotBeKilledIsLeftBehind) {
  const Freezer freezer("dumb-init-test-" + std::to_string(::getpid()));
  if (!freezer.usable()) {
    SkipUnlessRequired("no freezer (cgroup v1) that we may use");
    return;
  }
  GuestSetup setup = Leaving({"stubborn"}, "0");
  setup.variables.insert(setup.variables.end(), kVerboseVariables.begin(), kVerboseVariables.end());
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  pid_t frozen = -1;
  for (const pid_t pid : guest.Descendants()) {
    frozen = pid != command ? pid : frozen;
  }
  ASSERT_TRUE(freezer.Freeze(frozen));
  guest.Write("x");
  EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
  EXPECT_EQ(::kill(frozen, 0), 0) << "it is still there";
  const std::string line = Prefix(ModeHere()) + "somebody is left who cannot be killed";
  EXPECT_EQ(guest.ReadErrorLine().substr(0, 1), "[");
  std::string told = guest.ReadErrorLine();
  while (told.starts_with("[") && told != line) {
    told = guest.ReadErrorLine();
  }
  EXPECT_EQ(told, line);
}

}  // namespace
}  // namespace dumb_init::testing
