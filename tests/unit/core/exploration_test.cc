// Every decision is lawful: from every start, every event in every state that can be reached, for
// every configuration that changes the policy.
#include <csignal>
#include <cstddef>
#include <deque>
#include <map>
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

std::vector<Event> EventsOf(const Alphabet& alphabet) {
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
  for (const Pid pid : {kCommand, kStranger}) {
    for (const int code : {0, 1, 143, 255}) {
      events.push_back(ProcessEnded{pid, Exited{static_cast<ShellCode>(code)}});
    }
    for (const int number :
         {alphabet.interrupt, alphabet.ordinary, SIGTERM, SIGKILL, SIGPIPE, SIGSEGV}) {
      events.push_back(ProcessEnded{pid, Killed{{number}}});
    }
    events.push_back(ProcessEnded{pid, Killed{{SIGSEGV}, CoreDump::kWritten}});
  }
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

// A state that was reached, and how: the event that led there, from which state. Breadth comes
// first, so this way is the shortest.
struct Arrival {
  const State* from = nullptr;
  const Event* by = nullptr;
};
using Reached = std::map<State, Arrival>;

std::string WayTo(const Reached& reached, const State& state) {
  const Arrival& arrival = reached.at(state);
  std::ostringstream way;
  if (arrival.from == nullptr) {
    way << "start with older " << state.older_than_command;
  } else {
    way << WayTo(reached, *arrival.from) << " -> " << *arrival.by;
  }
  return way.str();
}

void Explore(const Config& config, const Alphabet& alphabet, Reached& reached) {
  const std::vector<Event> events = EventsOf(alphabet);
  std::deque<const State*> frontier;
  for (const State& start : StartsOf(alphabet)) {
    frontier.push_back(&reached.emplace(start, Arrival{}).first->first);
  }
  while (!frontier.empty()) {
    const State& before = *frontier.front();
    frontier.pop_front();
    for (const Event& event : events) {
      const Step step = Advance(config, before, event);
      const std::string_view broken = BrokenLaw(config, before, event, step);
      ASSERT_EQ(broken, "") << WayTo(reached, before) << " -> " << event << " gave " << step.actions
                            << " and " << step.next;
      const auto [place, is_new] = reached.emplace(step.next, Arrival{&before, &event});
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

// What changes the end without changing the way there: everything as it is by default, or all the
// other way round.
std::vector<Settings> EndingsOf(const Settings& settings) {
  Settings changed = settings;
  changed.death_report = DeathReport::kNever;
  changed.reap_report = ReapReport::kEach;
  changed.ok_exits.AddStop();
  changed.ok_exits.Add(1);
  return {settings, changed};
}

std::vector<Config> ConfigsFor(const Rewrites& rewrites) {
  std::vector<Config> configs;
  for (const Settings& role : RolesWith(rewrites)) {
    for (const Settings& settings : EndingsOf(role)) {
      for (const Pid init : {kPidOne, Pid{90}}) {
        configs.push_back(ConfigFor(settings, {init}, kCommand));
        configs.push_back(ConfigFor(
            settings,
            {init, Surroundings::StandardInput::kTerminal, Surroundings::Terminal::kControlling},
            kCommand));
        configs.push_back(ConfigFor(settings, {init}, kNobody));
      }
    }
  }
  return configs;
}

using Case = std::tuple<Alphabet, std::pair<Rewriting, std::string_view>>;

class Exploration : public testing::TestWithParam<Case> {};

TEST_P(Exploration, EveryReachableStateKeepsTheLaws) {
  const auto& [alphabet, rewriting] = GetParam();
  for (const Config& config : ConfigsFor(RewritesOf(rewriting.first, alphabet))) {
    Reached reached;
    Explore(config, alphabet, reached);
    ASSERT_FALSE(HasFatalFailure())
        << (config.scope == Scope::kGroup ? "group" : "command alone") << ", stopping itself "
        << (config.self_stop == Config::SelfStop::kWorks ? "works" : "is refused")
        << ", expected deaths " << config.expected_deaths;
  }
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
  Explore(ConfigFor({}, {}, kCommand), kAlphabets[0], reached);
  // INT, CONT and TERM: each waits since before the command, or went out, or neither: 3 x 3 x 3.
  // TSTP: waits since before the command, or any of: went out as STOP, the command had it: 1 + 4.
  // And each of these states has its end.
  EXPECT_EQ(reached.size(), 3u * 3u * 3u * 5u * 2u)
      << "the number of reachable states changed: intended?";
}

}  // namespace
}  // namespace dumb_init::core
