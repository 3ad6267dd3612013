// What can happen in an exploration, and how it may begin.
#pragma once

#include <vector>

#include "core/machine.h"

namespace dumb_init::core {

constexpr Pid kExploredCommand{2};
constexpr Pid kExploredStranger{7};

// Everything that can happen in a run in which these signals come: from everywhere, with a value
// and without, each also as a timer's; all timers; stops and ends of the command and of a stranger.
std::vector<Event> EventsOf(const std::vector<int>& signals, const std::vector<Ending>& endings);

// Starts where any or all of these signals have waited since before there was a command.
std::vector<State> OlderStarts(const std::vector<int>& signals);

// Starts where any of these signals went out, as the rewrites may have it.
std::vector<State> ForwardedStarts(const std::vector<int>& signals);

}  // namespace dumb_init::core
