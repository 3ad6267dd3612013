// --doctor: what it finds in containers that have something, and that it leaves others alone.
#include <sys/mount.h>
#include <csignal>
#include <string>
#include <vector>

#include "support/empty_root.h"
#include "support/namespace_test.h"

namespace dumb_init::testing {
namespace {

const std::string kNothingFound = "no findings\n\n";

class Doctor : public NamespaceTest {
 protected:
  // The doctor, as the command of a shell.
  static std::string Call(const std::string& options = "") {
    return Init() + " --doctor " + options;
  }

  // The init as PID 1 with a shell as its command, which would end on TERM in good order.
  static GuestSetup Running(const std::string& script, std::vector<std::string> options = {}) {
    std::vector<std::string> words{Init()};
    words.insert(words.end(), options.begin(), options.end());
    for (const std::string& word : {std::string("/bin/sh"), std::string("-c"),
                                    "trap 'exit 99' TERM; " + script + "; exit $?"}) {
      words.push_back(word);
    }
    return {words};
  }

  // A process of its own session whose parent has ended.
  static inline const std::string kOrphan =
      "(setsid sh -c 'echo; exec sleep 1000 >/dev/null' &) | read line; ";

  // PID 1 is a program that has no handler and never waits.
  static std::vector<std::string> NeverWaiting(const std::string& name) {
    return {Program("never_waits"), name, Init(), "--doctor"};
  }
};

void ExpectHas(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << "no '" << part << "' in:\n" << text;
}
void ExpectHasNot(const std::string& text, const std::string& part) {
  EXPECT_EQ(text.find(part), std::string::npos) << "'" << part << "' in:\n" << text;
}

TEST_F(Doctor, FindsNothingInAHealthyContainer) {
  const auto seen = RunToEnd(Running(Call()));
  EXPECT_EQ(seen.outcome, (Outcome{0, 0}));
  EXPECT_EQ(seen.errors, "");
  EXPECT_TRUE(seen.output.starts_with(kNothingFound)) << seen.output;
  ExpectHas(seen.output, "pid_1_term        awaited\n");
  ExpectHas(seen.output, "command           sh\n");
  ExpectHas(seen.output, "command_term      caught\n");
  ExpectHas(seen.output, "processes         2\n");
}

TEST_F(Doctor, FindsNothingAsADifferentUser) {
  const auto seen =
      RunToEnd(Running("setpriv --reuid 54321 --regid 54321 --clear-groups " + Call()));
  EXPECT_EQ(seen.outcome, (Outcome{0, 0})) << seen.errors;
  EXPECT_TRUE(seen.output.starts_with(kNothingFound)) << seen.output;
}

TEST_F(Doctor, NamesEachZombieAndWhoDoesNotWaitForIt) {
  std::vector<std::string> words = NeverWaiting("worker");
  words.insert(words.begin(), Init());
  const auto seen = RunToEnd({words});
  EXPECT_EQ(seen.outcome, (Outcome{1, 0}));
  ExpectHas(seen.output, "worker (PID 3) is a zombie, not waited for by never_waits (PID 2)\n");
  ExpectHas(seen.output, "\nzombies           1\n");
}

TEST_F(Doctor, FindsAPidOneThatTermDoesNothingTo) {
  const auto seen = RunToEnd({NeverWaiting("worker")});
  EXPECT_EQ(seen.outcome, (Outcome{1, 0}));
  ExpectHas(seen.output, "never_waits (PID 1) has no handler for TERM");
  ExpectHas(seen.output, "Put an init in front");
  ExpectHas(seen.output, "pid_1_term        default\n");
}

TEST_F(Doctor, FindsAProgramThatIgnoresTerm) {
  GuestSetup setup{NeverWaiting("worker")};
  setup.before_exec = [] { std::signal(SIGTERM, SIG_IGN); };
  ExpectHas(RunToEnd(setup).output, "never_waits (PID 1) ignores TERM\n");
  setup.words.insert(setup.words.begin(), Init());
  ExpectHas(RunToEnd(setup).output, "never_waits (PID 2) ignores TERM\n");
}

TEST_F(Doctor, FindsAShellBetweenInitAndApplication) {
  const std::string script = "sleep 1000 & (echo ready; read go; exec " + Call() + "); exit $?";
  Guest guest({Init(), "/bin/sh", "-c", script});
  ASSERT_EQ(guest.ReadLine(), "ready");
  // The shell blocks signals while it forks.
  Guest::WaitForStatus(guest.CommandPid(), "SigBlk",
                       [](const std::string& set) { return set == "0000000000000000"; });
  guest.Write("\n");
  const std::string output = guest.ReadOutput();
  EXPECT_EQ(guest.Wait(), (Outcome{1, 0}));
  ExpectHas(output, "(PID 3) is behind a shell that passes no TERM on: sh (PID 2)\n");
}

TEST_F(Doctor, FindsAnOrphanThatHearsOfNoStop) {
  for (const auto& options : {std::vector<std::string>{}, {"-c"}}) {
    const auto seen = RunToEnd(Running(kOrphan + Call(), options));
    EXPECT_EQ(seen.outcome, (Outcome{1, 0}));
    ExpectHas(seen.output, "hears no TERM, and is killed when PID 1 ends\n");
    ExpectHas(seen.output, "\nout_of_reach      1\n");
  }
}

TEST_F(Doctor, LeavesOrphansAloneThatAreTold) {
  for (const auto& options :
       {std::vector<std::string>{"--scope", "all"}, {"--grace", "24h"}, {"-c", "-g", "24h"}}) {
    const auto seen =
        RunToEnd(Running(kOrphan + Call() + "; code=$?; kill -9 -1; exit $code", options));
    EXPECT_TRUE(seen.output.starts_with(kNothingFound)) << seen.output;
  }
}

TEST_F(Doctor, KnowsTheVariablesOfTheInit) {
  GuestSetup setup = Running(kOrphan + "unset DUMB_INIT_SCOPE; " + Call());
  setup.variables = {"DUMB_INIT_SCOPE=all", "SECRET=do not tell"};
  const auto seen = RunToEnd(setup);
  EXPECT_TRUE(seen.output.starts_with(kNothingFound)) << seen.output;
  ExpectHasNot(seen.output, "do not tell");
}

TEST_F(Doctor, UsesItsOwnVariablesWhereThoseOfTheInitMayNotBeRead) {
  const std::string as_another =
      kOrphan + "DUMB_INIT_SCOPE=all setpriv --reuid 54321 --regid 54321 --clear-groups " + Call();
  const auto seen = RunToEnd(Running(as_another));
  EXPECT_TRUE(seen.output.starts_with(kNothingFound)) << seen.output << seen.errors;
}

TEST_F(Doctor, ShowsNamesWithoutControlCharacters) {
  std::vector<std::string> words = NeverWaiting("\x1b[2J\xff\"\\");
  words.insert(words.begin(), Init());
  ExpectHas(RunToEnd({words}).output, R"(\x1b[2J\xff"\x5c (PID 3) is a zombie)");
  words.push_back("--report-format=json");
  const std::string output = RunToEnd({words}).output;
  ExpectHas(output, R"("name":"\u001b[2J\ufffd\u0022\u005c","parent":{"pid":2,)");
  ExpectHasNot(output, "\x1b");
  ExpectHasNot(output, "\xff");
}

TEST_F(Doctor, CannotLookAsPidOne) {
  const auto seen = RunToEnd({{Init(), "--doctor"}});
  EXPECT_EQ(seen.outcome, (Outcome{2, 0}));
  EXPECT_EQ(seen.output, "");
  ExpectHas(seen.errors, "[dumb-init] --doctor: this is PID 1 itself");
}

TEST_F(Doctor, CannotLookWithoutProc) {
  GuestSetup setup{{Init(), "--doctor"}, Place::kOrdinary};
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::mount("none", "/proc", "tmpfs", 0, nullptr) == 0, "hide /proc");
  };
  const auto seen = RunToEnd(setup);
  EXPECT_EQ(seen.outcome, (Outcome{2, 0}));
  EXPECT_EQ(seen.errors, "[dumb-init] --doctor: /proc is not that of this PID namespace\n");
}

TEST_F(Doctor, CannotLookWherePidOneIsHidden) {
  GuestSetup setup = Running("setpriv --reuid 54321 --regid 54321 --clear-groups " + Call());
  setup.before_exec = [] {
    LeaveTheMounts();
    Demand(::mount("proc", "/proc", "proc", 0, "hidepid=2") == 0, "mount /proc");
  };
  const auto seen = RunToEnd(setup);
  EXPECT_EQ(seen.outcome, (Outcome{2, 0}));
  ExpectHas(seen.errors, "[dumb-init] --doctor: PID 1 is hidden");
}

TEST_F(Doctor, SaysSoWhereItCannotWrite) {
  const auto seen = RunToEnd(Running(Call() + " >/dev/full"));
  EXPECT_EQ(seen.outcome, (Outcome{2, 0}));
  ExpectHas(seen.errors, "[dumb-init] standard output: ");
}

}  // namespace
}  // namespace dumb_init::testing
