// Applies every event to every state, until nothing new appears.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/machine.h"
#include "unit/core/dimensions.h"

namespace dumb_init::core {

// What was walked through.
struct Tally {
  std::size_t configs = 0;
  std::size_t states = 0;
  std::size_t transitions = 0;
};

// From all `starts`, every event that can happen leads on; the laws hold for every event, also for
// one that cannot. Returns the shortest way to what breaks a law, and which; empty: nothing does.
std::string Explore(const Config& config, const std::vector<Event>& events,
                    const std::vector<State>& starts, const Subject* subject, Tally& tally);

}  // namespace dumb_init::core
