// sys/spawn.h tells the truth: the command runs as it should, or there is a reason and no process.
#include "sys/spawn.h"

#include "sys/process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "support/scratch.h"
#include "support/seccomp.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;
using testing::Scratch;
using Words = std::vector<std::string>;

// Spawns `words` and says how it went: "status 3", or the step and the error.
std::string Start(Words words, Words environment = {"PATH=/usr/bin:/bin"},
                  core::Leads leads = core::Leads::kNothing,
                  const InheritedSignals& inherited = {}) {
  static char before[] = "init";
  std::vector<char*> pointers{before};
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  std::vector<char*> variables;
  for (std::string& variable : environment) {
    variables.push_back(variable.data());
  }
  variables.push_back(nullptr);
  const auto started = Spawn({pointers.data() + 1, variables.data()}, leads, inherited, Self());
  if (!started.ok()) {
    const char* const steps[] = {"clone: ", "setsid: ", "setpgid: ", "signals: ", "exec: "};
    const bool left = ::waitpid(-1, nullptr, WNOHANG) != -1;
    return std::string(steps[static_cast<int>(started.error().step)]) +
           std::strerror(started.error().error) + (left ? ", and a child is left" : "");
  }
  int status = 0;
  ::waitpid(started.value().number, &status, 0);
  return WIFEXITED(status) ? "status " + std::to_string(WEXITSTATUS(status))
                           : "signal " + std::to_string(WTERMSIG(status));
}

std::string StartInChild(const Words& words, const Words& environment = {"PATH=/usr/bin:/bin"}) {
  return InChild([&] { return Start(words, environment); });
}

TEST(Spawn, RunsWhatThePathFinds) {
  EXPECT_EQ(StartInChild({"sh", "-c", "exit 3"}), "status 3");
  EXPECT_EQ(StartInChild({"/bin/sh", "-c", "exit 4"}, {}), "status 4");
  EXPECT_EQ(StartInChild({"sh", "-c", "exit 5"}, {}), "status 5") << "PATH unset: the default";
}

TEST(Spawn, SaysWhyExecRefuses) {
  const Scratch folder;
  EXPECT_EQ(StartInChild({"/nonexistent"}), "exec: No such file or directory");
  EXPECT_EQ(StartInChild({"nonexistent"}), "exec: No such file or directory");
  EXPECT_EQ(StartInChild({""}), "exec: No such file or directory");
  EXPECT_EQ(StartInChild({"/"}), "exec: Permission denied");
  EXPECT_EQ(StartInChild({folder.Put("plain", "exit 0\n", 0644)}), "exec: Permission denied");
  EXPECT_EQ(StartInChild({folder.Put("orphan", "#!/nonexistent\n", 0755)}),
            "exec: No such file or directory");
  EXPECT_EQ(StartInChild({folder.Put("file", "", 0755) + "/x"}), "exec: Not a directory");
}

TEST(Spawn, RemembersAnAccessErrorAndSearchesOn) {
  const Scratch denied;
  const Scratch good;
  denied.Put("prog", "#!/bin/sh\nexit 1\n", 0644);
  EXPECT_EQ(StartInChild({"prog"}, {"PATH=" + denied.path() + ":/nonexistent"}),
            "exec: Permission denied");
  good.Put("prog", "#!/bin/sh\nexit 7\n", 0755);
  EXPECT_EQ(StartInChild({"prog"}, {"PATH=" + denied.path() + ":" + good.path()}), "status 7");
}

TEST(Spawn, AnEmptyPathElementIsTheWorkingDirectory) {
  const Scratch folder;
  folder.Put("prog", "#!/bin/sh\nexit 8\n", 0755);
  for (const std::string path : {"", ":/bin", "/bin:"}) {
    EXPECT_EQ(InChild([&] {
                std::filesystem::current_path(folder.path());
                return Start({"prog"}, {"PATH=" + path});
              }),
              "status 8")
        << path;
  }
}

TEST(Spawn, HandsAScriptWithoutInterpreterToTheShell) {
  const Scratch folder;
  const std::string script = folder.Put("script", "test \"$1\" = 'a b' && exit $#\n", 0755);
  EXPECT_EQ(StartInChild({script, "a b", "c"}), "status 2");
  EXPECT_EQ(StartInChild({"script", "a b"}, {"PATH=" + folder.path()}), "status 1");
}

TEST(Spawn, NeverHandsAProgramOfAnotherMachineToTheShell) {
  const Scratch folder;
  EXPECT_EQ(StartInChild({folder.Put("program", "\177ELF\nexit 3\n", 0755)}),
            "exec: Exec format error");
}

TEST(Spawn, SaysThatThereAreNoProcesses) {
  EXPECT_EQ(
      InChild([]() -> std::string {
        const struct rlimit none {};
        if (::setrlimit(RLIMIT_NPROC, &none) == -1 || ::setresuid(12345, 12345, 12345) == -1) {
          return "this test needs root";
        }
        return Start({"/bin/sh", "-c", "exit 0"});
      }),
      "clone: Resource temporarily unavailable");
}

TEST(Spawn, LearnsThroughAPipeWhereDescriptorsCannotBeShared) {
  const auto start = [](const Words& words) {
    return InChild([&] {
      testing::RefuseToShareDescriptors();
      return Start(words);
    });
  };
  EXPECT_EQ(start({"sh", "-c", "exit 3"}), "status 3");
  EXPECT_EQ(start({"/no/such/command"}), "exec: No such file or directory");
}

TEST(Spawn, NeedsNoFreeDescriptor) {
  for (const std::string command : {"/bin/true", "/nonexistent"}) {
    EXPECT_EQ(InChild([&]() -> std::string {
                const struct rlimit few { 64, 64 };
                ::setrlimit(RLIMIT_NOFILE, &few);
                while (::fcntl(0, F_DUPFD_CLOEXEC, 0) != -1) {
                }
                return errno == EMFILE ? Start({command}) : "there are free ones";
              }),
              command == "/bin/true" ? "status 0" : "exec: No such file or directory");
  }
}

TEST(Spawn, LeadsASessionOnlyIfAsked) {
  const std::string leads = "read pid c s p g sid rest </proc/self/stat; test $sid = $pid";
  EXPECT_EQ(InChild([&] {
              return Start({"sh", "-c", "exec sh -c '" + leads + "'"}, {"PATH=/bin"},
                           core::Leads::kSession);
            }),
            "status 0");
  EXPECT_EQ(InChild([&] { return Start({"sh", "-c", "exec sh -c '" + leads + "'"}); }), "status 1");
}

TEST(Spawn, GivesTheCommandTheInheritedSignals) {
  for (const bool ignored : {true, false}) {
    EXPECT_EQ(InChild([&] {
                InheritedSignals inherited;
                inherited.mask = core::SignalSet{}.With({SIGUSR1}).With({64});
                inherited.child_signal = ignored ? InheritedSignals::ChildSignal::kIgnored
                                                 : InheritedSignals::ChildSignal::kDefault;
                const std::string bits = ignored ? "0000000000010000" : "0000000000000000";
                for (int number = 1; number <= 64; ++number) {
                  ::signal(number, SIG_DFL);
                }
                return Start({"grep", "-zq", "SigBlk:.8000000000000200.SigIgn:." + bits,
                              "/proc/self/status"},
                             {"PATH=/bin:/usr/bin"}, core::Leads::kNothing, inherited);
              }),
              "status 0");
  }
}

TEST(Spawn, SaysThatTheSignalsCannotBeGivenBack) {
  EXPECT_EQ(InChild([] {
              testing::AnswerWith(EPERM, {SYS_rt_sigprocmask});
              return Start({"true"});
            }),
            "signals: Operation not permitted");
}

TEST(Spawn, TellsTheCommandItsOwnPid) {
  EXPECT_EQ(InChild([] {
              const std::string self = std::to_string(::getpid());
              return Start({"sh", "-c", "test $LISTEN_PID = $$ -a $WATCHDOG_PID = $$"},
                           {"PATH=/bin", "LISTEN_PID=" + self, "WATCHDOG_PID=" + self});
            }),
            "status 0");
}

// How many descriptors are open here, and how many of them a command is to get.
struct Open {
  int here = 0;
  int for_command = 0;
  Open() {
    for (int descriptor = 0; descriptor < 1024; ++descriptor) {
      const int flags = ::fcntl(descriptor, F_GETFD);
      here += flags != -1 ? 1 : 0;
      for_command += flags != -1 && (flags & FD_CLOEXEC) == 0 ? 1 : 0;
    }
  }
};

TEST(Spawn, LeaksNoDescriptorIntoTheCommandOrIntoUs) {
  EXPECT_EQ(InChild([]() -> std::string {
              const Open before;
              // The shell has one more while it reads the folder.
              const int wanted = before.for_command + 1;
              if (Start({"sh", "-c", "set -- /proc/$$/fd/*; exit $#"}) !=
                  "status " + std::to_string(wanted)) {
                return "some in the command";
              }
              Start({"/nonexistent"});
              return Open().here == before.here ? "none" : "some here";
            }),
            "none");
}

TEST(StatusOf, FollowsTheContract) {
  using Step = StartFailure::Step;
  EXPECT_EQ(StatusOf({Step::kClone, ENOENT}), 125);
  EXPECT_EQ(StatusOf({Step::kSession, EPERM}), 125);
  EXPECT_EQ(StatusOf({Step::kGroup, EPERM}), 125);
  EXPECT_EQ(StatusOf({Step::kExecute, ENOENT}), 127);
  EXPECT_EQ(StatusOf({Step::kExecute, EACCES}), 126);
  EXPECT_EQ(StatusOf({Step::kExecute, ENOTDIR}), 126);
}

}  // namespace
}  // namespace dumb_init::sys
