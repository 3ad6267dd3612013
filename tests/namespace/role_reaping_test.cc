// Who adopts orphans under which name, and what is told of those that are reaped.
#include <sys/prctl.h>
#include <csignal>
#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

// Leaves a process behind that ends this way after a line of input, and says its pid.
std::vector<std::string> Leaves(const std::string& ending) {
  return {"/bin/sh", "-c",
          "sh -c 'exec 3<&0; sh -c \"read go <&3; " + ending + "\" & echo $!'; exec sleep 100000"};
}

// Lets the process end whose pid it has said, once it is an orphan: the shell that started it might
// reap it as well. Returns its pid.
std::string EndTheOrphan(Guest& guest) {
  std::string pid = guest.ReadLine();
  const pid_t orphan = guest.HostPid(std::stoi(pid));
  Guest::WaitForStatus(orphan, "PPid", [&](const std::string& parent) {
    return parent == std::to_string(guest.pid());
  });
  guest.Write("go\n");
  return pid;
}

// The group depends on whose the command is in.
std::string WithoutGroup(std::string line) {
  const std::size_t start = line.find(" of process group ");
  return start == std::string::npos ? line : line.erase(start, line.find(": ") - start);
}

void ExpectToldOnce(GuestSetup setup, const std::string& ending, const std::string& told) {
  const std::vector<std::string> command = Leaves(ending);
  setup.words.insert(setup.words.end(), command.begin(), command.end());
  Guest guest(setup);
  const std::string stranger = EndTheOrphan(guest);
  EXPECT_EQ(WithoutGroup(guest.ReadErrorLine()),
            told.substr(0, told.find('N')) + stranger + told.substr(told.find('N') + 1));
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), (Outcome{128 + SIGTERM, 0}));
  EXPECT_EQ(guest.ReadErrors(), "") << "the command is no stranger";
}

void ExpectTold(const GuestSetup& setup, const std::string& prefix) {
  const std::string reaped = prefix + "Reaped zombie process with pid=N (sh): ";
  ExpectToldOnce(setup, "exit 3", reaped + "exited with status 3");
  ExpectToldOnce(setup, "kill -9 \\$\\$", reaped + "ended by SIGKILL");
}

class WarnOnReap : public StandTest {};
INSTANTIATE_TEST_SUITE_P(Everywhere, WarnOnReap, EveryStand(), StandName);

TEST_P(WarnOnReap, TellsOfEachStrangerByPidNameAndEnding) {
  GuestSetup setup = Here({});
  setup.variables = {"DUMB_INIT_WARN_ON_REAP=1"};
  ExpectTold(setup, Prefix(ModeHere()));
}

TEST_P(WarnOnReap, TellsInWhoseProcessGroupItWas) {
  GuestSetup setup = Here(Leaves("exit 3"));
  setup.variables = {"DUMB_INIT_WARN_ON_REAP=1"};
  Guest guest(setup);
  const std::string stranger = EndTheOrphan(guest);
  std::string told = "pid=" + stranger + " (sh)";
  // Whose group we are in ourselves depends on who runs the test.
  if (!OurGroup()) {
    const std::string pids = Guest::Status(guest.CommandPid(), "NSpid");
    told += " of process group " + pids.substr(pids.find_last_of(" \t") + 1) + " (";
  }
  EXPECT_NE(guest.ReadErrorLine().find(told), std::string::npos);
}

TEST_P(WarnOnReap, IsSilentUnlessAsked) {
  GuestSetup setup = Here(Leaves("exit 3"));
  setup.variables = {"DUMB_INIT_WARN_ON_REAP=0"};
  Guest guest(setup);
  EndTheOrphan(guest);
  EXPECT_TRUE(Eventually([&] { return guest.Descendants().size() == 1; }));
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), (Outcome{128 + SIGTERM, 0}));
  EXPECT_EQ(guest.ReadErrors(), "");
}

class RoleReaping : public NamespaceTest {};

TEST_F(RoleReaping, OptionsAskForTheLinesAsWell) {
  ExpectTold({{InitAs("dumb-init"), "-w"}}, "[dumb-init] ");
  ExpectTold({{InitAs("dumb-init"), "--warn-on-reap"}}, "[dumb-init] ");
  ExpectTold({{InitAs("tini"), "-w"}}, "[tini] ");
}

TEST_F(RoleReaping, AnOptionIsNotSilencedByTheVariable) {
  GuestSetup setup{{InitAs("tini"), "-w"}};
  setup.variables = {"DUMB_INIT_WARN_ON_REAP=0"};
  ExpectTold(setup, "[tini] ");
}

// What an init that is not PID 1 says; the words are those that tini's users look for.
std::string Warning(const std::string& role, std::vector<std::string> options,
                    const std::vector<std::string>& variables, Place place = Place::kOrdinary) {
  options.insert(options.begin(), InitAs(role));
  options.push_back("/bin/true");
  const Transcript run = RunToEnd({.words = options, .place = place, .variables = variables});
  EXPECT_EQ(run.outcome, (Outcome{0, 0}));
  EXPECT_EQ(run.output, "");
  return run.errors;
}

TEST_F(RoleReaping, TiniWarnsWhereItCannotReap) {
  const std::string warning =
      "[tini] neither PID 1 nor a child subreaper, so zombie reaping won't work: use -s or set "
      "TINI_SUBREAPER\n";
  EXPECT_EQ(Warning("tini", {}, {}), warning);
  EXPECT_EQ(Warning("tini-static", {}, {}), warning);
  EXPECT_EQ(Warning("docker-init", {"-g"}, {"TINI_VERBOSITY=1"}), warning);
}

TEST_F(RoleReaping, NobodyElseWarns) {
  EXPECT_EQ(Warning("tini", {}, {}, Place::kPidOne), "");
  EXPECT_EQ(Warning("tini", {"-s"}, {}), "");
  EXPECT_EQ(Warning("tini", {}, {"TINI_SUBREAPER=1"}), "");
  EXPECT_EQ(Warning("tini", {}, {"TINI_SUBREAPER="}), "") << "it counts by being there";
  EXPECT_EQ(Warning("tini", {}, {"TINI_VERBOSITY=0"}), "");
  EXPECT_EQ(Warning("catatonit", {}, {}), "");
  EXPECT_EQ(Warning("dumb-init", {}, {}), "");
}

// execve(2) keeps what whoever started us asked for.
TEST_F(RoleReaping, TiniDoesNotWarnWhereItIsASubreaperAlready) {
  GuestSetup setup{{InitAs("tini"), "/bin/true"}, Place::kOrdinary};
  setup.before_exec = [] { ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); };
  EXPECT_EQ(RunToEnd(setup).errors, "");
}

// The parent of an orphan of the command, "init" or "another".
std::string ParentOfOrphan(const std::vector<std::string>& call) {
  GuestSetup setup{call, Place::kOrdinary};
  setup.words.insert(
      setup.words.end(),
      {"/bin/sh", "-c", "echo $(sh -c 'sleep 100000 >/dev/null 2>&1 & echo $!'); read go"});
  Guest guest(setup);
  const pid_t orphan = std::stoi(guest.ReadLine());
  const std::string parent = Guest::Status(orphan, "PPid");
  ::kill(orphan, SIGKILL);
  return parent == std::to_string(guest.pid()) ? "init" : "another";
}

TEST_F(RoleReaping, TiniAdoptsOrphansOnlyIfAsked) {
  EXPECT_EQ(ParentOfOrphan({InitAs("tini")}), "another");
  EXPECT_EQ(ParentOfOrphan({InitAs("tini"), "-s"}), "init");
  EXPECT_EQ(ParentOfOrphan({"/usr/bin/env", "TINI_SUBREAPER=", InitAs("tini")}), "init");
}

TEST_F(RoleReaping, TheOthersAlwaysDo) {
  EXPECT_EQ(ParentOfOrphan({InitAs("dumb-init")}), "init");
  EXPECT_EQ(ParentOfOrphan({InitAs("catatonit")}), "init");
}

}  // namespace
}  // namespace dumb_init::testing
