// What we say about what we do.
#pragma once

#include <string_view>

#include "base/line.h"
#include "core/machine.h"
#include "core/report.h"
#include "core/settings.h"
#include "sys/error.h"
#include "sys/output.h"
#include "sys/process.h"
#include "sys/signals.h"
#include "sys/spawn.h"

namespace dumb_init::app {

// For what is seldom called and needs room for a message: kept out of the stack frames and the code
// of what is always called.
#define DUMB_INIT_SELDOM [[gnu::cold, gnu::noinline]]

// A process that is not the command.
struct Stranger {
  core::Pid pid;
  // Empty: not known.
  core::Name name;
};

// Writes messages to standard error, each "[name] text", one line in one write. A message that
// cannot be written at once is lost and counted; the count is told before the next one that can.
class Log {
 public:
  Log(std::string_view name, core::Verbosity verbosity) : name_(name), verbosity_(verbosity) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // Said always, while there is no command.
  DUMB_INIT_SELDOM void UsageIsWrong(Line& description);
  DUMB_INIT_SELDOM void CannotBegin(const sys::SysError& error);
  DUMB_INIT_SELDOM void CannotStart(std::string_view command, const sys::StartFailure& failure);
  DUMB_INIT_SELDOM void CannotWrite(const sys::SysError& error);

  // Said unless the policy keeps it off.
  DUMB_INIT_SELDOM void CommandEnded(const core::Facts& facts);

  // Said always: somebody wanted the file.
  DUMB_INIT_SELDOM void CannotReport(const sys::SysError& error);

  // Said unless warnings are switched off.
  DUMB_INIT_SELDOM void OrphansAreLeft();
  // A stranger, and the leader of the process group it was started in; 0: not known.
  DUMB_INIT_SELDOM void Reaping(const Stranger& stranger, const Stranger& leader,
                                const core::Ending& ending);

  // Said with --verbose only.
  DUMB_INIT_SELDOM void Started(std::string_view command, core::Pid pid);
  void Received(const sys::Arrival& arrival) {
    if (verbose()) {
      SayReceived(arrival);
    }
  }
  void Forwarded(core::Signal signal, sys::Target target, const sys::Result<Done>& result) {
    if (verbose()) {
      SayForwarded(signal, target, result);
    }
  }
  DUMB_INIT_SELDOM void TellingRest();
  DUMB_INIT_SELDOM void KillingRest();
  DUMB_INIT_SELDOM void SomebodyIsLeft();
  void Ended(const sys::Ended& ended) {
    if (verbose()) {
      SayEnded(ended);
    }
  }
  void Leaving(core::ShellCode code) {
    if (verbose()) {
      SayLeaving(code);
    }
  }
  // A call that we can live without has failed.
  void Failed(const sys::Result<Done>& result) {
    if (verbose() && !result.ok()) {
      SayFailed(result.error());
    }
  }

 private:
  // What the loop asks for each time is looked at there, not in code that is else never needed.
  bool verbose() const { return verbosity_ == core::Verbosity::kVerbose; }
  DUMB_INIT_SELDOM void SayReceived(const sys::Arrival& arrival);
  DUMB_INIT_SELDOM void SayForwarded(core::Signal signal, sys::Target target,
                                     const sys::Result<Done>& result);
  DUMB_INIT_SELDOM void SayEnded(const sys::Ended& ended);
  DUMB_INIT_SELDOM void SayLeaving(core::ShellCode code);
  DUMB_INIT_SELDOM void SayFailed(const sys::SysError& error);
  bool warns() const { return verbosity_ != core::Verbosity::kSilent; }
  DUMB_INIT_SELDOM void Say(const char* text);
  Line Begin() const;
  void Write(Line& line, sys::Stake stake = sys::Stake::kContainer);

  std::string_view name_;
  core::Verbosity verbosity_;
  unsigned long lost_ = 0;
};

// "COMMAND: REASON", as the message about it says.
DUMB_INIT_SELDOM void AddFailure(Line& line, std::string_view command,
                                 const sys::StartFailure& failure);

}  // namespace dumb_init::app
