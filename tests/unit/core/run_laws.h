// What must hold for a run as a whole, from its start to its end: what happened before is kept
// here, beside the state of the policy and without a look at it.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/machine.h"

namespace dumb_init::core {

// The timers that run.
struct RunningTimers {
  std::uint8_t kinds = 0;
  SignalSet holds;

  bool Has(const Timer& timer) const {
    return timer.kind == Timer::Kind::kHold ? holds.Has(timer.signal) : (kinds & Bit(timer)) != 0;
  }
  void Start(const Timer& timer);
  void Stop(const Timer& timer);
  friend auto operator<=>(const RunningTimers&, const RunningTimers&) = default;

 private:
  static std::uint8_t Bit(const Timer& timer) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(timer.kind));
  }
};

struct History {
  RunningTimers timers;
  // How many stop requests came, up to two; counted where there is a grace.
  std::uint8_t stop_requests = 0;
  bool time_to_kill_began = false;
  bool command_killed = false;
  bool command_reaped = false;
  bool rest_told = false;
  bool rest_killed = false;
  bool kernel_reaps = false;
  // We asked who is left; the answer is the next event of all.
  bool looking = false;
  bool left = false;
  friend auto operator<=>(const History&, const History&) = default;
};

struct RunLaw {
  std::string_view name;
  std::string_view meaning;
};
std::span<const RunLaw> RunLaws();

// Whether `event` can come after this at all.
bool CanHappen(const Config& config, const History& history, const Event& event);

// Adds the answer to `event` to `history`. Returns the name of the law that it breaks; empty: none.
std::string_view Remember(const Config& config, const Event& event, const Step& step,
                          History& history);

}  // namespace dumb_init::core
