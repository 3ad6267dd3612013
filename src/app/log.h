// What we say about what we do.
#pragma once

#include <string_view>

#include "base/line.h"
#include "core/machine.h"
#include "core/settings.h"
#include "sys/error.h"
#include "sys/output.h"
#include "sys/process.h"
#include "sys/signals.h"
#include "sys/spawn.h"

namespace dumb_init::app {

// Writes messages to standard error, each "[name] text", one line in one write. A message that
// cannot be written at once is lost and counted; the count is told before the next one that can.
class Log {
 public:
  Log(std::string_view name, core::Verbosity verbosity) : name_(name), verbosity_(verbosity) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // Said always, while there is no command.
  void UsageIsWrong(Line& description);
  void CannotStart(std::string_view command, const sys::StartFailure& failure);
  void CannotWrite(const sys::SysError& error);

  // Said unless the policy keeps it off.
  void CommandDied(std::string_view command, core::Pid pid, const core::Killed& how);

  // Said with --verbose only.
  void Started(std::string_view command, core::Pid pid);
  void Received(const sys::Arrival& arrival);
  void Forwarded(core::Signal signal, sys::Target target, const sys::Result<Done>& result);
  void Ended(const sys::Ended& ended);
  void Leaving(core::ShellCode code);
  // A call that we can live without has failed.
  void Failed(const sys::Result<Done>& result);

 private:
  bool verbose() const { return verbosity_ == core::Verbosity::kVerbose; }
  Line Begin() const;
  void Write(Line& line, sys::Stake stake = sys::Stake::kContainer);

  std::string_view name_;
  core::Verbosity verbosity_;
  unsigned long lost_ = 0;
};

}  // namespace dumb_init::app
