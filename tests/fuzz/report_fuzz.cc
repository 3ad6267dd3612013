// What is told of the end of a command: whatever it and others call themselves, the sentence is one
// line that says all of it and can be read back, and the object is JSON that says the same.
#include <cstddef>
#include <string>
#include <string_view>

#include "app/log.h"
#include "base/json.h"
#include "core/cgroup.h"
#include "core/report.h"
#include "fuzz/json_reader.h"
#include "sys/output.h"

namespace dumb_init {
namespace {

using fuzz::JsonValue;
using fuzz::Require;

std::string said;  // NOLINT

}  // namespace

// What the log stands on.
sys::Result<Done> sys::WriteMessage(std::string_view message, Stake) {
  said = message;
  return Done{};
}
std::string_view sys::ErrorText(int) { return "No such file or directory"; }

namespace {

core::Name NameFrom(const std::string& text) {
  core::Name name;
  name.size = text.copy(name.bytes.data(), name.bytes.size() - 1);
  return name;
}

core::Crowd CrowdFrom(fuzz::Input& input) {
  core::Crowd crowd;
  for (unsigned left = input.Byte() % 12U; left > 0; --left) {
    crowd.Add(NameFrom(input.Until('\0')));
  }
  return crowd;
}

core::Facts FactsFrom(fuzz::Input& input, std::string_view command) {
  core::Facts facts;
  facts.command = command;
  facts.pid = {static_cast<int>(input.Number() & 0x7fffffffU)};
  const bool was_killed = input.Flip();
  const core::Signal signal{1 + input.Byte() % 64};
  facts.outcome.status = input.Byte();
  facts.outcome.ending = core::Exited{facts.outcome.status};
  if (was_killed) {
    const bool dumped = input.Flip();
    facts.outcome.ending =
        core::Killed{signal, dumped ? core::CoreDump::kWritten : core::CoreDump::kNone};
  }
  facts.outcome.cause = static_cast<core::Outcome::Cause>(input.Byte() % 3);
  facts.outcome.grace = static_cast<core::Outcome::Grace>(input.Byte() % 2);
  const std::uint8_t known = input.Byte();
  const auto has = [&](unsigned bit) { return (known >> bit & 1U) != 0; };
  if (has(0)) {
    facts.lifetime = static_cast<core::Moment>(input.Number() >> 1U);
  }
  if (has(1)) {
    facts.stop_request = core::StopRequest{{1 + input.Byte() % 64}, {}, {}};
    if (has(2)) {
      facts.stop_request->sender = core::Pid{input.Byte()};
      facts.stop_request->sender_name = NameFrom(input.Until('\0'));
    }
  }
  if (has(3)) {
    facts.left = CrowdFrom(input);
  }
  if (has(4)) {
    facts.killed = CrowdFrom(input);
  }
  facts.told = has(5) ? core::Facts::Told::kYes : core::Facts::Told::kNo;
  if (has(6)) {
    facts.oom_kills = input.Number() >> 1U;
    facts.memory_limit = input.Number();
  }
  facts.cgroup = has(7) ? core::Facts::Cgroup::kContainers : core::Facts::Cgroup::kAny;
  return facts;
}

// Where a sentence speaks of names they are there to the last byte.
void CheckSentence(const core::Facts& facts) {
  Line line;
  core::AddReport(line, facts);
  const std::string text = fuzz::Unescaped(fuzz::Checked(line.text()));
  const auto says = [&](std::string_view wanted) {
    Require(text.find(wanted) != std::string::npos);
  };
  says(" (PID " + std::to_string(facts.pid.number) + ") ");
  if (facts.command.size() < 200) {
    Require(text.starts_with(std::string(facts.command) + " (PID "));
  }
  for (const auto& crowd : {facts.left, facts.killed}) {
    for (std::size_t i = 0; crowd && i < crowd->names.size(); ++i) {
      says(crowd->names[i].size == 0 ? "?" : crowd->names[i].text());
    }
  }
  if (facts.stop_request && facts.stop_request->sender_name.size != 0) {
    says(" (" + std::string(facts.stop_request->sender_name.text()) + ")");
  }
  if (facts.oom_kills.value_or(0) != 0) {
    Require(text.ends_with("; OOM kills so far: " + std::to_string(*facts.oom_kills)));
  }
}

void CheckCrowd(const JsonValue& json, const core::Crowd& crowd) {
  Require(json["count"].text == std::to_string(crowd.count));
  const auto& names = json["names"].elements;
  Require(names.size() == crowd.names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    Require(names[i].text == fuzz::Said(crowd.names[i].text()));
  }
}

void CheckObject(const core::Facts& facts) {
  Line line;
  core::AddReportAsJson(line, facts);
  const JsonValue json = fuzz::JsonReader::Read(fuzz::Checked(line.text()));
  Require(json["command"].text == fuzz::Said(facts.command));
  Require(json["pid"].text == std::to_string(facts.pid.number));
  Require(json["status"].text == std::to_string(facts.outcome.status));
  Require((json["lifetime_ms"].kind == JsonValue::Kind::kNumber) == facts.lifetime.has_value());
  const bool is_told = facts.told == core::Facts::Told::kYes;
  Require(json[is_told ? "left" : "told"].kind == JsonValue::Kind::kNone);
  if (facts.left) {
    CheckCrowd(json[is_told ? "told" : "left"], *facts.left);
  }
  if (facts.killed) {
    CheckCrowd(json["killed"], *facts.killed);
  }
  if (facts.stop_request && facts.stop_request->sender.value_or(core::Pid{}).number != 0) {
    const std::string_view name = facts.stop_request->sender_name.text();
    Require(json["stop_request"]["sender_name"].text == fuzz::Said(name));
  }
  if (facts.oom_kills) {
    Require(json["memory"]["oom_kills"].text == std::to_string(*facts.oom_kills));
    Require(json["memory"]["ran_out"].kind == JsonValue::Kind::kTruth);
  }
}

// However long the name is, why it was not started is told.
void CheckFailure(const std::string& command) {
  const sys::StartFailure failure{sys::StartFailure::Step::kExecute, 2};
  const std::string reason(sys::ErrorText(2));
  app::Log("dumb-init", core::Verbosity::kWarnings).CannotStart(command, failure);
  const std::string text = fuzz::Unescaped(fuzz::Checked(said));
  Require(text.starts_with("[dumb-init] ") && text.ends_with(": " + reason));
  if (command.size() < 200) {
    Require(text == "[dumb-init] " + command + ": " + reason);
  }
  Line line;
  core::AddFailureAsJson(line, command, reason, 127);
  const JsonValue json = fuzz::JsonReader::Read(fuzz::Checked(line.text()));
  Require(json["command"].text == fuzz::Said(command) && json["error"].text == reason);
}

// Any text in any number of pieces: what was shown of it is what it was, or its beginning.
void CheckLine(const std::string& text, std::size_t piece) {
  Line line;
  for (std::size_t start = 0; start < text.size(); start += piece) {
    line.Add(std::string_view(text).substr(start, piece));
  }
  std::string shown(fuzz::Checked(line.text()));
  const bool is_cut = shown.size() > 4000;
  shown.resize(is_cut ? 3000 : shown.size());
  shown.resize(is_cut ? shown.find_last_not_of("\\x0123456789abcdef") + 1 : shown.size());
  const std::string read = fuzz::Unescaped(shown);
  Require(is_cut ? text.starts_with(read) : text == read);
}

}  // namespace
}  // namespace dumb_init

// How often the command's name is repeated and how it is cut into pieces, its name, and the facts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dumb_init;  // NOLINT
  fuzz::Input input(data, size);
  const std::uint8_t choice = input.Byte();
  // Long names cost time, so they are seldom.
  const std::size_t times = choice % 16 == 15 ? choice : 0;
  const std::size_t piece = 1 + choice % 7U;
  const std::string name = input.Until('\0');
  std::string command = name;
  for (std::size_t i = 0; i < times && command.size() < 6000; ++i) {
    command += name;
  }
  const core::Facts facts = FactsFrom(input, command);
  CheckSentence(facts);
  CheckObject(facts);
  CheckFailure(command);
  CheckLine(command, piece);
  return 0;
}
