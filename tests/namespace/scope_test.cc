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

class Scope : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Scope, EveryStand(), StandName);

TEST_P(Scope, IsTheCommandAloneOrItsWholeGroupButNoOtherSession) {
  Guest guest(Here({Program("signal_family")}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (const int signal : {SIGHUP, SIGTERM, 40}) {
    const std::string number = std::to_string(signal);
    std::set<std::string> wanted{"leader " + number};
    guest.Send(signal);
    std::set<std::string> told{guest.ReadLine()};
    if (ToGroup()) {
      wanted.insert("member " + number);
      told.insert(guest.ReadLine());
    }
    EXPECT_EQ(told, wanted);
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
  static GuestSetup WithAForeignCommand() {
    GuestSetup setup = Here({"/mnt/signal_echo", "-r"});
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
  Guest guest(WithAForeignCommand());
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
  GuestSetup setup = WithAForeignCommand();
  setup.variables = kVerboseVariables;
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  std::string line = guest.ReadErrorLine();
  while (line.starts_with(Prefix(ModeHere())) && line.find("cannot") == std::string::npos) {
    line = guest.ReadErrorLine();
  }
  EXPECT_TRUE(line.starts_with(Prefix(ModeHere()) + "cannot forward SIGTERM to ")) << line;
  EXPECT_TRUE(line.ends_with(": Operation not permitted")) << line;
  EXPECT_TRUE(guest.Alive());
}

TEST_P(Refused, BecauseNobodyIsThereIsSurvivedAndToldWhenVerbose) {
  GuestSetup setup = HereVerbose({Program("signal_echo")});
  setup.before_exec = [] { AnswerWith(ESRCH, {SYS_kill}); };
  Guest guest(setup);
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  std::string line = guest.ReadErrorLine();
  while (line.starts_with(Prefix(ModeHere())) && line.find("cannot") == std::string::npos) {
    line = guest.ReadErrorLine();
  }
  EXPECT_TRUE(line.starts_with(Prefix(ModeHere()) + "cannot forward SIGTERM to ")) << line;
  EXPECT_TRUE(line.ends_with(": No such process")) << line;
  ASSERT_EQ(::kill(guest.CommandPid(), SIGUSR1), 0);
  EXPECT_EQ(guest.ReadLine(), "10");
  EXPECT_TRUE(guest.Alive());
}

}  // namespace
}  // namespace dumb_init::testing
