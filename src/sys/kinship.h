// Who is whose child, by /proc.
#pragma once

#include <optional>

#include "core/process.h"
#include "core/timers.h"

namespace dumb_init::sys {

struct Kinship {
  core::Pid parent;
  // Its process group; 0 where the leader is outside our PID namespace.
  core::Pid group;
  // False: it has ended and waits for its parent to reap it, or is a thread of the kernel's own.
  bool alive = false;
};

// Whether /proc shows the PID namespace in which we are `self`.
bool ProcIsOurs(core::Pid self);

// Nothing: there is no such process (any more), or we may not look (proc(5), /proc/PID/stat).
std::optional<Kinship> KinshipOf(core::Pid pid);

// How long ago the process was started, in milliseconds with a precision of 10 and whatever time
// the machine slept; nothing: it cannot be told. One that ended grows older until it is reaped.
std::optional<core::Moment> AgeOf(core::Pid pid);

// Whether whoever has this parent is a descendant of `ancestor`, now.
bool IsBelow(const Kinship& kin, core::Pid ancestor);

}  // namespace dumb_init::sys
