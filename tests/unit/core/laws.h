// What must hold for every single step of the policy, whatever happened before. Each law has a name
// and a line that says what it means; docs/proof.md prints both from here.
//
// The laws are complete: each action there is has a law that says when it is done (as often as it
// then is, and never else), each part of the state one that says when it changes, and the rest say
// in which order actions stand. They are written from what the contract says, not from the machine.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/machine.h"
#include "unit/core/observed.h"

namespace dumb_init::core {

struct Law {
  std::string_view name;
  std::string_view meaning;
  bool (*holds)(const Observed& seen);
};

std::span<const Law> LawsOfSignals();
std::span<const Law> LawsOfStops();
std::span<const Law> LawsOfTime();
std::span<const Law> LawsOfEnding();
std::span<const Law> LawsOfTelling();
std::span<const Law> LawsOfReaping();

// All of them; the first is the only one that is about what comes after the end.
const std::vector<Law>& Laws();

// The name of the first law that `step`, the answer to `event` in `before`, breaks; empty if it
// keeps them all.
std::string_view BrokenLaw(const Config& config, const State& before, const Event& event,
                           const Step& step);

}  // namespace dumb_init::core
