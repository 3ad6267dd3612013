// The timers of the machine, against the clock.
#pragma once

#include <optional>

#include "core/events.h"
#include "core/timers.h"

namespace dumb_init::app {

// There is one of it at a time. Until the first timer starts it asks for no time and costs nothing.
class Alarm {
 public:
  Alarm() = default;
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  void Start(const core::StartTimer& start);
  void Stop(const core::Timer& timer);
  void StopAll();

  // How long to sleep at most; nothing: no timer runs.
  std::optional<core::Duration> UntilFirst() const;

  // A timer whose time is over, and which then no longer runs.
  std::optional<core::Expired> TakeExpired();

 private:
  enum class Begun { kNo, kYes } begun_ = Begun::kNo;
  // When we were last seen awake, while timers run.
  core::Moment seen_ = 0;
};

}  // namespace dumb_init::app
