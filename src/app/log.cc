// What we say about what we do.
#include "app/log.h"

namespace dumb_init::app {
namespace {

void AddTarget(Line& line, sys::Target target) {
  switch (target.kind) {
    case sys::Target::Kind::kProcess:
      line.Add("PID ").Add(target.pid.number);
      break;
    case sys::Target::Kind::kGroup:
      line.Add("process group ").Add(target.pid.number);
      break;
    case sys::Target::Kind::kEverybody:
      line.Add("everybody");
      break;
  }
}

void AddStranger(Line& line, const Stranger& stranger) {
  line.Add(stranger.pid.number);
  if (!stranger.name.text().empty()) {
    line.Add(" (").Add(stranger.name.text()).Add(")");
  }
}

std::string_view NameOf(sys::StartFailure::Step step) {
  switch (step) {
    case sys::StartFailure::Step::kClone:
      return "clone: ";
    case sys::StartFailure::Step::kSession:
      return "setsid: ";
    case sys::StartFailure::Step::kGroup:
      return "setpgid: ";
    case sys::StartFailure::Step::kSignals:
      return "signals: ";
    case sys::StartFailure::Step::kExecute:
      break;
  }
  return "";
}

}  // namespace

void AddFailure(Line& line, std::string_view command, const sys::StartFailure& failure) {
  line.Add(command).Add(": ").Add(NameOf(failure.step)).Add(sys::ErrorText(failure.error));
}

void Log::UsageIsWrong(Line& description) { Write(description, sys::Stake::kNothing); }

void Log::CannotBegin(const sys::SysError& error) {
  Line line = Begin();
  line.Add(error.call).Add(": ").Add(sys::ErrorText(error.error));
  Write(line, sys::Stake::kNothing);
}

void Log::CannotStart(std::string_view command, const sys::StartFailure& failure) {
  Line line = Begin();
  AddFailure(line, command, failure);
  Write(line, sys::Stake::kNothing);
}

void Log::CannotWrite(const sys::SysError& error) {
  Line line = Begin();
  line.Add("standard output: ").Add(sys::ErrorText(error.error));
  Write(line, sys::Stake::kNothing);
}

void Log::CommandEnded(const core::Facts& facts) {
  Line line = Begin();
  core::AddReport(line, facts);
  Write(line);
}

void Log::CannotReport(const sys::SysError& error) {
  Line line = Begin();
  line.Add("cannot write the report to ").Add(error.call).Add(": ");
  line.Add(sys::ErrorText(error.error));
  Write(line);
}

// This and the next one hold the words that tini's users look for.
void Log::OrphansAreLeft() {
  if (warns()) {
    Say("neither PID 1 nor a child subreaper, so zombie reaping won't work: use -s or set "
        "TINI_SUBREAPER");
  }
}

void Log::Reaping(const Stranger& stranger, const Stranger& leader, const core::Ending& ending) {
  if (!warns()) {
    return;
  }
  Line line = Begin();
  line.Add("Reaped zombie process with pid=");
  AddStranger(line, stranger);
  if (leader.pid.number != 0 && leader.pid != stranger.pid) {
    line.Add(" of process group ");
    AddStranger(line, leader);
  }
  line.Add(": ");
  core::AddEnding(line, ending);
  Write(line);
}

void Log::Started(std::string_view command, core::Pid pid) {
  if (verbose()) {
    Line line = Begin();
    line.Add("started ").Add(command).Add(" as PID ").Add(pid.number);
    Write(line);
  }
}

void Log::SayReceived(const sys::Arrival& arrival) {
  Line line = Begin();
  line.Add("received ");
  AddName(line, arrival.signal);
  if (arrival.source == sys::Arrival::Source::kKernel) {
    line.Add(" from the kernel");
  } else if (arrival.source == sys::Arrival::Source::kProcess) {
    core::AddSender(line, arrival.sender);
  }
  Write(line);
}

void Log::SayForwarded(core::Signal signal, sys::Target target, const sys::Result<Done>& result) {
  Line line = Begin();
  line.Add(result.ok() ? "forwarded " : "cannot forward ");
  AddName(line, signal);
  line.Add(" to ");
  AddTarget(line, target);
  if (!result.ok()) {
    line.Add(": ").Add(sys::ErrorText(result.error().error));
  }
  Write(line);
}

void Log::TellingRest() {
  if (verbose()) {
    Say("telling everybody who is left to end");
  }
}

void Log::KillingRest() {
  if (verbose()) {
    Say("killing everybody who is left");
  }
}

void Log::SomebodyIsLeft() {
  if (verbose()) {
    Say("somebody is left who cannot be killed");
  }
}

void Log::SayEnded(const sys::Ended& ended) {
  Line line = Begin();
  line.Add("PID ").Add(ended.pid.number).Add(" ");
  core::AddEnding(line, ended.ending);
  Write(line);
}

void Log::SayLeaving(core::ShellCode code) {
  Line line = Begin();
  line.Add("leaving with status ").Add(code);
  Write(line);
}

void Log::SayFailed(const sys::SysError& error) {
  Line line = Begin();
  line.Add(error.call).Add(": ").Add(sys::ErrorText(error.error));
  Write(line);
}

void Log::Say(const char* text) {
  Line line = Begin();
  line.Add(text);
  Write(line);
}

Line Log::Begin() const {
  Line line;
  line.Add("[").Add(name_).Add("] ");
  return line;
}

void Log::Write(Line& line, sys::Stake stake) {
  if (lost_ > 0) {
    Line count = Begin();
    count.Add("messages lost because nobody read them: ").Add(lost_);
    if (sys::WriteMessage(count.text(), stake).ok()) {
      lost_ = 0;
    }
  }
  if (!sys::WriteMessage(line.text(), stake).ok()) {
    ++lost_;
  }
}

}  // namespace dumb_init::app
