// What is wrong in a container: every finding, and what is none.
#include "core/diagnosis.h"

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dumb_init::core {
namespace {

using Kind = Finding::Kind;

SignalSet Set(std::initializer_list<int> signals) {
  SignalSet set;
  for (const int signal : signals) {
    set = set.With({signal});
  }
  return set;
}
const SignalSet kNone;
const SignalSet kTerm = Set({SIGTERM});

Name Called(std::string_view text) {
  Name name;
  name.size = text.copy(name.bytes.data(), name.bytes.size() - 1);
  return name;
}

// A living process that leads its own group.
Process Someone(int pid, int parent, std::string_view name = "someone") {
  Process process;
  process.pid = {pid};
  process.parent = {parent};
  process.group = {pid};
  process.alive = true;
  process.started = static_cast<std::uint64_t>(pid);
  process.name = Called(name);
  return process;
}

Subject As(Trade trade, Reception term, int pid = 1) {
  return {Someone(pid, pid == 1 ? 0 : 1), trade, term};
}

std::vector<Kind> KindsOf(const ContainerFacts& facts) {
  std::vector<Kind> kinds;
  for (const Finding& finding : Judge(facts)) {
    kinds.push_back(finding.kind);
  }
  return kinds;
}
const std::vector<Kind> kNothing;

ContainerFacts WithPidOne(Trade trade, Reception term) {
  ContainerFacts facts;
  facts.pid_one = As(trade, term);
  return facts;
}
ContainerFacts WithCommand(Trade trade, Reception term) {
  ContainerFacts facts = WithPidOne(Trade::kInit, Reception::kAwaited);
  facts.command = As(trade, term, 7);
  return facts;
}

TEST(ReceptionOf, IsWhatTheSetsSay) {
  struct Row {
    SignalSet caught, ignored, blocked, waiting;
    Reception reception;
  };
  const Row rows[] = {
      {kTerm, kNone, kNone, kNone, Reception::kCaught},
      {kTerm, kNone, kTerm, kNone, Reception::kCaught},
      {kNone, kTerm, kNone, kNone, Reception::kIgnored},
      {kNone, kTerm, kTerm, kNone, Reception::kAwaited},
      {kNone, kNone, kTerm, kNone, Reception::kAwaited},
      {kNone, kNone, kTerm, kTerm, Reception::kStuck},
      {kTerm, kNone, kTerm, kTerm, Reception::kStuck},
      {kNone, kNone, kNone, kNone, Reception::kDefault},
      {Set({SIGINT}), Set({SIGHUP}), Set({SIGUSR1}), Set({SIGUSR1}), Reception::kDefault},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ReceptionOf({row.caught, row.ignored, row.blocked, row.waiting}, Trade::kOther,
                          Sleep::kOther),
              row.reception)
        << row.caught.bits() << " " << row.ignored.bits() << " " << row.blocked.bits();
  }
}

TEST(ReceptionOf, KnowsWhoAwaitsWhatTheKernelShowsAsNotBlocked) {
  EXPECT_EQ(ReceptionOf({}, Trade::kInit, Sleep::kOther), Reception::kAwaited);
  EXPECT_EQ(ReceptionOf({}, Trade::kOther, Sleep::kForSignal), Reception::kAwaited);
  EXPECT_EQ(ReceptionOf({kNone, kTerm, kNone, kNone}, Trade::kInit, Sleep::kOther),
            Reception::kAwaited);
  EXPECT_EQ(ReceptionOf({}, Trade::kShell, Sleep::kOther), Reception::kDefault);
}

TEST(TradeOf, GoesByNameOrProgram) {
  for (const std::string_view name :
       {"dumb-init", "tini", "tini-static", "docker-init", "catatonit", "podman-init"}) {
    EXPECT_EQ(TradeOf(name, "x"), Trade::kInit) << name;
    EXPECT_EQ(TradeOf("x", name), Trade::kInit) << name;
  }
  for (const std::string_view name : {"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh"}) {
    EXPECT_EQ(TradeOf(name, "x"), Trade::kShell) << name;
  }
  EXPECT_EQ(TradeOf("entrypoint.sh", "sh"), Trade::kShell) << "a script";
  EXPECT_EQ(TradeOf("node", ""), Trade::kNode);
  EXPECT_EQ(TradeOf("MainThread", "nodejs"), Trade::kNode);
  for (const std::string_view name : {"", " ", "s", "sh bash", "python3", "shell", "init"}) {
    EXPECT_EQ(TradeOf(name, name), Trade::kOther) << name;
  }
}

TEST(OrdersOf, KeepsWhatMattersHere) {
  Settings settings;
  EXPECT_EQ(OrdersOf(settings, Orders::Runs::kCommand).rest, Orders::Rest::kIsNot);
  settings.grace = Duration{10};
  settings.scope = Scope::kAll;
  settings.leads = Leads::kNothing;
  const Orders orders = OrdersOf(settings, Orders::Runs::kNothing);
  EXPECT_EQ(orders.rest, Orders::Rest::kIsTold);
  EXPECT_EQ(orders.scope, Scope::kAll);
  EXPECT_EQ(orders.leads, Leads::kNothing);
  EXPECT_EQ(orders.runs, Orders::Runs::kNothing);
}

TEST(MayBeCommand, IsAChildOfPidOneThatLeadsWhatTheCommandLeads) {
  Process process = Someone(7, 1);
  Orders orders;
  EXPECT_TRUE(MayBeCommand(process, orders));
  EXPECT_TRUE(MayBeCommand(process, std::nullopt));
  process.group = {5};
  EXPECT_FALSE(MayBeCommand(process, orders));
  EXPECT_TRUE(MayBeCommand(process, std::nullopt));
  orders.leads = Leads::kNothing;
  EXPECT_TRUE(MayBeCommand(process, orders));
  orders.runs = Orders::Runs::kNothing;
  EXPECT_FALSE(MayBeCommand(process, orders));
}

TEST(MayBeCommand, IsNeitherAZombieNorSomebodyElsesChild) {
  EXPECT_FALSE(MayBeCommand(Someone(7, 2), std::nullopt));
  EXPECT_FALSE(MayBeCommand(Someone(7, 0), std::nullopt));
  Process zombie = Someone(7, 1);
  zombie.alive = false;
  EXPECT_FALSE(MayBeCommand(zombie, std::nullopt));
}

TEST(IsOlder, GoesByTheStartAndThenByThePid) {
  Process one = Someone(900, 1);
  Process other = Someone(5, 1);
  one.started = 10;
  other.started = 11;
  EXPECT_TRUE(IsOlder(one, other)) << "pids are used again";
  EXPECT_FALSE(IsOlder(other, one));
  other.started = 10;
  EXPECT_TRUE(IsOlder(other, one));
  EXPECT_FALSE(IsOlder(one, one));
  EXPECT_TRUE(IsOlder(one, Process{})) << "nobody yet";
}

TEST(Suspect, EveryZombieThatHasAParentHere) {
  Process zombie = Someone(9, 7);
  zombie.alive = false;
  EXPECT_EQ(Suspect(zombie, std::nullopt, {}), Suspicion::kZombie);
  EXPECT_EQ(Suspect(zombie, Orders{}, {7}), Suspicion::kZombie);
  zombie.parent = {0};
  EXPECT_EQ(Suspect(zombie, Orders{}, {7}), Suspicion::kNone) << "the engine reaps it";
}

TEST(Suspect, OrphansOutOfReachOfEachScope) {
  Process orphan = Someone(9, 1);
  Orders orders;
  EXPECT_EQ(Suspect(orphan, orders, {7}), Suspicion::kOutOfReach);
  orphan.group = {7};
  EXPECT_EQ(Suspect(orphan, orders, {7}), Suspicion::kNone) << "in the command's group";
  orders.scope = Scope::kCommand;
  EXPECT_EQ(Suspect(orphan, orders, {7}), Suspicion::kOutOfReach);
  orders.scope = Scope::kAll;
  EXPECT_EQ(Suspect(orphan, orders, {7}), Suspicion::kNone);
}

TEST(Suspect, NobodyWhoIsToldOrWhoseParentIsToCare) {
  const Process orphan = Someone(9, 1);
  EXPECT_EQ(Suspect(orphan, std::nullopt, {7}), Suspicion::kNone) << "of an init unknown";
  EXPECT_EQ(Suspect(orphan, Orders{}, {9}), Suspicion::kNone) << "the command itself";
  EXPECT_EQ(Suspect(Someone(9, 7), Orders{}, {7}), Suspicion::kNone);
  EXPECT_EQ(Suspect(Someone(9, 0), Orders{}, {7}), Suspicion::kNone) << "came by exec";
  Orders with_grace;
  with_grace.rest = Orders::Rest::kIsTold;
  EXPECT_EQ(Suspect(orphan, with_grace, {7}), Suspicion::kNone);
  Orders pause;
  pause.runs = Orders::Runs::kNothing;
  EXPECT_EQ(Suspect(orphan, pause, {}), Suspicion::kNone);
}

TEST(Suspect, AnyOrphanMayBeOutOfReachWhileTheCommandIsNotKnown) {
  Process orphan = Someone(9, 1);
  EXPECT_EQ(Suspect(orphan, Orders{}, {}), Suspicion::kOutOfReach);
  orphan.group = {0};
  EXPECT_EQ(Suspect(orphan, Orders{}, {}), Suspicion::kOutOfReach);
}

TEST(Judge, HasNothingAgainstAnInitAndItsCommand) {
  for (const Reception term :
       {Reception::kCaught, Reception::kDefault, Reception::kAwaited, Reception::kUnknown}) {
    for (const Trade trade : {Trade::kOther, Trade::kNode, Trade::kInit, Trade::kShell}) {
      EXPECT_EQ(KindsOf(WithCommand(trade, term)), kNothing);
    }
  }
}

TEST(Judge, FindsAPidOneThatTermDoesNothingTo) {
  EXPECT_EQ(KindsOf(WithPidOne(Trade::kOther, Reception::kDefault)),
            std::vector<Kind>{Kind::kTermLost});
  EXPECT_EQ(KindsOf(WithPidOne(Trade::kOther, Reception::kIgnored)),
            std::vector<Kind>{Kind::kTermIgnored});
  EXPECT_EQ(KindsOf(WithPidOne(Trade::kOther, Reception::kStuck)),
            std::vector<Kind>{Kind::kTermStuck});
  EXPECT_EQ(KindsOf(WithPidOne(Trade::kOther, Reception::kCaught)), kNothing);
  EXPECT_EQ(KindsOf(WithPidOne(Trade::kOther, Reception::kAwaited)), kNothing);
  EXPECT_EQ(KindsOf(WithPidOne(Trade::kOther, Reception::kUnknown)), kNothing);
}

TEST(Judge, DoesNotTrustTheHandlerThatNodeHasAsPidOne) {
  EXPECT_EQ(KindsOf(WithPidOne(Trade::kNode, Reception::kCaught)),
            std::vector<Kind>{Kind::kTermUnsure});
}

TEST(Judge, FindsACommandThatIgnoresTermOrDoesNotTakeIt) {
  EXPECT_EQ(KindsOf(WithCommand(Trade::kOther, Reception::kIgnored)),
            std::vector<Kind>{Kind::kTermIgnored});
  EXPECT_EQ(KindsOf(WithCommand(Trade::kOther, Reception::kStuck)),
            std::vector<Kind>{Kind::kTermStuck});
}

TEST(Judge, LetsAShellIgnoreTermWhereSomebodyTypes) {
  ContainerFacts facts = WithCommand(Trade::kShell, Reception::kIgnored);
  EXPECT_EQ(KindsOf(facts), std::vector<Kind>{Kind::kTermIgnored});
  facts.command.process.has_terminal = true;
  EXPECT_EQ(KindsOf(facts), kNothing);
  facts.command.trade = Trade::kOther;
  EXPECT_EQ(KindsOf(facts), std::vector<Kind>{Kind::kTermIgnored});
}

TEST(Judge, FindsAShellBetweenInitAndApplication) {
  ContainerFacts facts = WithCommand(Trade::kShell, Reception::kDefault);
  EXPECT_EQ(KindsOf(facts), kNothing) << "it runs nothing";
  facts.application = Someone(8, 7, "node");
  const Findings findings = Judge(facts);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, Kind::kShell);
  EXPECT_EQ(findings[0].who.pid, Pid{8});
  EXPECT_EQ(findings[0].who.name.text(), "node");
  EXPECT_EQ(findings[0].parent.pid, Pid{7});
  facts.command.term = Reception::kCaught;
  EXPECT_EQ(KindsOf(facts), kNothing) << "it has a trap";
  facts.command.term = Reception::kUnknown;
  EXPECT_EQ(KindsOf(facts), kNothing);
  facts.command = As(Trade::kOther, Reception::kDefault, 7);
  EXPECT_EQ(KindsOf(facts), kNothing);
}

TEST(Judge, FindsAShellThatIsPidOneItself) {
  ContainerFacts facts = WithPidOne(Trade::kShell, Reception::kDefault);
  facts.application = Someone(8, 1, "node");
  EXPECT_EQ(KindsOf(facts), (std::vector<Kind>{Kind::kTermLost, Kind::kShell}));
}

TEST(Judge, TellsOfSixteenCasesAndCountsAll) {
  ContainerFacts facts = WithCommand(Trade::kOther, Reception::kCaught);
  for (int pid = 100; pid < 120; ++pid) {
    Finding zombie{Kind::kZombie, {{pid}, Called("z")}, {{7}, Called("app")}};
    facts.cases[static_cast<std::size_t>(Suspicion::kZombie)].Add(zombie);
    facts.cases[static_cast<std::size_t>(Suspicion::kOutOfReach)].Add(
        {Kind::kOutOfReach, {{pid}, Called("o")}, {}});
  }
  const Findings findings = Judge(facts);
  ASSERT_EQ(findings.size(), 2 * Cases::kMost);
  EXPECT_EQ(findings[0].kind, Kind::kZombie);
  EXPECT_EQ(findings[0].parent.pid, Pid{7});
  EXPECT_EQ(findings[Cases::kMost].kind, Kind::kOutOfReach);
  EXPECT_EQ(facts.cases[0].count, 20U);
}

ContainerFacts Counting(Figure figure, std::uint64_t count, Figure limit_of, std::uint64_t limit) {
  ContainerFacts facts = WithCommand(Trade::kOther, Reception::kCaught);
  facts.figures[static_cast<std::size_t>(figure)] = count;
  facts.figures[static_cast<std::size_t>(limit_of)] = limit;
  return facts;
}

TEST(Judge, FindsThatTheLimitOfPidsIsNearWithoutCountingUs) {
  const auto kinds = [](std::uint64_t count, std::uint64_t limit) {
    return KindsOf(Counting(Figure::kPids, count, Figure::kPidsLimit, limit));
  };
  EXPECT_EQ(kinds(90, 100), kNothing);
  EXPECT_EQ(kinds(91, 100), std::vector<Kind>{Kind::kPids});
  EXPECT_EQ(kinds(2, 1), std::vector<Kind>{Kind::kPids});
  EXPECT_EQ(kinds(1, 1), kNothing);
  EXPECT_EQ(kinds(9, 9), kNothing);
  EXPECT_EQ(kinds(1000000, kUnlimited), kNothing);
}

TEST(Judge, FindsThatMemoryIsShortWithoutTheCacheThatIsGivenBack) {
  constexpr std::uint64_t kMiB = 1 << 20U;
  ContainerFacts facts = Counting(Figure::kMemory, 95 * kMiB, Figure::kMemoryLimit, 100 * kMiB);
  const Findings findings = Judge(facts);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, Kind::kMemory);
  EXPECT_EQ(findings[0].count, 95U);
  EXPECT_EQ(findings[0].limit, 100U);
  facts.figures[static_cast<std::size_t>(Figure::kIdleCache)] = 6 * kMiB;
  EXPECT_EQ(KindsOf(facts), kNothing);
  facts.figures[static_cast<std::size_t>(Figure::kIdleCache)] = 600 * kMiB;
  EXPECT_EQ(KindsOf(facts), kNothing) << "read at another moment";
  facts.figures[static_cast<std::size_t>(Figure::kMemoryLimit)] = kUnlimited;
  EXPECT_EQ(KindsOf(facts), kNothing);
}

TEST(Judge, FindsThatMemoryRanOut) {
  ContainerFacts facts = Counting(Figure::kOomKills, 0, Figure::kMemoryLimit, kUnlimited);
  EXPECT_EQ(KindsOf(facts), kNothing);
  facts.figures[static_cast<std::size_t>(Figure::kOomKills)] = 3;
  const Findings findings = Judge(facts);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, Kind::kOomKills);
  EXPECT_EQ(findings[0].count, 3U);
}

TEST(Judge, HasRoomForEverythingAtOnce) {
  ContainerFacts facts = WithPidOne(Trade::kOther, Reception::kIgnored);
  facts.command = As(Trade::kShell, Reception::kDefault, 7);
  facts.application = Someone(8, 7);
  for (std::size_t i = 0; i < kSuspicions; ++i) {
    for (std::size_t one = 0; one <= Cases::kMost; ++one) {
      facts.cases[i].Add({Kind::kZombie, {{9}, {}}, {{7}, {}}});
    }
  }
  facts.figures.fill(std::uint64_t{10} << 20U);
  facts.figures[static_cast<std::size_t>(Figure::kIdleCache)] = 0;
  EXPECT_EQ(Judge(facts).size(), 2 * Cases::kMost + 5);
}

}  // namespace
}  // namespace dumb_init::core
