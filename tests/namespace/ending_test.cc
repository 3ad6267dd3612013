// How the init ends: with the status of the command, and what it does on its way out.
#include <sys/resource.h>
#include <csignal>
#include <string>
#include <vector>

#include "support/lifetime.h"
#include "support/scratch.h"
#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class Ending : public NamespaceTest {
 protected:
  static Transcript Run(Place place, std::vector<std::string> words) {
    words.insert(words.begin(), Init());
    return RunToEnd({.words = std::move(words), .place = place, .before_exec = [] {
                       const struct rlimit none {};
                       ::setrlimit(RLIMIT_CORE, &none);
                     }});
  }

  static Transcript Shell(const std::string& script, std::vector<std::string> options = {}) {
    options.insert(options.end(), {"/bin/sh", "-c", script});
    return Run(Place::kPidOne, std::move(options));
  }
};

TEST_F(Ending, EveryStatusOfTheCommandIsOurs) {
  for (int status = 0; status < 256; ++status) {
    const Place place = status % 2 == 0 ? Place::kPidOne : Place::kOrdinary;
    const Transcript run = Run(place, {"/bin/sh", "-c", "exit " + std::to_string(status)});
    EXPECT_EQ(run.outcome, (Outcome{status, 0}));
    EXPECT_EQ(run.output + run.errors, "");
  }
}

// Everything that ends a program which has not asked for it (signal(7)).
std::vector<int> FatalSignals() {
  std::vector<int> signals;
  for (int signal = 1; signal <= 64; ++signal) {
    const bool harmless = signal == SIGCHLD || signal == SIGCONT || signal == SIGSTOP ||
                          signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU ||
                          signal == SIGURG || signal == SIGWINCH;
    if (!harmless) {
      signals.push_back(signal);
    }
  }
  return signals;
}

TEST_F(Ending, EachFatalSignalBecomesAStatus) {
  for (const int signal : FatalSignals()) {
    for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
      const Transcript run = Run(place, {Program("dies_of"), std::to_string(signal)});
      EXPECT_EQ(run.outcome, (Outcome{128 + signal, 0})) << run.errors;
    }
  }
}

TEST_F(Ending, AnUnaskedDeathIsReportedInOneLine) {
  const Transcript run = Run(Place::kPidOne, {Program("dies_of"), "9"});
  EXPECT_EQ(WithoutTime(run.errors),
            "[dumb-init] " + Program("dies_of") + " (PID 2) was ended by SIGKILL after T\n");
}

TEST_F(Ending, EachUnaskedDeathIsReportedButOneByPipe) {
  for (const int signal : FatalSignals()) {
    const Transcript run = Run(Place::kPidOne, {Program("dies_of"), std::to_string(signal)});
    const bool reported = run.errors.find(" was ended by ") != std::string::npos;
    EXPECT_EQ(reported, signal != SIGPIPE) << signal << run.errors;
  }
}

TEST_F(Ending, QuietMeansNoReport) {
  const std::string command = Program("dies_of");
  EXPECT_EQ(Run(Place::kPidOne, {"-q", command, "9"}).errors, "");
  EXPECT_EQ(Run(Place::kPidOne, {"--quiet", command, "9"}).errors, "");
  const Transcript run = RunToEnd({.words = {Init(), command, "9"},
                                   .environment = std::vector<std::string>{"DUMB_INIT_QUIET=1"}});
  EXPECT_EQ(run.errors, "");
  EXPECT_EQ(run.outcome, (Outcome{137, 0}));
}

TEST_F(Ending, ADeathThatWeForwardedIsNotReported) {
  for (const int signal : {SIGTERM, SIGHUP, SIGUSR1, 34}) {
    Guest guest({Init(), "/bin/sh", "-c", "echo ready; exec sleep infinity"});
    ASSERT_EQ(guest.ReadLine(), "ready");
    guest.Send(signal);
    EXPECT_EQ(guest.Wait(), (Outcome{128 + signal, 0}));
    EXPECT_EQ(guest.ReadErrors(), "");
  }
}

TEST_F(Ending, ADeathByTheKeyboardIsNotReported) {
  for (const int signal : {SIGINT, SIGQUIT, SIGHUP}) {
    Guest guest({.words = {Init(), Program("dies_of"), std::to_string(signal)}, .terminal = true});
    const std::string output = guest.ReadOutput();
    EXPECT_EQ(output.find("dumb-init"), std::string::npos) << output;
    EXPECT_EQ(guest.Wait(), (Outcome{128 + signal, 0}));
  }
  Guest guest({.words = {Init(), Program("dies_of"), "9"}, .terminal = true});
  EXPECT_NE(guest.ReadOutput().find("was ended by SIGKILL"), std::string::npos);
}

TEST_F(Ending, TheCommandsEndIsTheEndThoughOthersLive) {
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    // Outside the group, so that the farewell does not reach it; it holds no descriptor of ours.
    Guest guest(
        {.words = {Init(), "/bin/sh", "-c",
                   "setsid sh -c 'echo $$; exec sleep infinity >&- 2>&-' & read go; exit 7"},
         .place = place});
    const pid_t other = guest.HostPid(std::stoi(guest.ReadLine()));
    ASSERT_NE(other, -1);
    guest.CloseInput();
    EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
    if (place == Place::kOrdinary) {
      EXPECT_EQ(::kill(other, SIGKILL), 0);
    }
  }
}

// A member of the command's group that says which signal it got, after the command has ended. The
// namespace of a PID 1 ends with it, so this is seen from an ordinary process.
std::string Farewell(Mode mode, std::vector<std::string> options = {}) {
  options.insert(options.end(),
                 {"/bin/sh", "-c", Program("signal_echo") + " -e 15 & read go; exit 0"});
  Guest guest(At({Place::kOrdinary, mode}, options));
  if (guest.ReadLine() != "ready") {
    return "(not ready)";
  }
  const std::vector<pid_t> descendants = guest.Descendants();
  guest.CloseInput();
  guest.Wait();
  // Whoever got nothing gets this one, the last in order; the real-time ones come after TERM.
  for (const pid_t descendant : descendants) {
    ::kill(descendant, 40);
  }
  const std::string line = guest.ReadLine();
  for (const pid_t descendant : descendants) {
    ::kill(descendant, SIGKILL);
  }
  return line;
}

TEST_F(Ending, TheGroupIsToldTermThroughTheRewrites) {
  EXPECT_EQ(Farewell(Mode::kGroup), "15");
  EXPECT_EQ(Farewell(Mode::kGroup, {"-r", "TERM:QUIT"}), "3");
  EXPECT_EQ(Farewell(Mode::kGroup, {"-r", "TERM:0"}), "40");
  EXPECT_EQ(Farewell(Mode::kGroup, {"-r", "INT:QUIT"}), "15");
}

TEST_F(Ending, NobodyIsToldInAnyOtherMode) {
  for (const Mode mode : kEveryMode) {
    if (mode != Mode::kGroup) {
      EXPECT_EQ(Farewell(mode), "40") << FactsOf(mode).name;
    }
  }
}

TEST_F(Ending, AStoppedCommandHasNotEnded) {
  Guest guest({Init(), "/bin/sh", "-c", "echo $$; read go; exit 5"});
  const pid_t command = guest.HostPid(std::stoi(guest.ReadLine()));
  ::kill(command, SIGSTOP);
  Guest::WaitForStatus(command, "State", [](const auto& state) { return state.starts_with("T"); });
  guest.Send(SIGWINCH);
  EXPECT_TRUE(guest.Alive());
  ::kill(command, SIGCONT);
  guest.CloseInput();
  EXPECT_EQ(guest.Wait(), (Outcome{5, 0}));
}

TEST_F(Ending, ASigchldSentByAPersonChangesNothing) {
  Guest guest({Init(), Program("signal_echo"), "-e", "15"});
  ASSERT_EQ(guest.ReadLine(), "ready");
  for (int i = 0; i < 100; ++i) {
    guest.Send(SIGCHLD);
  }
  guest.Send(SIGUSR1);
  EXPECT_EQ(guest.ReadLine(), "10");
  EXPECT_TRUE(guest.Alive());
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "15");
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

TEST_F(Ending, OptionsEndAtTheFirstWord) {
  const Scratch scratch;
  const std::string ls = scratch.Put("ls", "#!/bin/sh\necho ls \"$@\"\n", 0755);
  EXPECT_EQ(Run(Place::kPidOne, {ls, "-v"}).output, "ls -v\n");
  EXPECT_EQ(Run(Place::kPidOne, {ls, "--", "-c"}).output, "ls -- -c\n");
  EXPECT_EQ(Run(Place::kPidOne, {"--", ls, "--help"}).output, "ls --help\n");
  EXPECT_EQ(Run(Place::kPidOne, {"-cq", ls, "-r"}).output, "ls -r\n");
}

TEST_F(Ending, HelpAndVersionGoToStandardOutput) {
  for (const char* const option : {"-h", "--help", "-V", "--version"}) {
    const Transcript run = Run(Place::kPidOne, {option});
    EXPECT_EQ(run.outcome, (Outcome{0, 0}));
    EXPECT_TRUE(run.output.starts_with("dumb-init v2.0.0\n")) << run.output;
    EXPECT_EQ(run.errors, "");
  }
}

TEST_F(Ending, HelpThatCannotBeWrittenIsAMistake) {
  for (const char* const option : {"--help", "--version"}) {
    const std::string command = Init() + " " + option;
    const Transcript closed = RunToEnd({.words = {"/bin/sh", "-c", "exec " + command + " >&-"}});
    EXPECT_EQ(closed.outcome, (Outcome{1, 0}));
    EXPECT_EQ(closed.errors, "[dumb-init] standard output: Bad file descriptor\n");
    const Transcript full =
        RunToEnd({.words = {"/bin/sh", "-c", "exec " + command + " >/dev/full"}});
    EXPECT_EQ(full.outcome, (Outcome{1, 0}));
    EXPECT_EQ(full.errors, "[dumb-init] standard output: No space left on device\n");
  }
}

}  // namespace
}  // namespace dumb_init::testing
