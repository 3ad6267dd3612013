// Signals: numbers, names, and sets of them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/line.h"

namespace dumb_init::core {

// A signal number as kill(2) takes it. Zero is no signal: "drop" in a rewrite.
struct Signal {
  int number = 0;
  friend constexpr auto operator<=>(const Signal&, const Signal&) = default;
};

constexpr Signal kNoSignal{0};
constexpr int kLowestSignal = 1;
// signal(7): Linux has 64 signals, and the kernel's real-time ones start at 32. A libc keeps the
// first few for itself and tells its users another SIGRTMIN; 34 is what glibc, Docker and systemd
// mean by RTMIN, also where our own libc says 35.
constexpr int kHighestSignal = 64;
constexpr int kRealTimeMin = 34;

// Whether `signal` can reach us at all: KILL and STOP never do (signal(7)).
bool CanBeCaught(Signal signal);

// A set of signals 1 to 64; bit n-1 stands for signal n, as in the kernel's own sigset.
class SignalSet {
 public:
  constexpr SignalSet() = default;
  static constexpr SignalSet FromBits(std::uint64_t bits) {
    SignalSet set;
    set.bits_ = bits;
    return set;
  }
  static constexpr SignalSet All() { return FromBits(~std::uint64_t{0}); }

  constexpr SignalSet With(Signal signal) const { return FromBits(bits_ | Bit(signal)); }
  constexpr SignalSet Without(Signal signal) const { return FromBits(bits_ & ~Bit(signal)); }
  constexpr bool Has(Signal signal) const { return (bits_ & Bit(signal)) != 0; }
  constexpr std::uint64_t bits() const { return bits_; }

  friend constexpr auto operator<=>(const SignalSet&, const SignalSet&) = default;

 private:
  static constexpr std::uint64_t Bit(Signal signal) {
    return std::uint64_t{1} << (signal.number - kLowestSignal);
  }
  std::uint64_t bits_ = 0;
};

// The signal `text` names: a whole number from 0 to 64, or a name in any case, with or without
// "SIG": TERM, SIGTERM, term, RTMIN, RTMIN+3, RTMAX-1. Nothing if it names none.
std::optional<Signal> ParseSignal(std::string_view text);

// Appends the name people know it by: "SIGTERM", "SIGRTMIN+3", and "signal 33" for one without.
void AddName(Line& line, Signal signal);

}  // namespace dumb_init::core
