// One step of the policy as the laws see it: what happened, what was done about it, and what the
// contract makes of it.
#pragma once

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "core/machine.h"

namespace dumb_init::core {

// Where `Kind` stands in the list of all actions.
template <typename Kind, std::size_t kIndex = 0>
constexpr std::size_t IndexOf() {
  if constexpr (std::is_same_v<std::variant_alternative_t<kIndex, Action>, Kind>) {
    return kIndex;
  } else {
    return IndexOf<Kind, kIndex + 1>();
  }
}

inline bool IsTerminalStop(Signal signal) {
  return signal.number == SIGTSTP || signal.number == SIGTTIN || signal.number == SIGTTOU;
}
inline bool IsOfTheTerminal(Signal signal) {
  return IsTerminalStop(signal) || signal.number == SIGINT || signal.number == SIGQUIT ||
         signal.number == SIGWINCH;
}

// It tells us of a child, of a call that we made or of our own limit of CPU time.
inline bool IsOurs(const SignalArrived& arrived) {
  return arrived.signal.number == SIGCHLD || arrived.origin == Origin::kOurselves ||
         (arrived.signal.number == SIGXCPU && arrived.origin != Origin::kProcess);
}

// A signal that is due to the command now.
struct Delivery {
  Signal received;
  Signal outgoing;
  Payload payload;
  bool command_has_it;
};

class Observed {
 public:
  Observed(const Config& config, const State& before, const Event& event, const Step& step);

  // How many actions of this kind there are, where the first stands (past the end: there is none)
  // and what it is, which there must be.
  template <typename Kind>
  std::size_t Count() const {
    return counts_[IndexOf<Kind>()];
  }
  template <typename Kind>
  std::size_t Place() const {
    return places_[IndexOf<Kind>()];
  }
  template <typename Kind>
  const Kind& The() const {
    return std::get<Kind>(actions[Place<Kind>()]);
  }
  // Whether there is exactly one if `reason` holds, and none if not.
  template <typename Kind>
  bool Exactly(bool reason) const {
    return Count<Kind>() == (reason ? 1U : 0U);
  }
  // Whether no `First` stands behind a `Second`.
  template <typename First, typename Second>
  bool InOrder() const {
    return Count<First>() == 0 || Count<Second>() == 0 || Place<First>() < Place<Second>();
  }
  template <typename Kind>
  bool IsLast() const {
    return Count<Kind>() == 0 || Place<Kind>() + 1 == actions.size();
  }

  bool Running() const { return before.phase == Phase::kRunning; }
  bool Follows() const { return config.job_control == Config::JobControl::kFollow; }
  bool IsStopRequest(Signal received) const {
    return received.number == SIGTERM || received.number == SIGINT ||
           received == config.stop_signal;
  }
  // This timer is over, in this phase.
  bool Over(Timer::Kind kind, Phase phase) const {
    return expired != nullptr && expired->timer.kind == kind && before.phase == phase;
  }
  // Whether anybody may ever hear of the end of the command.
  bool MayBeTold() const {
    return config.report_file == Config::ReportFile::kWanted ||
           config.report != Config::Report::kNever;
  }
  // A CONT goes out to groups that are stopped.
  bool Wakes() const {
    return delivery && delivery->outgoing.number == SIGCONT &&
           before.groups == State::Groups::kStopped;
  }
  // The first stop request goes out, and time begins to run.
  bool StartsKillAfter() const {
    return delivery && config.kill_after && IsStopRequest(delivery->received) &&
           before.stop != State::Stop::kForwarded;
  }
  // A stop of the command that we follow.
  bool FollowsStop() const {
    return stopped != nullptr && Running() && Follows() && before.groups == State::Groups::kRunning;
  }
  // What the end of the command is, or was.
  Outcome DueOutcome() const;
  // Whether a report of this outcome is to be said.
  bool IsToBeSaid(const Outcome& outcome) const;

  const Config& config;
  const State& before;
  const State& next;
  const Actions& actions;

  // What happened; a signal is null where it is no news (SIGCHLD, or raised by ourselves).
  const SignalArrived* signal = nullptr;
  const ProcessEnded* command_ended = nullptr;
  const ProcessEnded* stranger_ended = nullptr;
  const CommandStopped* stopped = nullptr;
  const TimerExpired* expired = nullptr;
  const RestSeen* rest = nullptr;

  // What the contract makes of it. A signal that came from the terminal and not before there was a
  // command is one that the command has.
  std::optional<Delivery> delivery;
  bool dropped = false;
  bool held_back = false;
  bool ends_hold = false;
  bool ends_pause = false;
  bool kills_rest = false;
  bool leaves = false;

 private:
  void ObserveSignal();
  void ObserveRunningSignal();

  std::array<std::uint8_t, std::variant_size_v<Action>> counts_{};
  std::array<std::uint8_t, std::variant_size_v<Action>> places_{};
};

}  // namespace dumb_init::core
