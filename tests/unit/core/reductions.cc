// Why a part stands for all: each reason is tried at every step.
#include "unit/core/reductions.h"

#include <csignal>
#include <variant>

#include "base/match.h"
#include "unit/core/exchange.h"

namespace dumb_init::core {
namespace {

constexpr Reduction kScope{
    "whom signals go to changes no decision",
    "Scope and group are for whoever obeys: the policy never looks at them."};
constexpr Reduction kRouting{"what is done about a signal depends on no setting of the ending half",
                             "Reports, statuses, who reaps, the farewell."};
constexpr Reduction kEnding{"what is done about an end depends on no setting of the routing half",
                            "Rewrites, delays, --kill-after, whether we can stop."};
constexpr Reduction kAnother{"no signal looks at another",
                             "What is done about one depends on no rewrite, delay, hold or history "
                             "of any other; and once the command has ended on no history at all."};
constexpr Reduction kAlike{"signals of a kind are alike",
                           "TSTP, TTIN and TTOU; QUIT and WINCH; all that no rule names: with two "
                           "of them exchanged everywhere the answer is the same, exchanged."};
constexpr Reduction kAll[] = {kScope, kRouting, kEnding, kAnother, kAlike};

constexpr Duration kOtherTime{7};

Config WithOtherScope(Config config) {
  config.scope = config.scope == Scope::kAll ? Scope::kCommand : Scope::kAll;
  config.group = config.group == Config::Group::kOwn ? Config::Group::kOurs : Config::Group::kOwn;
  return config;
}

Config WithOtherEnding(Config config) {
  using Report = Config::Report;
  config.farewell = config.farewell == kNoSignal ? Signal{SIGUSR2} : kNoSignal;
  config.report = config.report == Report::kNever ? Report::kAlways : Report::kNever;
  config.report_file = config.report_file == Config::ReportFile::kNone ? Config::ReportFile::kWanted
                                                                       : Config::ReportFile::kNone;
  config.expected_deaths = SignalSet::FromBits(~config.expected_deaths.bits());
  config.reap_report =
      config.reap_report == ReapReport::kEach ? ReapReport::kNever : ReapReport::kEach;
  config.kernel_reaping = config.kernel_reaping == Config::KernelReaping::kAllowed
                              ? Config::KernelReaping::kForbidden
                              : Config::KernelReaping::kAllowed;
  OkExits others;
  for (int status = 0; status < 256; ++status) {
    if (!config.ok_exits.Has(static_cast<ShellCode>(status))) {
      others.Add(static_cast<ShellCode>(status));
    }
  }
  if (!config.ok_exits.has_stop()) {
    others.AddStop();
  }
  config.ok_exits = others;
  return config;
}

// Every signal but `kept` is rewritten and held in another way.
Config WithOthersChanged(Config config, int kept) {
  Delays delays;
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    const auto delay = config.delays.Of({number});
    if (number == kept) {
      if (delay) {
        delays.Set({number}, *delay);
      }
      continue;
    }
    const bool goes_out = config.rewrites.Apply({number}) != kNoSignal;
    config.rewrites.Set({number}, goes_out ? kNoSignal : Signal{SIGUSR2});
    if (!delay) {
      delays.Set({number}, kOtherTime);
    }
  }
  config.delays = delays;
  return config;
}

Config WithOtherRouting(const Config& before) {
  Config config = WithOthersChanged(before, 0);
  config.kill_after = config.kill_after ? std::nullopt : std::optional(kOtherTime);
  config.self_stop = config.self_stop == Config::SelfStop::kWorks ? Config::SelfStop::kRefused
                                                                  : Config::SelfStop::kWorks;
  return config;
}

// The signal that an event is about; 0: none.
int SubjectOf(const Event& event) {
  if (const auto* const arrived = std::get_if<SignalArrived>(&event)) {
    return arrived->signal.number;
  }
  const auto* const expired = std::get_if<TimerExpired>(&event);
  return expired != nullptr && expired->timer.kind == Timer::Kind::kHold
             ? expired->timer.signal.number
             : 0;
}

// Those whose having gone out may matter to what is done about this event, or changes with it.
SignalSet Involved(const Config& config, const Event& event) {
  SignalSet involved = SignalSet{}.With({SIGKILL});
  if (const int subject = SubjectOf(event)) {
    involved = involved.With({subject});
    const Signal outgoing = config.rewrites.Apply({subject});
    return outgoing == kNoSignal ? involved : involved.With(outgoing);
  }
  if (const auto* const ended = std::get_if<ProcessEnded>(&event)) {
    const int told = StatusOf(ended->ending) - kSignalBase;
    if (told >= kLowestSignal && told <= kHighestSignal) {
      involved = involved.With({told});
    }
  }
  return involved;
}

SignalSet Toggled(const SignalSet& set, const SignalSet& kept) {
  return SignalSet::FromBits(set.bits() ^ ~kept.bits());
}

void ChangePast(State& state) {
  state.groups =
      state.groups == State::Groups::kStopped ? State::Groups::kRunning : State::Groups::kStopped;
}

}  // namespace

std::span<const Reduction> Reductions() { return kAll; }

Reducer::Reducer(const Config& config, const Subject* subject, std::size_t turn)
    : config_(config),
      other_scope_(WithOtherScope(config)),
      other_ending_(WithOtherEnding(config)),
      other_routing_(WithOtherRouting(config)) {
  if (subject != nullptr && !subject->alike.empty()) {
    exchange_ = Exchange{subject->signal, subject->alike[turn % subject->alike.size()]};
    exchanged_ = Exchanger(exchange_->one, exchange_->other)(config);
  }
}

const Config& Reducer::OthersChanged(int kept) {
  auto& config = others_changed_[static_cast<std::size_t>(kept)];
  if (!config) {
    config = WithOthersChanged(config_, kept);
  }
  return *config;
}

bool Reducer::LooksAtAnother(const State& before, const Event& event, const Step& step) {
  const int subject = SubjectOf(event);
  const SignalSet own = subject == 0 ? SignalSet{} : SignalSet{}.With({subject});
  const bool past = before.phase != Phase::kRunning;
  const SignalSet involved = past ? SignalSet{} : Involved(config_, event);
  const auto change = [&](State state) {
    state.older_than_command = Toggled(state.older_than_command, past ? SignalSet{} : own);
    state.held = Toggled(state.held, past ? SignalSet{} : own);
    state.forwarded = Toggled(state.forwarded, involved);
    if (past) {
      ChangePast(state);
    }
    return state;
  };
  const Step other = Advance(OthersChanged(subject), change(before), event);
  State wanted = change(step.next);
  if (!past && step.next.phase != Phase::kRunning && std::holds_alternative<ProcessEnded>(event)) {
    wanted.held = {};
  }
  return other.actions != step.actions || other.next != wanted;
}

bool Reducer::TellsAlikeApart(const State& before, const Event& event, const Step& step) const {
  const Exchanger exchanger(exchange_->one, exchange_->other);
  const Step other = Advance(exchanged_, exchanger(before), exchanger(event));
  return other.actions != exchanger(step.actions) || other.next != exchanger(step.next);
}

std::string_view Reducer::Refuted(const State& before, const Event& event, const Step& step) {
  const auto differs = [&](const Config& config) {
    const Step other = Advance(config, before, event);
    return other.next != step.next || other.actions != step.actions;
  };
  if (differs(other_scope_)) {
    return kScope.name;
  }
  const bool is_end = std::holds_alternative<ProcessEnded>(event) ||
                      std::holds_alternative<RestSeen>(event) || before.phase != Phase::kRunning;
  if (differs(is_end ? other_routing_ : other_ending_)) {
    return is_end ? kEnding.name : kRouting.name;
  }
  if (LooksAtAnother(before, event, step)) {
    return kAnother.name;
  }
  return exchange_ && TellsAlikeApart(before, event, step) ? kAlike.name : "";
}

State WhatMatters(const State& state) {
  State matters = state;
  if (state.phase != Phase::kRunning) {
    matters.older_than_command = {};
    matters.forwarded = {};
    matters.groups = State::Groups::kRunning;
  }
  if (state.phase == Phase::kDone) {
    matters = {};
    matters.phase = Phase::kDone;
  }
  return matters;
}

}  // namespace dumb_init::core
