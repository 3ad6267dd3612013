// From settings to exit status: start the command, let go of what is only its own, supervise.
#pragma once

#include "app/log.h"
#include "core/settings.h"
#include "sys/signals.h"
#include "sys/spawn.h"

namespace dumb_init::app {

// Runs the command and returns the status to leave with. Every signal must be blocked already;
// `inherited` is what the command gets.
[[gnu::noinline]] core::ShellCode Run(const core::Settings& settings, const sys::Command& command,
                                      const sys::InheritedSignals& inherited, Log& log);

// Runs no command: reaps whatever ends below us until TERM or INT. Every signal must be blocked
// already.
[[gnu::noinline]] core::ShellCode Pause(const core::Settings& settings, Log& log);

}  // namespace dumb_init::app
