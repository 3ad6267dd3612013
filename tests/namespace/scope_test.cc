// Scope: who besides the command gets a forwarded signal, and what happens when nobody may.
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "support/seccomp.h"
#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class Scope : public NamespaceTest, public ::testing::WithParamInterface<Place> {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Scope, ::testing::Values(Place::kPidOne, Place::kOrdinary),
                         [](const auto& test) {
                           return test.param == Place::kPidOne ? "PidOne" : "Ordinary";
                         });

TEST_P(Scope, InGroupModeIsTheWholeGroupButNoOtherSession) {
  Guest guest(At({GetParam(), Mode::kGroup}, {Program("signal_family")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (const int signal : {SIGHUP, SIGTERM, 40}) {
    const std::string number = std::to_string(signal);
    guest.Send(signal);
    const std::set<std::string> told{guest.ReadLine(), guest.ReadLine()};
    EXPECT_EQ(told, (std::set<std::string>{"leader " + number, "member " + number}));
  }
}

TEST_P(Scope, OfASingleChildIsTheCommandAlone) {
  Guest guest(At({GetParam(), Mode::kSingleChild}, {Program("signal_family")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (const int signal : {SIGHUP, SIGTERM, 40}) {
    guest.Send(signal);
    EXPECT_EQ(guest.ReadLine(), "leader " + std::to_string(signal));
  }
}

class Refused : public StandTest {
 protected:
  // A user who owns nothing else here.
  static constexpr uid_t kUser = 54311;

  static bool TakesNoMore(const Guest& guest) {
    return Eventually([&] {
      return Guest::Status(guest.pid(), "ShdPnd").find_first_not_of('0') == std::string::npos;
    });
  }

  // An unprivileged init, and a command that has made itself another user's.
  static GuestSetup WithAForeignCommand(const std::vector<std::string>& options) {
    std::vector<std::string> words = options;
    words.insert(words.end(), {"/mnt/signal_echo", "-r"});
    GuestSetup setup = Here(words);
    setup.before_exec = [] {
      const bool ordinary = ::getpid() != 1;
      if ((ordinary && (::unshare(CLONE_NEWNS) == -1 ||
                        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1)) ||
          ::mount("none", "/mnt", "tmpfs", 0, nullptr) == -1) {
        ::_exit(97);
      }
      std::filesystem::copy_file(Program("signal_echo"), "/mnt/signal_echo");
      if (::chmod("/mnt/signal_echo", 04755) == -1 || ::setgid(kUser) == -1 ||
          ::setuid(kUser) == -1) {
        ::_exit(97);
      }
    };
    return setup;
  }
};
INSTANTIATE_TEST_SUITE_P(Everywhere, Refused, EveryStand(), StandName);

// tini dies of it, and the container with tini.
TEST_P(Refused, ByPermissionIsSurvivedInSilence) {
  Guest guest(WithAForeignCommand({}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  const pid_t command = guest.CommandPid();
  for (const int signal : {SIGTERM, SIGHUP, 40}) {
    guest.Send(signal);
    ASSERT_TRUE(TakesNoMore(guest));
  }
  ASSERT_EQ(::kill(command, SIGUSR1), 0);
  EXPECT_EQ(guest.ReadLine(), "10") << "the first signal that reached it";
  ASSERT_EQ(::kill(command, SIGKILL), 0);
  EXPECT_EQ(guest.Wait(), (Outcome{128 + SIGKILL, 0}));
  EXPECT_EQ(guest.ReadErrors().find("cannot forward"), std::string::npos);
}

TEST_P(Refused, ByPermissionIsToldWhenVerbose) {
  Guest guest(WithAForeignCommand({"-v"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  std::string line = guest.ReadErrorLine();
  while (line.starts_with("[dumb-init]") && line.find("cannot") == std::string::npos) {
    line = guest.ReadErrorLine();
  }
  EXPECT_TRUE(line.starts_with("[dumb-init] cannot forward SIGTERM to ")) << line;
  EXPECT_TRUE(line.ends_with(": Operation not permitted")) << line;
  EXPECT_TRUE(guest.Alive());
}

TEST_P(Refused, BecauseNobodyIsThereIsSurvivedAndToldWhenVerbose) {
  GuestSetup setup = Here({"-v", Program("signal_echo")});
  setup.before_exec = [] { AnswerWith(ESRCH, {SYS_kill}); };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  std::string line = guest.ReadErrorLine();
  while (line.starts_with("[dumb-init]") && line.find("cannot") == std::string::npos) {
    line = guest.ReadErrorLine();
  }
  EXPECT_TRUE(line.starts_with("[dumb-init] cannot forward SIGTERM to ")) << line;
  EXPECT_TRUE(line.ends_with(": No such process")) << line;
  ASSERT_EQ(::kill(guest.CommandPid(), SIGUSR1), 0);
  EXPECT_EQ(guest.ReadLine(), "10");
  EXPECT_TRUE(guest.Alive());
}

}  // namespace
}  // namespace dumb_init::testing
