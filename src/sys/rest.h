// Everybody below us: who is left, and sending signals to all of them.
#pragma once

#include <optional>

#include "core/events.h"
#include "core/process.h"
#include "core/report.h"
#include "core/signal.h"
#include "sys/error.h"

namespace dumb_init::sys {

// Who is alive besides us: in our PID namespace if `self` is its PID 1, else below us. A process
// that has ended and is not reaped by whoever should is nobody; without /proc it is somebody.
core::Rest WhoIsLeft(core::Pid self);

// The same by name; nothing: /proc does not tell.
std::optional<core::Crowd> NamesOfRest(core::Pid self);

// Below, each living descendant of ours is found by its parents, in /proc, and told with its whole
// process group, in which nobody can escape by forking (kill(2)); singly where the group is ours or
// may have others in it. ENOENT: no /proc of our PID namespace is there. PID 1 needs none of this.

// Sends `signal` to each one there is now.
Result<Done> SignalDescendants(core::Signal signal);

// Sends TERM and then CONT to each, and to whoever else is found until nobody new is; but who has a
// parent or a group that was told is an answer to that, and spared.
Result<Done> EndDescendants();

// Sends KILL to each until nobody new is found.
Result<Done> KillDescendants();

}  // namespace dumb_init::sys
