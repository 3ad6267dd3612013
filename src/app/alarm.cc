// The timers of the machine, against the clock.
#include "app/alarm.h"

#include "sys/clock.h"

namespace dumb_init::app {
namespace {

// What is never touched where no timer runs costs nothing, but on the stack it would.
core::Timers timers;

}  // namespace

void Alarm::Start(const core::StartTimer& start) {
  const core::Moment now = sys::Now();
  if (begun_ == Begun::kNo) {
    begun_ = Begun::kYes;
    timers.StopAll();
  }
  if (timers.empty()) {
    seen_ = now;
  }
  timers.Start(start.timer, start.duration, start.payload, now);
}

void Alarm::Stop(const core::Timer& timer) {
  if (begun_ == Begun::kYes) {
    timers.Stop(timer);
  }
}

void Alarm::StopAll() {
  if (begun_ == Begun::kYes) {
    timers.StopAll();
  }
}

std::optional<core::Duration> Alarm::UntilFirst() const {
  return begun_ == Begun::kYes ? timers.UntilFirst(seen_) : std::nullopt;
}

std::optional<core::Expired> Alarm::TakeExpired() {
  if (begun_ == Begun::kNo || timers.empty()) {
    return std::nullopt;
  }
  const core::Moment now = sys::Now();
  timers.Wake(seen_, now);
  seen_ = now;
  return timers.TakeExpired(now);
}

}  // namespace dumb_init::app
