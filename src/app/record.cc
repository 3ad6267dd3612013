// What we see of the end of the command, while it can be seen, and the reports made of it.
#include "app/record.h"

#include "core/report.h"
#include "sys/cgroup.h"
#include "sys/clock.h"
#include "sys/kinship.h"
#include "sys/output.h"
#include "sys/process.h"
#include "sys/report_file.h"
#include "sys/rest.h"

namespace dumb_init::app {
namespace {

// What is never touched where nothing is noted costs nothing, but on the stack it would.
core::Facts noted;

DUMB_INIT_SELDOM void Write(std::string_view file, Line& line, Log& log) {
  const auto written = sys::WriteWholeFile(file.data(), line.text());
  if (!written.ok()) {
    log.CannotReport(written.error());
  }
}

}  // namespace

core::Facts& Record::facts() {
  if (begun_ == Begun::kNo) {
    noted = {};
    begun_ = Begun::kYes;
  }
  return noted;
}

void Record::NoteStopRequest(const sys::Arrival& arrival) {
  core::StopRequest request{arrival.signal, {}, {}};
  if (arrival.source == sys::Arrival::Source::kProcess) {
    request.sender = arrival.sender;
    request.sender_name = sys::NameOf(arrival.sender);
  }
  facts().stop_request = request;
}

void Record::NoteStart() {
  if (const std::optional<core::Moment> age = sys::AgeOf(ward_.config.command)) {
    started_ = sys::SinceBoot() - *age;
  }
}

void Record::NoteCommand() {
  if (!started_) {
    NoteStart();
  }
  if (started_) {
    facts().lifetime = sys::SinceBoot() - *started_;
  }
  facts().left = sys::NamesOfRest(ward_.init);
}

void Record::NoteKilled() { facts().killed = sys::NamesOfRest(ward_.init); }

const core::Facts& Record::Complete(const core::Outcome& outcome) {
  facts().command = ward_.name;
  facts().pid = ward_.config.command;
  facts().outcome = outcome;
  facts().told = ward_.config.grace ? core::Facts::Told::kYes : core::Facts::Told::kNo;
  facts().cgroup =
      ward_.init == core::kPidOne ? core::Facts::Cgroup::kContainers : core::Facts::Cgroup::kAny;
  facts().oom_kills = sys::ReadFigure(sys::Figure::kOomKills);
  facts().memory_limit = sys::ReadFigure(sys::Figure::kMemoryLimit);
  return facts();
}

void Record::Say(const core::Outcome& outcome) { log_.CommandEnded(Complete(outcome)); }

void Record::File(const core::Outcome& outcome) {
  Line line;
  switch (ward_.report.format) {
    case core::ReportFormat::kText:
      core::AddReport(line, Complete(outcome));
      break;
    case core::ReportFormat::kJson:
      core::AddReportAsJson(line, Complete(outcome));
      break;
  }
  Write(ward_.report.file, line, log_);
}

void TellOfReap(const core::ReportReap& report, Log& log) {
  const std::optional<sys::Kinship> kin = sys::KinshipOf(report.pid);
  const core::Pid leader = kin ? kin->group : core::Pid{};
  log.Reaping({report.pid, sys::NameOf(report.pid)}, {leader, sys::NameOf(leader)}, report.ending);
}

void FileFailure(const Report& report, std::string_view command, const sys::StartFailure& failure,
                 Log& log) {
  Line line;
  switch (report.format) {
    case core::ReportFormat::kText:
      AddFailure(line, command, failure);
      break;
    case core::ReportFormat::kJson:
      core::AddFailureAsJson(line, command, sys::ErrorText(failure.error), sys::StatusOf(failure));
      break;
  }
  Write(report.file, line, log);
}

}  // namespace dumb_init::app
