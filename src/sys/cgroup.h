// What the control group counts that we are in, and what it allows (cgroups(7)).
#pragma once

#include <cstdint>
#include <optional>

#include "core/cgroup.h"

namespace dumb_init::sys {

using core::Figure;

// Nothing: there is no such file, no /proc, or we may not look.
std::optional<std::uint64_t> ReadFigure(Figure figure);

}  // namespace dumb_init::sys
