// Every decision is lawful: one step for each signal there is, each rewrite and each end.
#include <csignal>

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
class OneStep : public testing::TestWithParam<Scope> {};

TEST_P(OneStep, KeepsTheLawsForEverySignalAndEveryRewrite) {
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

TEST_P(OneStep, KeepsTheLawsForEveryEndOfTheCommand) {
  OkExits stop;
  stop.AddStop();
  OkExits some;
  some.Add(0);
  some.Add(143);
  for (const OkExits& ok_exits : {OkExits{}, stop, some}) {
    Config config = Telling(GetParam());
    config.ok_exits = ok_exits;
    for (int value = 0; value < 256; ++value) {
      for (const SignalSet& forwarded : {SignalSet{}, SignalSet::All()}) {
        State before;
        before.forwarded = forwarded;
        const bool killed = value >= 1 && value <= 64;
        const Event exited = ProcessEnded{kCommand, Exited{static_cast<ShellCode>(value)}};
        const Event died = ProcessEnded{kCommand, Killed{{killed ? value : SIGKILL}}};
        for (const Event& event : {exited, died}) {
          const Step step = Advance(config, before, event);
          ASSERT_EQ(BrokenLaw(config, before, event, step), "") << event << " " << step.actions;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, OneStep, testing::Values(Scope::kGroup, Scope::kCommand),
                         [](const auto& test) {
                           return test.param == Scope::kGroup ? "Group" : "CommandAlone";
                         });

}  // namespace
}  // namespace dumb_init::core
