// The policy, for any settings and any course of events: each step keeps the laws, timers expire
// when they should and never otherwise, and a run ends at most once.
#include <algorithm>
#include <csignal>
#include <map>
#include <variant>

#include "core/machine.h"
#include "core/timers.h"
#include "fuzz/input.h"
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

using fuzz::Require;

constexpr Pid kCommand{2};

Signal SignalFrom(fuzz::Input& input) { return {1 + input.Byte() % kHighestSignal}; }

Signal Caught(Signal signal) { return CanBeCaught(signal) ? signal : Signal{SIGTERM}; }

template <typename Choice>
Choice ChoiceFrom(fuzz::Input& input, int choices) {
  return static_cast<Choice>(input.Byte() % choices);
}

// Not more than a day, as the parser sees to.
Duration DurationFrom(fuzz::Input& input) {
  return {static_cast<int>(input.Number() % 86'400'001)};
}

Settings SettingsFrom(fuzz::Input& input) {
  Settings settings;
  settings.scope = ChoiceFrom<Scope>(input, 3);
  settings.leads = ChoiceFrom<Leads>(input, 3);
  settings.farewell = ChoiceFrom<Farewell>(input, 2);
  settings.verbosity = ChoiceFrom<Verbosity>(input, 3);
  settings.death_report = ChoiceFrom<DeathReport>(input, 3);
  settings.reap_report = ChoiceFrom<ReapReport>(input, 2);
  settings.report_file = input.Flip() ? "/report" : "";
  if (input.Flip()) {
    settings.grace = DurationFrom(input);
  }
  if (input.Flip()) {
    settings.kill_after = DurationFrom(input);
    settings.stop_signal = input.Flip() ? Caught(SignalFrom(input)) : kNoSignal;
  }
  for (unsigned left = input.Byte() % 4U; left > 0; --left) {
    const Signal from = Caught(SignalFrom(input));
    settings.rewrites.Set(from, {input.Byte() % (kHighestSignal + 1)});
  }
  for (unsigned left = input.Byte() % 4U; left > 0; --left) {
    const Signal signal = Caught(SignalFrom(input));
    settings.delays.Set(signal, DurationFrom(input));
  }
  for (unsigned left = input.Byte() % 3U; left > 0; --left) {
    settings.ok_exits.Add(input.Byte());
    settings.ok_exits.AddStop();
  }
  return settings;
}

Config ConfigFrom(fuzz::Input& input) {
  const Settings settings = SettingsFrom(input);
  Surroundings surroundings;
  surroundings.init = input.Flip() ? kPidOne : Pid{90};
  surroundings.standard_input = ChoiceFrom<Surroundings::StandardInput>(input, 2);
  surroundings.terminal = ChoiceFrom<Surroundings::Terminal>(input, 2);
  surroundings.mask = ChoiceFrom<Surroundings::Mask>(input, 2);
  return ConfigFor(settings, surroundings, input.Byte() % 16 == 0 ? kNobody : kCommand);
}

Ending EndingFrom(fuzz::Input& input) {
  const std::uint8_t kind = input.Byte();
  if (kind % 2 == 0) {
    return Exited{input.Byte()};
  }
  return Killed{SignalFrom(input), kind % 4 == 1 ? CoreDump::kWritten : CoreDump::kNone};
}

// Whether the loop may hand this signal over.
SignalArrived ArrivalFrom(fuzz::Input& input, const Config& config) {
  SignalArrived arrived{SignalFrom(input), ChoiceFrom<Origin>(input, 4)};
  // A KILL is owed only where there is no command.
  arrived.signal = config.command == kNobody ? arrived.signal : Caught(arrived.signal);
  arrived.payload = {input.Flip(), 9, 1000, 42};
  return arrived;
}

// Timers beside the program's own: when each is over.
class Run {
 public:
  explicit Run(const Config& config) : config_(config) {}

  void Play(fuzz::Input& input) {
    state_.older_than_command = SignalSet::FromBits(input.Flip() ? 0 : input.Number());
    while (!input.empty()) {
      switch (input.Byte() % 6) {
        case 0:
          Take(ArrivalFrom(input, config_));
          break;
        case 1:
          Take(ProcessEnded{input.Flip() ? kCommand : Pid{7}, EndingFrom(input)});
          break;
        case 2:
          Take(CommandStopped{SignalFrom(input)});
          break;
        case 3:
          Take(RestSeen{ChoiceFrom<Rest>(input, 3)});
          break;
        case 4:
          Sleep(DurationFrom(input));
          break;
        default:
          Take(TimerExpired{{ChoiceFrom<Timer::Kind>(input, 4)}});
          break;
      }
    }
  }

 private:
  void Take(const Event& event) {
    const Step step = Advance(config_, state_, event);
    Require(BrokenLaw(config_, state_, event, step).empty());
    Require(state_.phase <= step.next.phase);
    for (const Action& action : step.actions) {
      Obey(action);
    }
    state_ = step.next;
  }

  void Obey(const Action& action) {
    Require(exits_ == 0);
    exits_ += std::holds_alternative<Exit>(action) ? 1 : 0;
    if (const auto* const start = std::get_if<StartTimer>(&action)) {
      timers_.Start(start->timer, start->duration, start->payload, now_);
      ends_[start->timer] = now_ + start->duration.milliseconds;
    } else if (const auto* const stop = std::get_if<StopTimer>(&action)) {
      timers_.Stop(stop->timer);
      ends_.erase(stop->timer);
    } else if (std::holds_alternative<StopTimers>(action)) {
      timers_.StopAll();
      ends_.clear();
    }
  }

  // One that is over by more than a second has what was left of it again.
  void Sleep(Duration duration) {
    const Moment asleep = now_;
    now_ += duration.milliseconds;
    timers_.Wake(asleep, now_);
    for (auto& [timer, end] : ends_) {
      end = end + 1000 < now_ ? now_ + std::max<Moment>(end - asleep, 0) : end;
    }
    while (const auto expired = timers_.TakeExpired(now_)) {
      const auto first = ends_.find(expired->timer);
      Require(first != ends_.end() && first->second <= now_);
      Require(std::all_of(ends_.begin(), ends_.end(),
                          [&](const auto& one) { return first->second <= one.second; }));
      ends_.erase(first);
      Take(TimerExpired{expired->timer, expired->payload});
      if (exits_ != 0) {
        return;
      }
    }
    Require(timers_.empty() == ends_.empty());
    const auto left = timers_.UntilFirst(now_);
    Require(left.has_value() == !ends_.empty());
    Require(std::all_of(ends_.begin(), ends_.end(),
                        [&](const auto& one) { return one.second >= now_ + left->milliseconds; }));
  }

  const Config& config_;
  State state_;
  Timers timers_;
  std::map<Timer, Moment> ends_;
  Moment now_ = 1000;
  int exits_ = 0;
};

}  // namespace
}  // namespace dumb_init::core

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dumb_init;  // NOLINT
  fuzz::Input input(data, size);
  const core::Config config = core::ConfigFrom(input);
  core::Run(config).Play(input);
  return 0;
}
