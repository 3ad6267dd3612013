// What can happen in an exploration, and how it may begin.
#include "unit/core/alphabet.h"

#include <csignal>
#include <cstddef>

namespace dumb_init::core {
namespace {

constexpr Payload kValue{true, 9, 1000, 42};

// One for each choice among these signals.
std::vector<SignalSet> SubsetsOf(const std::vector<int>& signals) {
  std::vector<SignalSet> subsets{SignalSet{}};
  for (const int number : signals) {
    const std::size_t size = subsets.size();
    for (std::size_t i = 0; i < size; ++i) {
      subsets.push_back(subsets[i].With({number}));
    }
  }
  return subsets;
}

}  // namespace

std::vector<Event> EventsOf(const std::vector<int>& signals, const std::vector<Ending>& endings) {
  std::vector<Event> events;
  for (const int number : signals) {
    for (const Origin origin :
         {Origin::kProcess, Origin::kKernel, Origin::kKernelToGroup, Origin::kOurselves}) {
      events.push_back(SignalArrived{{number}, origin});
    }
    events.push_back(SignalArrived{{number}, Origin::kProcess, kValue});
    events.push_back(TimerExpired{{Timer::Kind::kHold, {number}}, kValue});
  }
  events.push_back(SignalArrived{{SIGCHLD}, Origin::kKernel});
  events.push_back(SignalArrived{{SIGCHLD}, Origin::kProcess, kValue});
  for (const int number : {SIGTSTP, SIGTTIN, SIGTTOU, SIGSTOP}) {
    events.push_back(CommandStopped{{number}});
  }
  for (const Rest rest : {Rest::kChildren, Rest::kOthers, Rest::kNobody}) {
    events.push_back(RestSeen{rest});
  }
  for (const Timer::Kind kind : {Timer::Kind::kKillAfter, Timer::Kind::kGrace,
                                 Timer::Kind::kLookAgain, Timer::Kind::kLeftovers}) {
    events.push_back(TimerExpired{{kind}});
  }
  for (const Ending& ending : endings) {
    events.push_back(ProcessEnded{kExploredCommand, ending});
  }
  events.push_back(ProcessEnded{kExploredStranger, Exited{3}});
  events.push_back(ProcessEnded{kExploredStranger, Killed{{SIGTERM}}});
  return events;
}

std::vector<State> OlderStarts(const std::vector<int>& signals) {
  std::vector<State> starts;
  for (const SignalSet& older : SubsetsOf(signals)) {
    State start;
    start.older_than_command = older;
    starts.push_back(start);
  }
  return starts;
}

std::vector<State> ForwardedStarts(const std::vector<int>& signals) {
  std::vector<State> starts;
  for (const SignalSet& forwarded : SubsetsOf(signals)) {
    State start;
    start.forwarded = forwarded;
    starts.push_back(start);
  }
  return starts;
}

}  // namespace dumb_init::core
