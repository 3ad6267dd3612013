// Pause: no command, only a process that holds a PID namespace and reaps what ends in it.
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/empty_root.h"
#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class Pause : public NamespaceTest, public ::testing::WithParamInterface<Place> {
 protected:
  static GuestSetup As(const std::string& role) { return {{InitAs(role), "-P"}, GetParam()}; }

  // Waits until the init has come to rest: a signal sent before it blocks them ends it as any other
  // process that is not PID 1.
  static void WaitForRest(const Guest& guest, const std::string& name = "catatonit") {
    ASSERT_TRUE(Eventually([&] {
      return Guest::Status(guest.pid(), "Name") == name &&
             Guest::Status(guest.pid(), "State").starts_with("S");
    }));
  }

  static void ExpectEnd(Guest& guest, int signal) {
    guest.Send(signal);
    EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
    EXPECT_EQ(guest.ReadOutput() + guest.ReadErrors(), "");
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, Pause, ::testing::Values(Place::kPidOne, Place::kOrdinary),
                         PlaceName);

TEST_P(Pause, EndsWithSuccessOnTermAndOnInt) {
  for (const std::string role : {"dumb-init", "catatonit", "podman-init"}) {
    for (const int signal : {SIGTERM, SIGINT}) {
      Guest guest(As(role));
      WaitForRest(guest, role);
      ExpectEnd(guest, signal);
    }
  }
}

TEST_P(Pause, TakesNoNoticeOfAnyOtherSignal) {
  Guest guest(As("catatonit"));
  WaitForRest(guest);
  for (int signal = 1; signal <= 64; ++signal) {
    if (signal != SIGTERM && signal != SIGINT && signal != SIGKILL && signal != SIGSTOP) {
      guest.Send(signal);
    }
  }
  ASSERT_TRUE(Eventually([&] {
    return Guest::Status(guest.pid(), "ShdPnd").find_first_not_of('0') == std::string::npos;
  }));
  WaitForRest(guest);
  EXPECT_TRUE(guest.Alive());
  ExpectEnd(guest, SIGTERM);
}

// A child of whoever exec'd us that leaves an orphan behind when standard input ends.
void LeaveAnOrphanLater() {
  if (::fork() == 0) {
    char byte = 0;
    if (::read(0, &byte, 1) == 0 && ::fork() == 0) {
      ::_exit(4);
    }
    ::_exit(3);
  }
}

TEST_P(Pause, ReapsChildrenAndOrphans) {
  GuestSetup setup = As("catatonit");
  setup.before_exec = LeaveAnOrphanLater;
  Guest guest(setup);
  WaitForRest(guest);
  ASSERT_EQ(guest.Descendants().size(), 1U);
  guest.CloseInput();
  EXPECT_TRUE(Eventually([&] { return guest.Descendants().empty(); }));
  EXPECT_TRUE(guest.Alive());
  ExpectEnd(guest, SIGINT);
}

TEST_P(Pause, TellsOfThemIfAsked) {
  GuestSetup setup = As("catatonit");
  setup.before_exec = LeaveAnOrphanLater;
  setup.variables = {"DUMB_INIT_WARN_ON_REAP=1"};
  Guest guest(setup);
  WaitForRest(guest);
  guest.CloseInput();
  const std::string start = "[catatonit] Reaped zombie process with pid=";
  EXPECT_TRUE(guest.ReadErrorLine().starts_with(start));
  EXPECT_TRUE(guest.ReadErrorLine().starts_with(start));
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

std::string ReadFile(pid_t pid, const std::string& file) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/" + file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Administrators look for both.
TEST_P(Pause, KeepsItsNameAndItsEnvironment) {
  GuestSetup setup = As("catatonit");
  setup.environment = {"ONE=1", "TWO=two"};
  Guest guest(setup);
  WaitForRest(guest);
  EXPECT_EQ(ReadFile(guest.pid(), "comm"), "catatonit\n");
  EXPECT_EQ(ReadFile(guest.pid(), "cmdline"), InitAs("catatonit") + '\0' + "-P" + '\0');
  EXPECT_EQ(ReadFile(guest.pid(), "environ"), std::string("ONE=1") + '\0' + "TWO=two" + '\0');
}

// As podman runs it for a pod.
TEST_P(Pause, NeedsNothingButItsFileInAReadOnlyRoot) {
  GuestSetup setup{{"/catatonit", "-P"}, GetParam()};
  setup.environment.emplace();
  setup.before_exec = [dynamic = IsDynamic(Init())] {
    LeaveTheMounts();
    Demand(::mount("none", "/mnt", "tmpfs", MS_NOSUID, nullptr) == 0, "mount /mnt");
    std::ifstream from(Init(), std::ios::binary);
    std::ofstream("/mnt/catatonit", std::ios::binary) << from.rdbuf();
    Demand(::chmod("/mnt/catatonit", 0555) == 0, "chmod");
    if (dynamic) {
      BindLibraries("/mnt");
    }
    Demand(::mount(nullptr, "/mnt", nullptr, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV,
                   nullptr) == 0,
           "remount read-only");
    Demand(::chroot("/mnt") == 0 && ::chdir("/") == 0, "chroot");
    LeaveAnOrphanLater();
  };
  Guest guest(setup);
  WaitForRest(guest);
  guest.CloseInput();
  EXPECT_TRUE(Eventually([&] { return guest.Descendants().empty(); }));
  ExpectEnd(guest, SIGTERM);
}

TEST_P(Pause, LetsGoOfItsWorkingDirectory) {
  GuestSetup setup = As("dumb-init");
  setup.before_exec = [] { Demand(::chdir("/tmp") == 0, "chdir"); };
  Guest guest(setup);
  WaitForRest(guest, "dumb-init");
  const std::string process = "/proc/" + std::to_string(guest.pid());
  EXPECT_TRUE(std::filesystem::equivalent(process + "/cwd", process + "/root"));
}

TEST_P(Pause, CostsNoWakeupsWhileNothingHappens) {
  Guest guest(As("catatonit"));
  WaitForRest(guest);
  const std::string before = Guest::Status(guest.pid(), "voluntary_ctxt_switches");
  Guest other({"/bin/cat"});
  for (int i = 0; i < 20000; ++i) {
    other.Write("line\n");
    ASSERT_EQ(other.ReadLine(), "line");
  }
  EXPECT_EQ(Guest::Status(guest.pid(), "voluntary_ctxt_switches"), before);
}

}  // namespace
}  // namespace dumb_init::testing
