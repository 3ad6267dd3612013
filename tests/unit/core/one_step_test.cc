// Every decision is lawful: one step for each signal there is, each rewrite and each end.
#include <csignal>
#include <vector>

#include <gtest/gtest.h>

#include "core/machine.h"
#include "support/printers.h"
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

constexpr Pid kCommand{2};
constexpr Origin kOrigins[] = {Origin::kProcess, Origin::kKernel, Origin::kKernelToGroup,
                               Origin::kOurselves};

Config Telling(Scope scope) {
  Config config;
  config.command = kCommand;
  config.scope = scope;
  return config;
}

// All 64 signals, each rewritten to every other and to none, in every scope and from everywhere.
class OneStepOf : public testing::TestWithParam<Scope> {};

TEST_P(OneStepOf, KeepsTheLawsForEverySignalAndEveryRewrite) {
  for (int from = kLowestSignal; from <= kHighestSignal; ++from) {
    for (int to = 0; CanBeCaught({from}) && to <= kHighestSignal; ++to) {
      Rewrites rewrites;
      rewrites.Set({from}, {to});
      for (const Pid init : {kPidOne, Pid{90}}) {
        Config config = Telling(GetParam());
        config.rewrites = rewrites;
        config.self_stop = init == kPidOne ? Config::SelfStop::kRefused : Config::SelfStop::kWorks;
        for (const Origin origin : kOrigins) {
          for (const SignalSet& older : {SignalSet{}, SignalSet::All()}) {
            State before;
            before.older_than_command = older;
            const Event event = SignalArrived{{from}, origin};
            const Step step = Advance(config, before, event);
            ASSERT_EQ(BrokenLaw(config, before, event, step), "")
                << "with " << from << ":" << to << ", " << before << " -> " << event << " gave "
                << step.actions << " and " << step.next;
          }
        }
      }
    }
  }
}

TEST(OneStep, KeepsTheLawsForEverySignalWithoutACommand) {
  const Config config = ConfigFor({}, {kPidOne}, kNobody);
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    for (const Origin origin : kOrigins) {
      const Event event = SignalArrived{{number}, origin};
      const Step step = Advance(config, {}, event);
      ASSERT_EQ(BrokenLaw(config, {}, event, step), "") << event << " gave " << step.actions;
    }
  }
}

// What may have gone out before an end with this status: nothing, all, what it names, all else.
std::vector<SignalSet> ForwardedBefore(int status) {
  const Signal told{status - kSignalBase};
  if (told.number < kLowestSignal || told.number > kHighestSignal) {
    return {SignalSet{}, SignalSet::All()};
  }
  return {SignalSet{}, SignalSet::All(), SignalSet{}.With(told), SignalSet::All().Without(told)};
}

void ExpectLawfulEnd(const Config& config, const Ending& ending) {
  for (const SignalSet& forwarded : ForwardedBefore(StatusOf(ending))) {
    for (const auto our_kill : {State::OurKill::kNotSent, State::OurKill::kSent}) {
      State before;
      before.forwarded = forwarded;
      before.our_kill = our_kill;
      const Event event = ProcessEnded{kCommand, ending};
      const Step step = Advance(config, before, event);
      ASSERT_EQ(BrokenLaw(config, before, event, step), "")
          << before << " -> " << event << " gave " << step.actions;
    }
  }
}

TEST_P(OneStepOf, KeepsTheLawsForEveryEndOfTheCommand) {
  OkExits stop;
  stop.AddStop();
  OkExits some;
  some.Add(0);
  some.Add(143);
  for (const OkExits& ok_exits : {OkExits{}, stop, some}) {
    Config config = Telling(GetParam());
    config.ok_exits = ok_exits;
    for (int code = 0; code < 256; ++code) {
      ExpectLawfulEnd(config, Exited{static_cast<ShellCode>(code)});
    }
    for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
      ExpectLawfulEnd(config, Killed{{number}});
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, OneStepOf, testing::Values(Scope::kGroup, Scope::kCommand),
                         [](const auto& test) {
                           return test.param == Scope::kGroup ? "Group" : "CommandAlone";
                         });

}  // namespace
}  // namespace dumb_init::core
