// What the control group counts that we are in, and what it allows.
#include "sys/cgroup.h"

#include <array>
#include <cstddef>
#include <string_view>

#include "base/literal.h"
#include "sys/file_name.h"
#include "sys/proc_file.h"

namespace dumb_init::sys {
namespace {

struct Source {
  Literal controller;
  Literal version_two;
  Literal version_one;
  // The word in front of the number, in files that hold more than one.
  Literal key;
};

// In the order of Figure.
constexpr Source kSources[] = {
    {"memory", "/memory.events", "/memory.oom_control", "oom_kill"},
    {"memory", "/memory.current", "/memory.usage_in_bytes", ""},
    {"memory", "/memory.stat", "/memory.stat", "inactive_file"},
    {"memory", "/memory.max", "/memory.limit_in_bytes", ""},
    {"pids", "/pids.current", "/pids.current", ""},
    {"pids", "/pids.max", "/pids.max", ""},
};

std::optional<std::uint64_t> ReadFrom(const Source& source, const core::Cgroup& cgroup,
                                      std::string_view folder) {
  FileName path;
  path.Add("/sys/fs/cgroup");
  if (cgroup.version == core::Cgroup::Version::kOne) {
    path.Add("/").Add(source.controller).Add(folder).Add(source.version_one);
  } else {
    path.Add(folder).Add(source.version_two);
  }
  std::array<char, 4096> room;
  return core::FindFigure(ReadFile(path.text(), room), source.key);
}

}  // namespace

std::optional<std::uint64_t> ReadFigure(Figure figure) {
  const Source& source = kSources[static_cast<std::size_t>(figure)];
  std::array<char, 4096> room;
  const auto cgroup = core::FindCgroup(ReadFile("/proc/self/cgroup", room), source.controller);
  // Above the root of what we see: the files there are not ours.
  if (!cgroup || cgroup->path.starts_with("/..")) {
    return std::nullopt;
  }
  const auto found = ReadFrom(source, *cgroup, cgroup->path);
  // Engines mount the container's own group there, and its path is that outside of the container.
  return found ? found : ReadFrom(source, *cgroup, "");
}

}  // namespace dumb_init::sys
