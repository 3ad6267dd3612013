// The loop: wait, ask the machine, obey.
#pragma once

#include <string_view>

#include "app/log.h"
#include "core/machine.h"

namespace dumb_init::app {

// The command under our care.
struct Ward {
  // As it was called on the command line, for messages; empty if there is none.
  std::string_view name;
  core::Pid init;
  core::Config config;
  // What was waiting for us before the command existed.
  core::SignalSet older_signals;
  // What the command is to be sent first; kNoSignal: nothing.
  core::Signal owed = core::kNoSignal;
};

// Forwards signals, reaps whatever ends below us, and returns the status to leave with once the
// command has ended. No failing call ends it earlier.
core::ShellCode Supervise(const Ward& ward, Log& log);

}  // namespace dumb_init::app
