// The moments we wait for. No clock is in here: whoever asks says what time it is.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/duration.h"
#include "core/payload.h"
#include "core/signal.h"

namespace dumb_init::core {

// What is to happen when a time is over.
struct Timer {
  enum class Kind {
    kKillAfter,  // A command that was asked to stop is killed.
    kGrace,      // Who is left after the command is killed.
    kLookAgain,  // We look whether anybody is left.
    kLeftovers,  // Who could not be killed is left behind.
    kHold,       // A delayed signal is forwarded.
  } kind = Kind::kKillAfter;
  // The delayed signal.
  Signal signal{};
  friend constexpr auto operator<=>(const Timer&, const Timer&) = default;
};

// Milliseconds of a clock that has started long ago and never goes back.
using Moment = std::int64_t;

// A timer whose time is over, and what was attached to it.
struct Expired {
  Timer timer;
  Payload payload;
};

// The timers that run, at most one of each.
//
// A container that was frozen, and an init that was stopped, find their timers over when they go
// on, though nobody else had that time either. So a timer that is found over by more than kLate
// runs again for what was left of it when we were last seen awake.
class Timers {
 public:
  static constexpr Duration kLate{1000};

  bool empty() const { return running_ == 0; }

  // A timer that runs already starts anew.
  void Start(const Timer& timer, Duration duration, const Payload& payload, Moment now);
  void Stop(const Timer& timer);
  void StopAll();

  // We slept from `asleep` to `now`.
  void Wake(Moment asleep, Moment now);

  // How long until the first is over; nothing: none runs.
  std::optional<Duration> UntilFirst(Moment now) const;

  // The first one that is over; it runs no longer.
  std::optional<Expired> TakeExpired(Moment now);

 private:
  static constexpr std::size_t kSlots =
      static_cast<std::size_t>(Timer::Kind::kHold) + static_cast<std::size_t>(kHighestSignal) + 1;
  // No timer runs in a slot with this moment.
  static constexpr Moment kNever = 0;

  static std::size_t SlotOf(const Timer& timer);
  static Timer TimerIn(std::size_t slot);
  // The slot of the first to be over; kSlots: none runs.
  std::size_t First() const;

  std::size_t running_ = 0;
  // Untouched, and so without cost, as long as none runs.
  std::array<Moment, kSlots> ends_{};
  std::array<Payload, kSlots> payloads_{};
};

}  // namespace dumb_init::core
