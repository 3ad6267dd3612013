// What must hold for every single step of the policy, whatever happened before.
#pragma once

#include <string_view>

#include "core/machine.h"

namespace dumb_init::core {

// The name of the first law that `step`, the answer to `event` in `before`, breaks; empty if it
// keeps them all.
std::string_view BrokenLaw(const Config& config, const State& before, const Event& event,
                           const Step& step);

}  // namespace dumb_init::core
