// The moments we wait for.
#include "core/timers.h"

#include <algorithm>

namespace dumb_init::core {

std::size_t Timers::SlotOf(const Timer& timer) {
  return static_cast<std::size_t>(timer.kind) + static_cast<std::size_t>(timer.signal.number);
}

Timer Timers::TimerIn(std::size_t slot) {
  constexpr auto kHold = static_cast<std::size_t>(Timer::Kind::kHold);
  if (slot < kHold) {
    return {static_cast<Timer::Kind>(slot), {}};
  }
  return {Timer::Kind::kHold, {static_cast<int>(slot - kHold)}};
}

void Timers::Start(const Timer& timer, Duration duration, const Payload& payload, Moment now) {
  const std::size_t slot = SlotOf(timer);
  running_ += ends_[slot] == kNever ? 1U : 0U;
  ends_[slot] = now + duration.milliseconds;
  payloads_[slot] = payload;
}

void Timers::Stop(const Timer& timer) {
  Moment& end = ends_[SlotOf(timer)];
  running_ -= end == kNever ? 0U : 1U;
  end = kNever;
}

void Timers::StopAll() {
  if (!empty()) {
    ends_.fill(kNever);
    running_ = 0;
  }
}

void Timers::Wake(Moment asleep, Moment now) {
  if (empty()) {
    return;
  }
  for (Moment& end : ends_) {
    if (end != kNever && end + kLate.milliseconds < now) {
      end = now + end - asleep;
    }
  }
}

std::size_t Timers::First() const {
  std::size_t first = kSlots;
  for (std::size_t slot = 0; slot < kSlots && !empty(); ++slot) {
    if (ends_[slot] != kNever && (first == kSlots || ends_[slot] < ends_[first])) {
      first = slot;
    }
  }
  return first;
}

std::optional<Duration> Timers::UntilFirst(Moment now) const {
  const std::size_t first = First();
  if (first == kSlots) {
    return std::nullopt;
  }
  return Duration{static_cast<int>(std::max(ends_[first] - now, Moment{0}))};
}

std::optional<Expired> Timers::TakeExpired(Moment now) {
  const std::size_t first = First();
  if (first == kSlots || ends_[first] > now) {
    return std::nullopt;
  }
  const Expired expired{TimerIn(first), payloads_[first]};
  Stop(expired.timer);
  return expired;
}

}  // namespace dumb_init::core
