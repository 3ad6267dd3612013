// Every decision is lawful: from every start, every event in every state that can be reached, for
// every configuration that changes the policy.
#include <csignal>
#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/machine.h"
#include "support/printers.h"
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

constexpr Pid kCommand{2};
constexpr Pid kStranger{7};
constexpr Origin kOrigins[] = {Origin::kProcess, Origin::kKernel, Origin::kKernelToGroup,
                               Origin::kOurselves};

// The state remembers sets of signals, so with all 64 it would have 2^128 values. The policy knows
// only kinds of signals, and no signal changes what it does about another; so one of each kind
// visits every combination: a terminal signal, a terminal stop, the farewell, one that is nothing
// special, and SIGCHLD. one_step_test.cc has all 64.
struct Alphabet {
  std::string_view name;
  int interrupt;
  int stop;
  int ordinary;
};
constexpr Alphabet kAlphabets[] = {{"IntTstpCont", SIGINT, SIGTSTP, SIGCONT},
                                   {"QuitTtinHup", SIGQUIT, SIGTTIN, SIGHUP},
                                   {"WinchTtouLast", SIGWINCH, SIGTTOU, 64}};

// What -r may do to the special signals.
enum class Rewriting {
  kNone,
  kFarewellDropped,
  kFarewellKills,
  kInterruptIsFarewell,
  kStopDropped,
  kStopStays,
  kStopIsFarewell,
  kOrdinaryStops,
};
constexpr std::pair<Rewriting, std::string_view> kRewritings[] = {
    {Rewriting::kNone, "None"},
    {Rewriting::kFarewellDropped, "FarewellDropped"},
    {Rewriting::kFarewellKills, "FarewellKills"},
    {Rewriting::kInterruptIsFarewell, "InterruptIsFarewell"},
    {Rewriting::kStopDropped, "StopDropped"},
    {Rewriting::kStopStays, "StopStays"},
    {Rewriting::kStopIsFarewell, "StopIsFarewell"},
    {Rewriting::kOrdinaryStops, "OrdinaryStops"},
};

Rewrites RewritesOf(Rewriting rewriting, const Alphabet& alphabet) {
  Rewrites rewrites;
  switch (rewriting) {
    case Rewriting::kNone:
      break;
    case Rewriting::kFarewellDropped:
      rewrites.Set({SIGTERM}, kNoSignal);
      break;
    case Rewriting::kFarewellKills:
      rewrites.Set({SIGTERM}, {SIGKILL});
      break;
    case Rewriting::kInterruptIsFarewell:
      rewrites.Set({alphabet.interrupt}, {SIGTERM});
      break;
    case Rewriting::kStopDropped:
      rewrites.Set({alphabet.stop}, kNoSignal);
      break;
    case Rewriting::kStopStays:
      rewrites.Set({alphabet.stop}, {alphabet.stop});
      break;
    case Rewriting::kStopIsFarewell:
      rewrites.Set({alphabet.stop}, {SIGTERM});
      break;
    case Rewriting::kOrdinaryStops:
      rewrites.Set({alphabet.ordinary}, {SIGSTOP});
      break;
  }
  return rewrites;
}

// How a process may end. Where limits multiply the states, one of each kind will do.
enum class Endings { kAll, kOneOfEachKind };

void AddEndings(const Alphabet& alphabet, Endings endings, std::vector<Event>& events) {
  const bool all = endings == Endings::kAll;
  for (const Pid pid : {kCommand, kStranger}) {
    for (const int code : all ? std::vector{0, 1, 143, 255} : std::vector{1, 143}) {
      events.push_back(ProcessEnded{pid, Exited{static_cast<ShellCode>(code)}});
    }
    for (const int number : all ? std::vector{alphabet.interrupt, alphabet.ordinary, SIGTERM,
                                              SIGKILL, SIGPIPE, SIGSEGV}
                                : std::vector{SIGTERM, SIGKILL, SIGPIPE}) {
      events.push_back(ProcessEnded{pid, Killed{{number}}});
    }
    if (all) {
      events.push_back(ProcessEnded{pid, Killed{{SIGSEGV}, CoreDump::kWritten}});
    }
  }
}

std::vector<Event> EventsOf(const Alphabet& alphabet, Endings endings = Endings::kAll) {
  constexpr Payload kValue{true, 9, 1000, 42};
  std::vector<Event> events;
  for (const int number :
       {alphabet.interrupt, alphabet.stop, alphabet.ordinary, SIGTERM, SIGCHLD}) {
    for (const Origin origin : kOrigins) {
      events.push_back(SignalArrived{{number}, origin});
    }
    events.push_back(SignalArrived{{number}, Origin::kProcess, kValue});
  }
  for (const int number : {alphabet.stop, SIGSTOP}) {
    events.push_back(CommandStopped{{number}});
  }
  for (const Rest rest : {Rest::kChildren, Rest::kOthers, Rest::kNobody}) {
    events.push_back(RestSeen{rest});
  }
  for (const Timer::Kind kind : {Timer::Kind::kKillAfter, Timer::Kind::kGrace,
                                 Timer::Kind::kLookAgain, Timer::Kind::kLeftovers}) {
    events.push_back(TimerExpired{{kind}});
  }
  for (const int number : {alphabet.interrupt, alphabet.ordinary, SIGTERM}) {
    events.push_back(TimerExpired{{Timer::Kind::kHold, {number}}, kValue});
  }
  AddEndings(alphabet, endings, events);
  return events;
}

// Every set of signals that may have been waiting before there was a command.
std::vector<State> StartsOf(const Alphabet& alphabet) {
  std::vector<State> starts;
  for (unsigned choice = 0; choice < 16; ++choice) {
    State start;
    unsigned bit = 1;
    for (const int number : {alphabet.interrupt, alphabet.stop, alphabet.ordinary, SIGTERM}) {
      if ((choice & bit) != 0) {
        start.older_than_command = start.older_than_command.With({number});
      }
      bit <<= 1;
    }
    starts.push_back(start);
  }
  return starts;
}

// A state that was reached and the timers that run in it, and how: the event that led there, from
// where. Breadth comes first, so this way is the shortest.
struct Place {
  State state;
  std::set<Timer> timers;
  friend auto operator<=>(const Place&, const Place&) = default;
};
struct Arrival {
  const Place* from = nullptr;
  const Event* by = nullptr;
};
using Reached = std::map<Place, Arrival>;

std::string WayTo(const Reached& reached, const Place& place) {
  const Arrival& arrival = reached.at(place);
  std::ostringstream way;
  if (arrival.from == nullptr) {
    way << "start with older " << place.state.older_than_command;
  } else {
    way << WayTo(reached, *arrival.from) << " -> " << *arrival.by;
  }
  return way.str();
}

std::set<Timer> TimersAfter(std::set<Timer> timers, const Event& event, const Actions& actions) {
  if (const auto* const expired = std::get_if<TimerExpired>(&event)) {
    timers.erase(expired->timer);
  }
  for (const Action& action : actions) {
    if (const auto* const start = std::get_if<StartTimer>(&action)) {
      timers.insert(start->timer);
    } else if (const auto* const stop = std::get_if<StopTimer>(&action)) {
      timers.erase(stop->timer);
    } else if (std::holds_alternative<StopTimers>(action) || std::holds_alternative<Exit>(action)) {
      timers.clear();
    }
  }
  return timers;
}

// Every run ends: what is waited for has a timer, and no timer runs for nothing.
std::string_view BrokenTimers(const Config& config, const Place& place) {
  const State& state = place.state;
  std::set<Timer> wanted;
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    if (state.held.Has({number})) {
      wanted.insert({Timer::Kind::kHold, {number}});
    }
  }
  if (state.phase == Phase::kRunning && state.stop == State::Stop::kForwarded &&
      state.our_kill == State::OurKill::kNotSent) {
    wanted.insert({Timer::Kind::kKillAfter});
  }
  if (state.phase == Phase::kEnding) {
    wanted.insert({Timer::Kind::kGrace});
  }
  if (state.phase == Phase::kKilling) {
    wanted.insert({Timer::Kind::kLeftovers});
  }
  std::set<Timer> running = place.timers;
  if (state.phase == Phase::kEnding || state.phase == Phase::kKilling) {
    running.erase({Timer::Kind::kLookAgain});
  }
  if (state.our_kill == State::OurKill::kSent && !config.kill_after) {
    return "nobody is killed whose time was not limited";
  }
  return running != wanted ? "the timers that run are those that are needed" : "";
}

bool CanHappen(const Place& place, const Event& event) {
  const auto* const expired = std::get_if<TimerExpired>(&event);
  return expired == nullptr || place.timers.contains(expired->timer);
}

void Explore(const Config& config, const std::vector<Event>& events,
             const std::vector<State>& starts, Reached& reached) {
  std::deque<const Place*> frontier;
  for (const State& start : starts) {
    frontier.push_back(&reached.emplace(Place{start, {}}, Arrival{}).first->first);
  }
  while (!frontier.empty()) {
    const Place& before = *frontier.front();
    frontier.pop_front();
    ASSERT_EQ(BrokenTimers(config, before), "") << WayTo(reached, before) << ": " << before.state;
    for (const Event& event : events) {
      const Step step = Advance(config, before.state, event);
      const std::string_view broken = BrokenLaw(config, before.state, event, step);
      ASSERT_EQ(broken, "") << WayTo(reached, before) << " -> " << event << " gave " << step.actions
                            << " and " << step.next;
      if (!CanHappen(before, event)) {
        continue;
      }
      Place after{step.next, TimersAfter(before.timers, event, step.actions)};
      const auto [place, is_new] = reached.emplace(std::move(after), Arrival{&before, &event});
      if (is_new) {
        frontier.push_back(&place->first);
      }
    }
  }
}

// The roles: who leads what, and who is told goodbye.
std::vector<Settings> RolesWith(const Rewrites& rewrites) {
  std::vector<Settings> roles;
  for (const Scope scope : {Scope::kGroup, Scope::kCommand}) {
    for (const Leads leads : {Leads::kSession, Leads::kGroup, Leads::kNothing}) {
      Settings settings;
      settings.scope = scope;
      settings.leads = leads;
      settings.farewell = leads == Leads::kGroup ? Farewell::kNone : Farewell::kTerm;
      settings.rewrites = rewrites;
      roles.push_back(settings);
    }
  }
  return roles;
}

// The ways to limit times, alone and together.
std::vector<Settings> LimitsOf(const Settings& settings, const Alphabet& alphabet) {
  Settings grace = settings;
  grace.grace = Duration{5000};
  Settings kill_after = settings;
  kill_after.kill_after = Duration{3000};
  kill_after.stop_signal = {alphabet.ordinary};
  Settings delay = settings;
  delay.delays.Set({SIGTERM}, {2000});
  delay.delays.Set({alphabet.interrupt}, {1000});
  Settings all = delay;
  all.grace = grace.grace;
  all.kill_after = kill_after.kill_after;
  Settings told = all;
  told.report_file = "/report";
  Settings quiet = grace;
  quiet.death_report = DeathReport::kNever;
  return {grace, kill_after, delay, all, told, quiet};
}

// What changes the end without changing the way there: everything as it is by default, all the
// other way round, or everything told.
std::vector<Settings> EndingsOf(const Settings& settings) {
  Settings changed = settings;
  changed.death_report = DeathReport::kNever;
  changed.reap_report = ReapReport::kEach;
  changed.ok_exits.AddStop();
  changed.ok_exits.Add(1);
  Settings told = settings;
  told.verbosity = Verbosity::kVerbose;
  told.report_file = "/report";
  return {settings, changed, told};
}

void AddConfigs(const Settings& settings, std::vector<Config>& configs) {
  for (const Pid init : {kPidOne, Pid{90}}) {
    configs.push_back(ConfigFor(settings, {init}, kCommand));
    configs.push_back(ConfigFor(
        settings,
        {init, Surroundings::StandardInput::kTerminal, Surroundings::Terminal::kControlling},
        kCommand));
    configs.push_back(ConfigFor(settings, {init}, kNobody));
  }
}

std::vector<Config> ConfigsFor(const Rewrites& rewrites) {
  std::vector<Config> configs;
  for (const Settings& role : RolesWith(rewrites)) {
    for (const Settings& settings : EndingsOf(role)) {
      AddConfigs(settings, configs);
    }
  }
  return configs;
}

// Limits multiply the states. What is older than the command, and where we are, has nothing to do
// with them.
std::vector<Config> LimitedConfigsFor(const Rewrites& rewrites, const Alphabet& alphabet) {
  std::vector<Config> configs;
  for (const Settings& role : RolesWith(rewrites)) {
    const bool own_group = role.leads == Leads::kGroup && role.scope == Scope::kCommand;
    const bool session = role.leads == Leads::kSession && role.scope == Scope::kGroup;
    for (const Settings& settings : LimitsOf(role, alphabet)) {
      if (own_group || session) {
        configs.push_back(ConfigFor(
            settings,
            {{90}, Surroundings::StandardInput::kTerminal, Surroundings::Terminal::kControlling},
            kCommand));
      }
    }
  }
  return configs;
}

using Case = std::tuple<Alphabet, std::pair<Rewriting, std::string_view>>;

class Exploration : public testing::TestWithParam<Case> {};

void ExploreAll(const std::vector<Config>& configs, const std::vector<Event>& events,
                const std::vector<State>& starts) {
  for (const Config& config : configs) {
    Reached reached;
    Explore(config, events, starts, reached);
    ASSERT_FALSE(testing::Test::HasFatalFailure())
        << (config.scope == Scope::kGroup ? "group" : "command alone") << ", stopping itself "
        << (config.self_stop == Config::SelfStop::kWorks ? "works" : "is refused")
        << ", expected deaths " << config.expected_deaths << (config.grace ? ", with a grace" : "")
        << (config.kill_after ? ", with a limit" : "");
  }
}

TEST_P(Exploration, EveryReachableStateKeepsTheLaws) {
  const auto& [alphabet, rewriting] = GetParam();
  ExploreAll(ConfigsFor(RewritesOf(rewriting.first, alphabet)), EventsOf(alphabet),
             StartsOf(alphabet));
}

TEST_P(Exploration, LimitsOfTimeKeepTheLaws) {
  const auto& [alphabet, rewriting] = GetParam();
  ExploreAll(LimitedConfigsFor(RewritesOf(rewriting.first, alphabet), alphabet),
             EventsOf(alphabet, Endings::kOneOfEachKind), {State{}});
}

INSTANTIATE_TEST_SUITE_P(All, Exploration,
                         testing::Combine(testing::ValuesIn(kAlphabets),
                                          testing::ValuesIn(kRewritings)),
                         [](const auto& test) {
                           return std::string(std::get<0>(test.param).name) +
                                  std::string(std::get<1>(test.param).second);
                         });

TEST(ReachableStates, AreAsManyAsThereShouldBe) {
  Reached reached;
  Explore(ConfigFor({}, {}, kCommand), EventsOf(kAlphabets[0]), StartsOf(kAlphabets[0]), reached);
  // INT, CONT and TERM: each waits since before the command, or went out, or neither: 3 x 3 x 3.
  // TSTP: waits since before the command, or any of: went out as STOP, the command had it: 1 + 4.
  // The kernel reaps since an orphan ended, or none has. And each of these states has its end.
  EXPECT_EQ(reached.size(), 3u * 3u * 3u * 5u * 2u * 2u)
      << "the number of reachable states changed: intended?";
}

}  // namespace
}  // namespace dumb_init::core
