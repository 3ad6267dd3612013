// Which signals are held back before they are forwarded, and for how long.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "core/duration.h"
#include "core/signal.h"

namespace dumb_init::core {

// A table from the signal we get to the time we hold it. Without an entry it is forwarded at once.
class Delays {
 public:
  // A later entry replaces an earlier one.
  constexpr void Set(Signal signal, Duration duration) {
    entries_[Index(signal)] = duration.milliseconds + 1;
  }

  constexpr std::optional<Duration> Of(Signal signal) const {
    const int entry = entries_[Index(signal)];
    return entry == kNone ? std::nullopt : std::optional(Duration{entry - 1});
  }

  friend constexpr bool operator==(const Delays&, const Delays&) = default;

 private:
  static constexpr int kNone = 0;
  static constexpr std::size_t Index(Signal signal) {
    return static_cast<std::size_t>(signal.number);
  }

  std::array<int, kHighestSignal + 1> entries_{};
};

}  // namespace dumb_init::core
