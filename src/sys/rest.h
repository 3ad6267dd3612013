// Everybody below us: who is left, and sending signals to all of them.
#pragma once

#include "core/events.h"
#include "core/process.h"
#include "core/signal.h"
#include "sys/error.h"

namespace dumb_init::sys {

// Who is alive besides us: in our PID namespace if `self` is its PID 1, else below us. A process
// that has ended and is not reaped by whoever should is nobody; without /proc it is somebody.
core::Rest WhoIsLeft(core::Pid self);

// Below, each living descendant of ours is found by its parents, in /proc. All of them are found
// first and told then, so that no answer of one to its signal is among those that are told. ENOENT:
// no /proc of our PID namespace is there. PID 1 needs none of this.

// Sends `signal` to each one there is now.
Result<Done> SignalDescendants(core::Signal signal);

// Sends TERM and then CONT to each, and to what those have started before they were told, until
// nobody new is found; what somebody starts who has been told is spared.
Result<Done> EndDescendants();

// Sends KILL to each until nobody new is found.
Result<Done> KillDescendants();

}  // namespace dumb_init::sys
