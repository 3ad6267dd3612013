// The loop: wait, ask the machine, obey.
#pragma once

#include <string_view>

#include "app/log.h"
#include "core/machine.h"

namespace dumb_init::app {

// Where every ending is reported to besides standard error; nowhere if the file has no name.
struct Report {
  std::string_view file;
  core::ReportFormat format = core::ReportFormat::kText;
};

// The command under our care.
struct Ward {
  // As it was called on the command line, for messages; empty if there is none.
  std::string_view name;
  core::Pid init;
  const core::Config& config;
  // What was waiting for us before the command existed.
  core::SignalSet older_signals;
  // What the command is to be sent first; kNoSignal: nothing.
  core::Signal owed = core::kNoSignal;
  Report report{};
};

// Forwards signals, reaps whatever ends below us, and returns the status to leave with once the
// command has ended. No failing call ends it earlier.
core::ShellCode Supervise(const Ward& ward, Log& log);

}  // namespace dumb_init::app
