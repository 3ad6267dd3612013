// What we see of the end of the command, while it can be seen, and the reports made of it.
#pragma once

#include <string_view>

#include "app/log.h"
#include "app/supervisor.h"
#include "core/process.h"
#include "core/report.h"
#include "sys/signals.h"
#include "sys/spawn.h"

namespace dumb_init::app {

// Takes notes as things happen, which only a report reads.
class Record {
 public:
  Record(const Ward& ward, Log& log) : ward_(ward), log_(log) {}
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  // Asks the sender for its name, which may not be there much longer.
  DUMB_INIT_SELDOM void NoteStopRequest(const sys::Arrival& arrival);
  // When the command was started, which cannot be told of one that the kernel has reaped.
  DUMB_INIT_SELDOM void NoteStart();
  DUMB_INIT_SELDOM void NoteCommand();
  DUMB_INIT_SELDOM void NoteKilled();

  DUMB_INIT_SELDOM void Say(const core::Outcome& outcome);
  DUMB_INIT_SELDOM void File(const core::Outcome& outcome);

 private:
  // Of this record; nothing at first.
  DUMB_INIT_SELDOM core::Facts& facts();
  // Adds what is the same for every report, and what is counted up to now.
  DUMB_INIT_SELDOM const core::Facts& Complete(const core::Outcome& outcome);

  const Ward& ward_;
  Log& log_;
  enum class Begun { kNo, kYes } begun_ = Begun::kNo;
  // By the clock that began with the machine.
  std::optional<core::Moment> started_;
};

// Tells of an ended process before it is reaped, and its name is gone.
DUMB_INIT_SELDOM void TellOfReap(const core::ReportReap& report, Log& log);

// The report of a command that could not be started.
DUMB_INIT_SELDOM void FileFailure(const Report& report, std::string_view command,
                                  const sys::StartFailure& failure, Log& log);

}  // namespace dumb_init::app
