// What each option and variable does: it notes its value in the request, or says what is wrong with
// it. The functions are for the last column of the option tables.
#pragma once

#include <optional>
#include <string_view>

#include "cli/flags.h"

namespace dumb_init::cli {

using Effect = std::optional<Complaint>(Request& request, std::string_view value);

// No session for the command, and signals go to it alone.
Effect SingleChild;
// Signals go to the command's whole process group.
Effect WholeGroup;
// "S:R". S is a signal that can be caught; R may also be 0, KILL and STOP.
Effect Rewrite;
// "child", "group" or "all".
Effect ScopeOf;
// A duration.
Effect Grace;
// "T" or "S:T": a duration, and a signal that can be caught and counts as a stop request, too.
Effect KillAfter;
// "S:T": a signal that can be caught, and a duration; adds up.
Effect Delay;
// A signal; KILL is allowed.
Effect ParentDeathSignal;
// Orphans become our children although we are not PID 1.
Effect AdoptOrphans;
// One status from 0 to 255; adds up.
Effect OkExit;
// Statuses from 0 to 255 and "stop", separated by commas; replaces what was asked for before.
Effect OkExitList;
Effect WarnOnReap;
Effect Quiet;
// An absolute file name.
Effect Report;
// "text" or "json".
Effect ReportFormatOf;
Effect Verbose;
// tini's levels, read as atoi(3) does, since there any text counts: 0 is silent, 1 warnings, more
// is verbose.
Effect VerbosityLevel;
Effect Pause;
// Nothing is run, only this is done.
template <Request::What kWhat>
std::optional<Complaint> Ask(Request& request, std::string_view) {
  request.what = kWhat;
  return std::nullopt;
}

}  // namespace dumb_init::cli
