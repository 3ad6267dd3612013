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

void AddDeath(Line& line, const core::Killed& killed) {
  line.Add("ended by ");
  AddName(line, killed.signal);
  if (killed.core == core::CoreDump::kWritten) {
    line.Add(" (core dumped)");
  }
}

void AddEnding(Line& line, const core::Ending& ending) {
  Match(
      ending, [&](const core::Exited& exited) { line.Add("exited with status ").Add(exited.code); },
      [&](const core::Killed& killed) { AddDeath(line, killed); });
}

std::string_view NameOf(sys::StartFailure::Step step) {
  switch (step) {
    case sys::StartFailure::Step::kClone:
      return "clone: ";
    case sys::StartFailure::Step::kSession:
      return "setsid: ";
    case sys::StartFailure::Step::kGroup:
      return "setpgid: ";
    case sys::StartFailure::Step::kExecute:
      return "";
  }
  return "";
}

}  // namespace

void Log::UsageIsWrong(Line& description) { Write(description, sys::Stake::kNothing); }

void Log::CannotBegin(const sys::SysError& error) {
  Line line = Begin();
  line.Add(error.call).Add(": ").Add(sys::ErrorText(error.error));
  Write(line, sys::Stake::kNothing);
}

void Log::CannotStart(std::string_view command, const sys::StartFailure& failure) {
  Line line = Begin();
  line.Add(command).Add(": ").Add(NameOf(failure.step)).Add(sys::ErrorText(failure.error));
  Write(line, sys::Stake::kNothing);
}

void Log::CannotWrite(const sys::SysError& error) {
  Line line = Begin();
  line.Add("standard output: ").Add(sys::ErrorText(error.error));
  Write(line, sys::Stake::kNothing);
}

void Log::CommandDied(std::string_view command, core::Pid pid, const core::Killed& how) {
  Line line = Begin();
  line.Add(command).Add(" (PID ").Add(pid.number).Add(") was ");
  AddDeath(line, how);
  Write(line);
}

// Both lines hold the words that tini's users look for.
void Log::OrphansAreLeft() {
  if (warns()) {
    Line line = Begin();
    line.Add("neither PID 1 nor a child subreaper, so zombie reaping won't work: use -s or set ")
        .Add("TINI_SUBREAPER");
    Write(line);
  }
}

void Log::Reaping(core::Pid pid, std::string_view name, const core::Ending& ending) {
  if (!warns()) {
    return;
  }
  Line line = Begin();
  line.Add("Reaped zombie process with pid=").Add(pid.number);
  if (!name.empty()) {
    line.Add(" (").Add(name).Add(")");
  }
  line.Add(": ");
  AddEnding(line, ending);
  Write(line);
}

void Log::Started(std::string_view command, core::Pid pid) {
  if (verbose()) {
    Line line = Begin();
    line.Add("started ").Add(command).Add(" as PID ").Add(pid.number);
    Write(line);
  }
}

void Log::Received(const sys::Arrival& arrival) {
  if (!verbose()) {
    return;
  }
  Line line = Begin();
  line.Add("received ");
  AddName(line, arrival.signal);
  if (arrival.source == sys::Arrival::Source::kKernel) {
    line.Add(" from the kernel");
  } else if (arrival.sender.number == 0) {
    line.Add(" from outside the container");
  } else {
    line.Add(" from PID ").Add(arrival.sender.number);
  }
  Write(line);
}

void Log::Forwarded(core::Signal signal, sys::Target target, const sys::Result<Done>& result) {
  if (!verbose()) {
    return;
  }
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
    Line line = Begin();
    line.Add("telling everybody who is left to end");
    Write(line);
  }
}

void Log::KillingRest() {
  if (verbose()) {
    Line line = Begin();
    line.Add("killing everybody who is left");
    Write(line);
  }
}

void Log::SomebodyIsLeft() {
  if (verbose()) {
    Line line = Begin();
    line.Add("somebody is left who cannot be killed");
    Write(line);
  }
}

void Log::Ended(const sys::Ended& ended) {
  if (verbose()) {
    Line line = Begin();
    line.Add("PID ").Add(ended.pid.number).Add(" ");
    AddEnding(line, ended.ending);
    Write(line);
  }
}

void Log::Leaving(core::ShellCode code) {
  if (verbose()) {
    Line line = Begin();
    line.Add("leaving with status ").Add(code);
    Write(line);
  }
}

void Log::Failed(const sys::Result<Done>& result) {
  if (verbose() && !result.ok()) {
    Line line = Begin();
    line.Add(result.error().call).Add(": ").Add(sys::ErrorText(result.error().error));
    Write(line);
  }
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
