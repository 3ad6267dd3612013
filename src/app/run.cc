// From settings to exit status: start the command, let go of what is only its own, supervise.
#include "app/run.h"

#include <optional>

#include "app/record.h"
#include "app/supervisor.h"
#include "core/environment.h"
#include "sys/descriptors.h"
#include "sys/process.h"
#include "sys/terminal.h"

namespace dumb_init::app {
namespace {

// Not on the stack, of which little is to stay in memory.
std::optional<core::Config> kept;

[[gnu::noinline]] const core::Config& Keep(const core::Settings& settings,
                                           const core::Surroundings& surroundings,
                                           core::Pid command) {
  kept = core::ConfigFor(settings, surroundings, command);
  return *kept;
}

// Returns the signal that the command is owed already: a parent that ended between the two looks
// has left none behind.
core::Signal AskForParentDeath(core::Signal signal, Log& log) {
  if (signal == core::kNoSignal) {
    return core::kNoSignal;
  }
  const core::Pid parent = sys::Parent();
  log.Failed(sys::SetParentDeathSignal(signal));
  return sys::Parent() == parent ? core::kNoSignal : signal;
}

// Whatever we keep open or busy, we keep for as long as the command lives. PID 1 keeps 0 to 2:
// /proc/1/fd/1 is how jobs in a container reach its log.
void LetGo(core::Pid self, Log& log) {
  log.Failed(sys::LeaveWorkingDirectory());
  sys::CloseFrom(sys::kFirstAfterStandard);
  if (self != core::kPidOne) {
    sys::CloseInputAndOutput();
  }
}

// Orphans come to PID 1 by themselves.
void TakeCareOfOrphans(core::Orphans orphans, core::Pid self, Log& log) {
  if (self == core::kPidOne) {
    return;
  }
  switch (orphans) {
    case core::Orphans::kAdopt:
      log.Failed(sys::BecomeSubreaper());
      break;
    case core::Orphans::kLeave:
      if (!sys::IsSubreaper()) {
        log.OrphansAreLeft();
      }
      break;
  }
}

core::Surroundings LookAround(core::Leads leads, char* const* environment, core::Pid self) {
  core::Surroundings surroundings{self};
  if (core::FindVariable(environment, "container") == "lxc") {
    surroundings.mask = core::Surroundings::Mask::kJudged;
  }
  if (sys::StandardInputIsTerminal()) {
    surroundings.standard_input = core::Surroundings::StandardInput::kTerminal;
  }
  const bool matters = leads == core::Leads::kGroup && self != core::kPidOne;
  if (matters && sys::HasControllingTerminal()) {
    surroundings.terminal = core::Surroundings::Terminal::kControlling;
  }
  return surroundings;
}

}  // namespace

core::ShellCode Run(const core::Settings& settings, const sys::Command& command,
                    const sys::InheritedSignals& inherited, Log& log) {
  const core::Pid self = sys::Self();
  const char* const name = command.words[0];
  const core::Signal owed = AskForParentDeath(settings.parent_death_signal, log);
  TakeCareOfOrphans(settings.orphans, self, log);
  const core::Surroundings surroundings = LookAround(settings.leads, command.environment, self);
  if (settings.leads == core::Leads::kSession &&
      surroundings.standard_input == core::Surroundings::StandardInput::kTerminal) {
    log.Failed(sys::GiveUpTerminal());
  }
  const Report report{settings.report_file, settings.report_format};
  const core::SignalSet older_signals = sys::PendingSignals();
  const auto started = sys::Spawn(command, settings.leads, inherited, self);
  if (!started.ok()) {
    log.CannotStart(name, started.error());
    if (!report.file.empty()) {
      FileFailure(report, name, started.error(), log);
    }
    return sys::StatusOf(started.error());
  }
  log.Started(name, started.value());
  LetGo(self, log);
  const core::Config& config = Keep(settings, surroundings, started.value());
  return Supervise({name, self, config, older_signals, owed, report}, log);
}

core::ShellCode Pause(const core::Settings& settings, Log& log) {
  const core::Pid self = sys::Self();
  const core::Signal owed = AskForParentDeath(settings.parent_death_signal, log);
  TakeCareOfOrphans(settings.orphans, self, log);
  LetGo(self, log);
  const core::Config& config = Keep(settings, {self}, core::kNobody);
  return Supervise({"", self, config, {}, owed}, log);
}

}  // namespace dumb_init::app
