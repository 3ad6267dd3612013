// Starting the command.
#pragma once

#include "core/process.h"
#include "core/settings.h"
#include "sys/error.h"
#include "sys/execute.h"
#include "sys/signals.h"

namespace dumb_init::sys {

// Why there is no command: a step of our own failed, or execve(2) itself.
struct StartFailure {
  enum class Step { kClone, kSession, kGroup, kSignals, kExecute } step = Step::kClone;
  int error = 0;
};

// The status to leave with after this failure.
core::ShellCode StatusOf(const StartFailure& failure);

// Starts the command as a child of `init`, which is us, with `inherited` as its signal state. When
// this returns a pid, the child has its session, terminal, signal state and variables and has
// become the command, so whatever is sent to it or its group from then on reaches the command. When
// it returns a failure, nothing is left running and the terminal's foreground is what it was. Not
// inlined: the stack it needs is free again when it returns.
[[gnu::noinline]] dumb_init::Result<core::Pid, StartFailure> Spawn(
    const Command& command, core::Leads leads, const InheritedSignals& inherited, core::Pid init);

}  // namespace dumb_init::sys
