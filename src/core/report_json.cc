// How the command ended and what we saw of the cause, in words for machines.
#include "base/json.h"
#include "core/cgroup.h"
#include "core/report.h"

namespace dumb_init::core {
namespace {

constexpr int kSchema = 1;

void AddSignal(Json& json, Signal signal) {
  Line name;
  AddName(name, signal);
  std::string_view text = name.text();
  text.remove_suffix(1);
  json.Text(text, "signal");
}

void AddEnding(Json& json, const Ending& ending) {
  Match(
      ending, [&](const Exited& exited) { json.Number(exited.code, "exit_status"); },
      [&](const Killed& killed) {
        AddSignal(json, killed.signal);
        json.Truth(killed.core == CoreDump::kWritten, "core_dumped");
      });
}

void AddCause(Json& json, const Outcome& outcome) {
  if (std::holds_alternative<Killed>(outcome.ending)) {
    json.Text(outcome.cause == Outcome::Cause::kTimeOver    ? "time_over"
              : outcome.cause == Outcome::Cause::kForwarded ? "forwarded"
                                                            : "not_us",
              "sent");
  }
}

void AddStopRequest(Json& json, const StopRequest& request) {
  json.Open('{', "stop_request");
  AddSignal(json, request.signal);
  if (request.sender && request.sender->number != 0) {
    json.Number(request.sender->number, "sender_pid");
    if (!request.sender_name.text().empty()) {
      json.Text(request.sender_name.text(), "sender_name");
    }
  }
  json.Close('}');
}

void AddCrowd(Json& json, std::string_view key, const std::optional<Crowd>& crowd) {
  if (!crowd) {
    return;
  }
  json.Open('{', key).Number(crowd->count, "count").Open('[', "names");
  for (const Name& name : crowd->names) {
    json.Text(name.text());
  }
  json.Close(']').Close('}');
}

void AddMemory(Json& json, const Facts& facts) {
  if (!facts.oom_kills) {
    return;
  }
  json.Open('{', "memory").Number(static_cast<std::int64_t>(*facts.oom_kills), "oom_kills");
  if (facts.memory_limit && *facts.memory_limit != kUnlimited) {
    json.Number(static_cast<std::int64_t>(*facts.memory_limit), "limit_bytes");
  }
  json.Truth(MemoryRanOut(facts), "ran_out").Close('}');
}

Json Begin(Line& line, std::string_view command) {
  Json json(line);
  json.Open('{').Number(kSchema, "schema").Text(command, "command");
  return json;
}

}  // namespace

void AddReportAsJson(Line& line, const Facts& facts) {
  Json json = Begin(line, facts.command);
  json.Number(facts.pid.number, "pid").Number(facts.outcome.status, "status");
  AddEnding(json, facts.outcome.ending);
  AddCause(json, facts.outcome);
  if (facts.lifetime) {
    json.Number(*facts.lifetime, "lifetime_ms");
  }
  if (facts.stop_request) {
    AddStopRequest(json, *facts.stop_request);
  }
  AddCrowd(json, facts.told == Facts::Told::kYes ? "told" : "left", facts.left);
  if (facts.outcome.grace == Outcome::Grace::kOver) {
    json.Truth(true, "grace_over");
  }
  AddCrowd(json, "killed", facts.killed);
  AddMemory(json, facts);
  json.Close('}');
}

void AddFailureAsJson(Line& line, std::string_view command, std::string_view error,
                      ShellCode status) {
  Begin(line, command).Number(status, "status").Text(error, "error").Close('}');
}

}  // namespace dumb_init::core
