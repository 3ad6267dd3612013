// How the command ended and what we saw of the cause, in words for people.
#include "core/report.h"

#include <csignal>

#include "core/cgroup.h"

namespace dumb_init::core {
namespace {

// "0.25s", "59.99s", then "1m0s", "2h0m5s", "3d0h0m0s".
void AddLifetime(Line& line, Moment lifetime) {
  constexpr Moment kSecond = 1000;
  constexpr Moment kMinute = 60 * kSecond;
  constexpr Moment kHour = 60 * kMinute;
  constexpr Moment kDay = 24 * kHour;
  if (lifetime < kMinute) {
    const Moment hundredths = lifetime % kSecond / 10;
    line.Add(lifetime / kSecond).Add(hundredths < 10 ? ".0" : ".").Add(hundredths).Add("s");
    return;
  }
  if (lifetime >= kDay) {
    line.Add(lifetime / kDay).Add("d");
  }
  if (lifetime >= kHour) {
    line.Add(lifetime % kDay / kHour).Add("h");
  }
  line.Add(lifetime % kHour / kMinute).Add("m").Add(lifetime % kMinute / kSecond).Add("s");
}

void AddStopRequest(Line& line, const StopRequest& request) {
  line.Add("; last stop request: ");
  AddName(line, request.signal);
  if (request.sender) {
    AddSender(line, *request.sender);
  }
  if (!request.sender_name.text().empty()) {
    line.Add(" (").Add(request.sender_name.text()).Add(")");
  }
}

void AddCrowd(Line& line, std::string_view what, const std::optional<Crowd>& crowd) {
  if (!crowd || crowd->count == 0) {
    return;
  }
  line.Add(what);
  std::string_view separator = "";
  for (const Name& name : crowd->names) {
    line.Add(separator).Add(name.text().empty() ? "?" : name.text());
    separator = ", ";
  }
  const int more = crowd->count - static_cast<int>(crowd->names.size());
  if (more > 0) {
    line.Add(" and ").Add(more).Add(" more");
  }
}

void AddBytes(Line& line, std::uint64_t bytes) {
  constexpr std::uint64_t kKibi = 1024;
  constexpr std::uint64_t kMebi = kKibi * kKibi;
  if (bytes % kMebi == 0) {
    line.Add(bytes / kMebi).Add(" MiB");
  } else if (bytes % kKibi == 0) {
    line.Add(bytes / kKibi).Add(" KiB");
  } else {
    line.Add(bytes).Add(" bytes");
  }
}

void AddMemory(Line& line, const Facts& facts) {
  if (facts.oom_kills.value_or(0) == 0) {
    return;
  }
  if (MemoryRanOut(facts)) {
    line.Add("; memory ran out");
    if (facts.memory_limit == kUnlimited) {
      line.Add(" though this container has no limit");
    } else if (facts.memory_limit) {
      line.Add(": the limit is ");
      AddBytes(line, *facts.memory_limit);
    }
  }
  line.Add("; OOM kills so far: ").Add(*facts.oom_kills);
}

}  // namespace

void AddEnding(Line& line, const Ending& ending) {
  Match(
      ending, [&](const Exited& exited) { line.Add("exited with status ").Add(exited.code); },
      [&](const Killed& killed) {
        line.Add("ended by ");
        AddName(line, killed.signal);
        line.Add(killed.core == CoreDump::kWritten ? " (core dumped)" : "");
      });
}

bool MemoryRanOut(const Facts& facts) {
  const Killed* const killed = std::get_if<Killed>(&facts.outcome.ending);
  return facts.cgroup == Facts::Cgroup::kContainers && facts.oom_kills.value_or(0) > 0 &&
         killed != nullptr && killed->signal.number == SIGKILL &&
         facts.outcome.cause == Outcome::Cause::kNotUs;
}

void AddReport(Line& line, const Facts& facts) {
  line.Add(facts.command).Add(" (PID ").Add(facts.pid.number).Add(") ");
  line.Add(std::holds_alternative<Killed>(facts.outcome.ending) ? "was " : "");
  AddEnding(line, facts.outcome.ending);
  if (facts.lifetime) {
    line.Add(" after ");
    AddLifetime(line, *facts.lifetime);
  }
  if (facts.outcome.cause == Outcome::Cause::kTimeOver) {
    line.Add(", sent by us when its time to end was over");
  }
  if (facts.stop_request) {
    AddStopRequest(line, *facts.stop_request);
  }
  AddCrowd(line,
           facts.told == Facts::Told::kYes ? "; told to end: " : "; left behind: ", facts.left);
  line.Add(facts.outcome.grace == Outcome::Grace::kOver ? "; the grace was over" : "");
  AddCrowd(line, "; killed: ", facts.killed);
  AddMemory(line, facts);
}

void AddSender(Line& line, Pid sender) {
  if (sender.number == 0) {
    line.Add(" from outside the container");
  } else {
    line.Add(" from PID ").Add(sender.number);
  }
}

}  // namespace dumb_init::core
