// Commands that cannot be started: the status, the one message, and where a command is looked for.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/namespace_test.h"
#include "support/scratch.h"
#include "support/seccomp.h"

namespace dumb_init::testing {
namespace {

class CannotStart : public NamespaceTest {
 protected:
  // The command fails that way in both places and modes.
  static void Expect(const std::string& command, int status, const std::string& reason,
                     const std::vector<std::string>& environment = {"PATH=/nowhere"}) {
    for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
      for (const char* const option : {"-c", "--"}) {
        const Transcript run = RunToEnd({.words = {Init(), option, command, "argument"},
                                         .place = place,
                                         .environment = environment});
        EXPECT_EQ(run.outcome, (Outcome{status, 0}));
        EXPECT_EQ(run.output, "");
        EXPECT_EQ(run.errors, "[dumb-init] " + command + ": " + reason + "\n");
      }
    }
  }

  // What `command` prints when it is looked for in this PATH.
  static std::string Found(const std::string& command, std::vector<std::string> environment,
                           const std::string& folder = "/") {
    const Transcript run = RunToEnd({.words = {Init(), command, "one", "two words"},
                                     .environment = std::move(environment),
                                     .before_exec = [&] {
                                       if (::chdir(folder.c_str()) == -1) {
                                         ::_exit(97);
                                       }
                                     }});
    return run.output + run.errors;
  }

  static constexpr const char* kMissing = "No such file or directory";
  static constexpr const char* kDenied = "Permission denied";
  Scratch scratch_;
};

TEST_F(CannotStart, AMissingCommandIsNotFound) {
  Expect("/nowhere/at/all", 127, kMissing);
  Expect("no-such-command", 127, kMissing);
  Expect("", 127, kMissing);
  Expect("no-such-command", 127, kMissing, {});
  Expect(scratch_.Put("file", "", 0755) + "/below", 126, "Not a directory");
}

TEST_F(CannotStart, AMissingInterpreterIsNotFound) {
  Expect(scratch_.Put("script", "#!/nowhere/interpreter\n", 0755), 127, kMissing);
}

TEST_F(CannotStart, WhatIsNoProgramCannotBeExecuted) {
  Expect(scratch_.path(), 126, kDenied);
  Expect(scratch_.Put("no-permission", "#!/bin/sh\n", 0644), 126, kDenied);
  Expect(scratch_.Put("folder-as-interpreter", "#!/tmp\n", 0755), 126, kDenied);
}

TEST_F(CannotStart, AProgramOfAnotherMachineIsNoScript) {
  std::ifstream own(Program("dies_of"), std::ios::binary);
  std::string program{std::istreambuf_iterator<char>(own), {}};
  program[18] = '\x02';  // e_machine: EM_SPARC.
  program[19] = '\x00';
  Expect(scratch_.Put("foreign", program, 0755), 126, "Exec format error");
  Expect(scratch_.Put("only-magic", "\177ELF", 0755), 126, "Exec format error");
}

TEST_F(CannotStart, ATextWithoutAnInterpreterIsRunByTheShell) {
  const std::string script = scratch_.Put("plain", "echo \"$0\" \"$#\" \"$2\"\n", 0755);
  EXPECT_EQ(Found(script, {}), script + " 2 two words\n");
  EXPECT_EQ(Found("plain", {"PATH=" + scratch_.path()}), script + " 2 two words\n");
}

TEST_F(CannotStart, AnEmptyFileIsAnEmptyScript) {
  EXPECT_EQ(RunToEnd({.words = {Init(), scratch_.Put("empty", "", 0755)}}).outcome,
            (Outcome{0, 0}));
}

TEST_F(CannotStart, WithoutPathTheUsualFoldersAreSearched) {
  EXPECT_EQ(Found("echo", {}), "one two words\n");
  EXPECT_EQ(Found("echo", {"NOT_PATH=/x"}), "one two words\n");
}

TEST_F(CannotStart, AnEmptyElementOfPathIsTheWorkingDirectory) {
  scratch_.Put("here", "#!/bin/sh\necho \"$0\"\n", 0755);
  for (const char* const path : {"", ":", ":/nowhere", "/nowhere:", "/nowhere::/nowhere", "."}) {
    const std::string found = Found("here", {"PATH=" + std::string(path)}, scratch_.path());
    EXPECT_TRUE(found == "here\n" || found == "./here\n") << path << ": " << found;
  }
  EXPECT_EQ(Found("here", {"PATH=/nowhere"}, scratch_.path()),
            "[dumb-init] here: No such file or directory\n");
}

TEST_F(CannotStart, ADeniedFileOnTheWayIsPassedBy) {
  const std::string first = scratch_.MakeFolder("first");
  const std::string second = scratch_.MakeFolder("second");
  scratch_.Put("first/tool", "#!/bin/sh\necho first\n", 0644);
  const std::string found = scratch_.Put("second/tool", "#!/bin/sh\necho second\n", 0755);
  EXPECT_EQ(Found("tool", {"PATH=" + first + ":" + second}), "second\n");
  EXPECT_EQ(Found("tool", {"PATH=/etc/passwd:/nowhere:" + second}), "second\n");
  // Found nowhere else: the denial is what the user needs to hear.
  Expect("tool", 126, kDenied, {"PATH=" + first + ":/nowhere"});
  Expect("tool", 126, kDenied, {"PATH=/nowhere:" + first});
}

TEST_F(CannotStart, AFolderThatMayNotBeEnteredIsPassedBy) {
  const std::string locked = scratch_.MakeFolder("locked");
  const std::string open = scratch_.MakeFolder("open");
  scratch_.Put("open/tool", "#!/bin/sh\necho found\n", 0755);
  ASSERT_EQ(::chmod(locked.c_str(), 0), 0);
  const auto as_nobody = [] {
    if (::setgid(65534) == -1 || ::setuid(65534) == -1) {
      ::_exit(97);
    }
  };
  const Transcript found = RunToEnd({.words = {Init(), "tool"},
                                     .environment = {{"PATH=" + locked + ":" + open}},
                                     .before_exec = as_nobody});
  EXPECT_EQ(found.output + found.errors, "found\n");
  const Transcript denied = RunToEnd({.words = {Init(), "tool"},
                                      .environment = {{"PATH=" + locked + ":/nowhere"}},
                                      .before_exec = as_nobody});
  EXPECT_EQ(denied.errors, "[dumb-init] tool: Permission denied\n");
  EXPECT_EQ(denied.outcome, (Outcome{126, 0}));
}

TEST_F(CannotStart, AFolderThatCannotBeAFolderIsPassedBy) {
  const std::string open = scratch_.MakeFolder("open");
  scratch_.Put("open/tool", "#!/bin/sh\necho found\n", 0755);
  const std::string circle = open + "/circle";
  ASSERT_EQ(::symlink(circle.c_str(), circle.c_str()), 0);
  for (const std::string& odd : {"/" + std::string(300, 'n'), circle, open + "/tool"}) {
    const Transcript found = RunToEnd(
        {.words = {Init(), "tool"}, .environment = {{"PATH=" + odd + ":" + open + ":/bin"}}});
    EXPECT_EQ(found.output + found.errors, "found\n") << odd;
  }
}

TEST_F(CannotStart, ANameTooLongForTheKernelCannotBeExecuted) {
  // Its words differ between the C libraries, so only the status is certain.
  const Transcript run = RunToEnd({.words = {Init(), "/" + std::string(1000, 'x')}});
  EXPECT_EQ(run.outcome, (Outcome{126, 0}));
}

void ExpectOwnFailure(const std::function<void()>& surroundings, const std::string& reason) {
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    const Transcript run = RunToEnd({.words = {Init(), "/bin/sh", "-c", "echo never"},
                                     .place = place,
                                     .before_exec = surroundings});
    EXPECT_EQ(run.outcome, (Outcome{125, 0}));
    EXPECT_EQ(run.output, "");
    EXPECT_EQ(run.errors, "[dumb-init] /bin/sh: " + reason + "\n");
  }
}

TEST_F(CannotStart, NoProcessLeftIsAFailureOfOurOwn) {
  ExpectOwnFailure(
      [] {
        const struct rlimit none { 1, 1 };
        ::setrlimit(RLIMIT_NPROC, &none);
        if (::setgid(54321) == -1 || ::setuid(54321) == -1) {
          ::_exit(97);
        }
      },
      "clone: Resource temporarily unavailable");
}

TEST_F(CannotStart, ARefusedProcessIsAFailureOfOurOwn) {
  ExpectOwnFailure(
      [] {
        AnswerWith(EPERM, {SYS_clone, SYS_clone3, SYS_vfork, SYS_fork});
      },
      "clone: Operation not permitted");
}

TEST_F(CannotStart, AForbiddenSessionIsAFailureOfOurOwn) {
  ExpectOwnFailure([] { AnswerWith(EPERM, {SYS_setsid}); }, "setsid: Operation not permitted");
}

// Without the mask the end of the command could pass unseen.
TEST_F(CannotStart, SignalsThatCannotBeBlockedAreAFailureOfOurOwn) {
  const Transcript run = RunToEnd(
      {.words = {Init(), "true"}, .before_exec = [] { AnswerWith(EPERM, {SYS_rt_sigprocmask}); }});
  EXPECT_EQ(run.outcome, (Outcome{125, 0}));
  EXPECT_EQ(run.errors, "[dumb-init] rt_sigprocmask: Operation not permitted\n");
}

}  // namespace
}  // namespace dumb_init::testing
