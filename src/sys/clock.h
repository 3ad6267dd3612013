// Time.
#pragma once

#include "core/timers.h"

namespace dumb_init::sys {

// CLOCK_MONOTONIC (clock_gettime(2)): it goes on while we are stopped or frozen, and stands still
// while the machine is suspended.
core::Moment Now();

// CLOCK_BOOTTIME (clock_gettime(2)): since the machine was started, sleep included; the clock by
// which the kernel notes when a process was started.
core::Moment SinceBoot();

// Sleeps up to `duration_ms` milliseconds.
void Pause(int duration_ms);

}  // namespace dumb_init::sys
