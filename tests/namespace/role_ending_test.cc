// How the init ends under each name, and what it is told and tells on the way.
#include <unistd.h>
#include <csignal>
#include <string>
#include <vector>

#include "support/lifetime.h"
#include "support/scratch.h"
#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class RoleEnding : public NamespaceTest {
 protected:
  // Runs the init under this name with these words.
  static Transcript Run(const std::string& role, std::vector<std::string> words,
                        const std::vector<std::string>& variables = {}) {
    words.insert(words.begin(), InitAs(role));
    return RunToEnd({.words = std::move(words), .variables = variables});
  }
  static int StatusOf(const std::string& role, std::vector<std::string> options, int status,
                      const std::vector<std::string>& variables = {}) {
    options.insert(options.end(), {"/bin/sh", "-c", "exit " + std::to_string(status)});
    const Transcript run = Run(role, std::move(options), variables);
    EXPECT_EQ(run.output + run.errors, "");
    return run.outcome.code;
  }
};

TEST_F(RoleEnding, EachStatusCanCountAsSuccessAndNoOtherDoesThen) {
  for (int status = 0; status < 256; ++status) {
    const std::vector<std::string> option{"-e", std::to_string(status)};
    const int other = (status + 1) % 256;
    EXPECT_EQ(StatusOf("tini", option, status), 0) << status;
    EXPECT_EQ(StatusOf("tini", option, other), other) << status;
  }
}

TEST_F(RoleEnding, StatusesAddUp) {
  const std::vector<std::string> options{"-e", "3", "-e143", "-ge", "255"};
  for (const int status : {3, 143, 255}) {
    EXPECT_EQ(StatusOf("tini", options, status), 0);
  }
  EXPECT_EQ(StatusOf("tini", options, 4), 4);
}

TEST_F(RoleEnding, ADeathBySignalCountsByItsStatus) {
  const std::string command = Program("dies_of");
  EXPECT_EQ(Run("tini", {"-e", "137", command, "9"}).outcome, (Outcome{0, 0}));
  EXPECT_EQ(Run("tini", {"-e", "9", command, "9"}).outcome, (Outcome{137, 0}));
  EXPECT_EQ(Run("dumb-init", {"-q", "-e", "137", command, "9"}).outcome, (Outcome{0, 0}));
}

TEST_F(RoleEnding, TheVariableNamesStatusesUnderEachName) {
  for (const std::string role : {"dumb-init", "tini", "catatonit"}) {
    const std::vector<std::string> variable{"DUMB_INIT_OK_EXIT=3,143"};
    EXPECT_EQ(StatusOf(role, {}, 3, variable), 0);
    EXPECT_EQ(StatusOf(role, {}, 143, variable), 0);
    EXPECT_EQ(StatusOf(role, {}, 4, variable), 4);
  }
  EXPECT_EQ(StatusOf("dumb-init", {"-e", "4"}, 3, {"DUMB_INIT_OK_EXIT=3"}), 3)
      << "the option takes the place of the variable";
}

// Which statuses this command ends with after a TERM of ours, and after one of somebody else.
Outcome AfterTerm(const std::string& role, const std::string& script, bool through_init) {
  Guest guest({.words = {InitAs(role), "/bin/sh", "-c", script},
               .variables = {"DUMB_INIT_OK_EXIT=stop", "DUMB_INIT_QUIET=1"}});
  EXPECT_EQ(guest.ReadLine(), "ready");
  if (through_init) {
    guest.Send(SIGTERM);
  } else {
    EXPECT_EQ(::kill(guest.CommandPid(), SIGTERM), 0);
  }
  return guest.Wait();
}

TEST_F(RoleEnding, AStopCountsAsSuccessWhereItCameThroughTheInit) {
  // As a program without a handler, and as Java ends.
  const std::string killed = "echo ready; exec sleep 100000";
  const std::string exits = "trap 'exit 143' TERM; echo ready; while :; do sleep 0.01; done";
  for (const std::string role : {"dumb-init", "tini", "catatonit"}) {
    for (const std::string& script : {killed, exits}) {
      EXPECT_EQ(AfterTerm(role, script, true), (Outcome{0, 0}));
      EXPECT_EQ(AfterTerm(role, script, false), (Outcome{128 + SIGTERM, 0}));
    }
  }
}

TEST_F(RoleEnding, OnlyDumbInitTellsOfADeathUnlessAsked) {
  const std::string command = Program("dies_of");
  const std::string report = command + " (PID 2) was ended by SIGSEGV after T\n";
  const auto errors = [&](const std::string& role, const std::vector<std::string>& variables) {
    GuestSetup setup{{"/usr/bin/prlimit", "--core=0", InitAs(role), command, "11"}};
    setup.variables = variables;
    return WithoutTime(RunToEnd(setup).errors);
  };
  EXPECT_EQ(errors("dumb-init", {}), "[dumb-init] " + report);
  for (const std::string role : {"tini", "catatonit"}) {
    EXPECT_EQ(errors(role, {}), "");
    EXPECT_EQ(errors(role, {"DUMB_INIT_QUIET=1"}), "");
    EXPECT_EQ(errors(role, {"DUMB_INIT_QUIET=0"}), "[" + role + "] " + report);
  }
}

TEST_F(RoleEnding, ACommandThatCannotRunHasTheSameStatusUnderEachName) {
  const Scratch scratch;
  const std::string text = scratch.Put("text", "#!/bin/sh\n", 0644);
  for (const std::string role : {"tini", "catatonit"}) {
    const Transcript missing = Run(role, {"/nowhere/at/all"});
    EXPECT_EQ(missing.outcome, (Outcome{127, 0}));
    EXPECT_EQ(missing.errors, "[" + role + "] /nowhere/at/all: No such file or directory\n");
    const Transcript denied = Run(role, {text});
    EXPECT_EQ(denied.outcome, (Outcome{126, 0}));
    EXPECT_EQ(denied.errors, "[" + role + "] " + text + ": Permission denied\n");
  }
}

// tini and catatonit permute: they take "-c" of "sh -c" for one of their own.
TEST_F(RoleEnding, OptionsEndAtTheFirstWordAndDashesMayStandOnEitherSideOfIt) {
  for (const std::string role : {"tini", "catatonit"}) {
    EXPECT_EQ(Run(role, {"/bin/echo", "-g", "-h"}).output, "-g -h\n");
    EXPECT_EQ(Run(role, {"--", "/bin/echo", "one"}).output, "one\n");
    EXPECT_EQ(Run(role, {"/bin/echo", "--", "one"}).output, "one\n");
    EXPECT_EQ(Run(role, {"-g", "/bin/echo", "--", "-g"}).output, "-g\n");
    EXPECT_EQ(Run(role, {"--", "/bin/echo", "--", "one"}).output, "-- one\n");
    EXPECT_EQ(Run(role, {"/bin/echo", "--", "--", "one"}).output, "-- one\n");
  }
  EXPECT_EQ(Run("dumb-init", {"/bin/echo", "--", "one"}).output, "-- one\n");
}

TEST_F(RoleEnding, VersionHelpAndLicenseGoToStandardOutput) {
  const auto first_line = [&](const std::string& role, const std::string& option) {
    const Transcript run = Run(role, {option});
    EXPECT_EQ(run.outcome, (Outcome{0, 0}));
    EXPECT_EQ(run.errors, "");
    return run.output.substr(0, run.output.find('\n'));
  };
  for (const std::string role : {"tini", "tini-static", "docker-init"}) {
    EXPECT_EQ(first_line(role, "--version"), "tini version 0.19.0 (dumb-init 2.0.0)");
    EXPECT_EQ(first_line(role, "-h"), "tini version 0.19.0 (dumb-init 2.0.0)");
  }
  for (const std::string role : {"catatonit", "podman-init"}) {
    for (const std::string option : {"-V", "--version", "-h"}) {
      EXPECT_EQ(first_line(role, option), "tini version 0.2.1_catatonit (dumb-init 2.0.0)");
    }
  }
  EXPECT_NE(first_line("tini", "-l").find("License"), std::string::npos);
  EXPECT_EQ(Run("tini", {"-l"}).output, Run("catatonit", {"-L"}).output);
}

// tini says what it does on standard output, where the command's own output is.
TEST_F(RoleEnding, MessagesStayOffStandardOutput) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"-v", "/bin/echo", "one"},
                                                {"-vv", "/bin/echo", "one"},
                                                {"-vvv", "/bin/echo", "one"},
                                                {"-v", "-v", "-v", "/bin/echo", "one"}}) {
    const Transcript run = Run("tini", words);
    EXPECT_EQ(run.output, "one\n");
    EXPECT_NE(run.errors.find("[tini] started /bin/echo as PID 2\n"), std::string::npos);
  }
}

// As the engines call it.
TEST_F(RoleEnding, TheBaseNameOfTheFirstWordIsTheRole) {
  const Scratch scratch;
  scratch.MakeFolder("run");
  for (const std::string name : {"run/docker-init", "run/podman-init", "run/tini-static"}) {
    ASSERT_EQ(::symlink(Init().c_str(), (scratch / name).c_str()), 0);
  }
  const auto errors = [&](const std::string& file) {
    return RunToEnd({.words = {scratch / file, "--", "/nowhere"}}).errors;
  };
  const std::string rest = "/nowhere: No such file or directory\n";
  EXPECT_EQ(errors("run/docker-init"), "[tini] " + rest);
  EXPECT_EQ(errors("run/tini-static"), "[tini] " + rest);
  EXPECT_EQ(errors("run/podman-init"), "[catatonit] " + rest);
  EXPECT_EQ(RunToEnd({.words = {InitAs("anything"), "--", "/nowhere"}}).errors,
            "[dumb-init] " + rest);
}

}  // namespace
}  // namespace dumb_init::testing
