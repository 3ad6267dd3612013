// A look at the container we are in, for people and for machines.
#pragma once

#include "app/log.h"
#include "core/exit_codes.h"
#include "core/settings.h"

namespace dumb_init::app {

// Looks and writes what is found to standard output. Returns kNothingFound, kSomethingFound or
// kCouldNotLook.
DUMB_INIT_SELDOM core::ShellCode Doctor(core::ReportFormat format, Log& log);

}  // namespace dumb_init::app
