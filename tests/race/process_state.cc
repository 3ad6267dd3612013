// What the kernel tells about a process while it runs, read without slowing it down.
#include "race/process_state.h"

#include <fcntl.h>
#include <unistd.h>
#include <charconv>
#include <string>

namespace dumb_init::race {
namespace {

// What changes when a process runs or is sent something.
struct Snapshot {
  bool sleeps = false;
  std::string name;
  std::string switches;
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

Snapshot Look(pid_t pid) {
  ProcFile file(pid, "status");
  const std::string_view status = file.Read();
  Snapshot snapshot;
  snapshot.sleeps = FieldOf(status, "State").starts_with('S') && SignalsIn(status, "SigPnd") == 0 &&
                    SignalsIn(status, "ShdPnd") == 0;
  snapshot.name = FieldOf(status, "Name");
  snapshot.switches = std::string(FieldOf(status, "voluntary_ctxt_switches")) + "/" +
                      std::string(FieldOf(status, "nonvoluntary_ctxt_switches"));
  return snapshot;
}

}  // namespace

ProcFile::ProcFile(pid_t pid, std::string_view name)
    : descriptor_(::open(("/proc/" + std::to_string(pid) + "/" + std::string(name)).c_str(),
                         O_RDONLY | O_CLOEXEC)) {}

ProcFile::~ProcFile() {
  if (descriptor_ != -1) {
    ::close(descriptor_);
  }
}

std::string_view ProcFile::Read() {
  const ssize_t size = ::pread(descriptor_, bytes_.data(), bytes_.size(), 0);
  return {bytes_.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

std::string_view FieldOf(std::string_view status, std::string_view name) {
  const std::string wanted = "\n" + std::string(name) + ":\t";
  // The name of the program is the first line.
  const std::size_t found = name == "Name" ? 0 : status.find(wanted);
  if (found == std::string_view::npos || status.empty()) {
    return {};
  }
  const std::size_t start = found + wanted.size() - (found == 0 ? 1 : 0);
  return status.substr(start, status.find('\n', start) - start);
}

std::uint64_t SignalsIn(std::string_view status, std::string_view name) {
  const std::string_view field = FieldOf(status, name);
  std::uint64_t bits = 0;
  std::from_chars(field.data(), field.data() + field.size(), bits, 16);
  return bits;
}

std::optional<pid_t> FirstOf(std::string_view children) {
  pid_t pid = 0;
  const auto parsed = std::from_chars(children.data(), children.data() + children.size(), pid);
  return parsed.ec == std::errc{} ? std::optional<pid_t>(pid) : std::nullopt;
}

bool SleepForGood(pid_t init, pid_t command, std::string_view command_name) {
  const Snapshot init_before = Look(init);
  const Snapshot command_before = Look(command);
  return init_before.sleeps && command_before.sleeps && command_before.name == command_name &&
         Look(init) == init_before && Look(command) == command_before;
}

}  // namespace dumb_init::race
