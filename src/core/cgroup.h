// What the files of control groups say (cgroups(7)).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dumb_init::core {

// A limit that is none: "max" in version 2, a number too large for any machine in version 1.
constexpr std::uint64_t kUnlimited = ~std::uint64_t{0};

// What a control group counts and allows.
enum class Figure {
  kOomKills,   // Processes killed because memory ran out: version 2, or version 1 since Linux 4.13.
  kMemory,     // Bytes.
  kIdleCache,  // The part of kMemory that is given back when it is needed, in bytes.
  kMemoryLimit,  // Bytes, or kUnlimited.
  kPids,         // Processes and threads.
  kPidsLimit,    // The same, or kUnlimited.
};
constexpr std::size_t kFigures = 6;

// A control group as /proc/PID/cgroup names it.
struct Cgroup {
  enum class Version { kOne, kTwo } version = Version::kTwo;
  // From the root of its hierarchy, as far as we see it: "/system.slice/app".
  std::string_view path;
};

// Which group has the say for `controller`, in the text of /proc/PID/cgroup; nothing: none has.
std::optional<Cgroup> FindCgroup(std::string_view text, std::string_view controller);

// The number in a file that holds nothing else, or "max"; with a `key` the number behind that word
// on its own line, as in "oom_kill 3". Nothing: there is none.
std::optional<std::uint64_t> FindFigure(std::string_view text, std::string_view key);

}  // namespace dumb_init::core
