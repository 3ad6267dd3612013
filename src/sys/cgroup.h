// What the control group counts that we are in, and what it allows (cgroups(7)).
#pragma once

#include <cstdint>
#include <optional>

#include "core/cgroup.h"

namespace dumb_init::sys {

enum class Figure {
  kOomKills,  // Processes killed because memory ran out: version 2, or version 1 since Linux 4.13.
  kMemory,    // Bytes.
  kMemoryLimit,  // Bytes, or core::kUnlimited.
  kPids,         // Processes and threads.
  kPidsLimit,    // The same, or core::kUnlimited.
};

// Nothing: there is no such file, no /proc, or we may not look.
std::optional<std::uint64_t> ReadFigure(Figure figure);

}  // namespace dumb_init::sys
