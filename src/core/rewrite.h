// Which signal becomes which on its way to the command.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/signal.h"

namespace dumb_init::core {

// A table from the signal we get to the signal we forward. Without an entry a signal goes as it is.
class Rewrites {
 public:
  // From now on `from` goes out as `to`; kNoSignal drops it. A later entry replaces an earlier one.
  constexpr void Set(Signal from, Signal to) {
    entries_[Index(from)] = static_cast<std::uint8_t>(to.number + 1);
  }

  // Like Set, but what was asked for before stays.
  constexpr void SetUnlessAsked(Signal from, Signal to) {
    if (entries_[Index(from)] == kUnchanged) {
      Set(from, to);
    }
  }

  // What goes out when `from` comes in; kNoSignal: nothing does.
  constexpr Signal Apply(Signal from) const {
    const std::uint8_t entry = entries_[Index(from)];
    return entry == kUnchanged ? from : Signal{entry - 1};
  }

  friend constexpr bool operator==(const Rewrites&, const Rewrites&) = default;

 private:
  static constexpr std::uint8_t kUnchanged = 0;
  static constexpr std::size_t Index(Signal signal) {
    return static_cast<std::size_t>(signal.number);
  }

  std::array<std::uint8_t, kHighestSignal + 1> entries_{};
};

}  // namespace dumb_init::core
