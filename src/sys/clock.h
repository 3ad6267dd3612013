// Time.
#pragma once

#include "core/timers.h"

namespace dumb_init::sys {

// CLOCK_MONOTONIC (clock_gettime(2)): it goes on while we are stopped or frozen, and stands still
// while the machine is suspended.
core::Moment Now();

// Sleeps up to `duration_ms` milliseconds.
void Pause(int duration_ms);

}  // namespace dumb_init::sys
