// What /proc tells of one process.
#include "sys/process_facts.h"

#include <array>
#include <string_view>

#include "sys/proc_file.h"

namespace dumb_init::sys {

std::optional<core::Process> ReadProcess(core::Pid pid) {
  std::array<char, 512> room;
  return core::ParseStat(ReadProc(pid, "/stat", room));
}

std::optional<core::SignalSets> ReadSignalSets(core::Pid pid) {
  // The groups of the user come before the signals, and may be many.
  std::array<char, 16384> room;
  return core::ParseSignalSets(ReadProc(pid, "/status", room));
}

bool SleepsForSignal(core::Pid pid) {
  // The kernel's own name for where the process sleeps.
  std::array<char, 64> room;
  return ReadProc(pid, "/wchan", room).find("sigtimedwait") != std::string_view::npos;
}

}  // namespace dumb_init::sys
