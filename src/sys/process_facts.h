// What /proc tells of one process.
#pragma once

#include <optional>

#include "core/proc_text.h"

namespace dumb_init::sys {

// Nothing: there is no such process (any more), or we may not look.
std::optional<core::Process> ReadProcess(core::Pid pid);

// The same.
std::optional<core::SignalSets> ReadSignalSets(core::Pid pid);

// Whether the first thread sleeps in sigtimedwait(2) or the like. False when it cannot be told.
bool SleepsForSignal(core::Pid pid);

}  // namespace dumb_init::sys
