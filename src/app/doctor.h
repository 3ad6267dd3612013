// A look at the container we are in, for people and for machines.
#pragma once

#include <optional>
#include <span>

#include "app/log.h"
#include "core/diagnosis.h"
#include "core/exit_codes.h"
#include "core/settings.h"

namespace dumb_init::app {

// What an init is asked to do that is called with these words and variables; nothing: it would
// refuse.
using ReadOrders = std::optional<core::Orders> (*)(std::span<char*> words,
                                                   char* const* environment);

// Looks and writes what is found to standard output. Returns kNothingFound, kSomethingFound or
// kCouldNotLook; the last with a message. Our own `environment` is used where that of PID 1 may not
// be read: an engine gives both the same.
DUMB_INIT_SELDOM core::ShellCode Doctor(core::ReportFormat format, ReadOrders read_orders,
                                        char* const* environment, Log& log);

}  // namespace dumb_init::app
