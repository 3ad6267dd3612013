// What the doctor says of any container: JSON that is whole, and lines that are; each finding is
// about somebody or something that was seen.
#include <string>
#include <string_view>

#include "app/doctor_report.h"
#include "core/diagnosis.h"
#include "fuzz/json_reader.h"
#include "sys/output.h"

namespace dumb_init {
namespace {

using fuzz::JsonValue;
using fuzz::Require;

std::string written;  // NOLINT

}  // namespace

// What the rest of app/ stands on; only the first is used.
sys::Result<Done> sys::WriteOutput(std::string_view text) {
  fuzz::Checked(text);
  written += text;
  return Done{};
}

namespace {

core::Process ProcessFrom(fuzz::Input& input) {
  core::Process process;
  process.pid = {input.Byte()};
  process.parent = {input.Byte() % 8};
  process.group = {input.Byte() % 8};
  process.alive = input.Flip();
  process.has_terminal = input.Flip();
  process.started = input.Number();
  const std::string name = input.Until('\0');
  process.name.size = name.copy(process.name.bytes.data(), process.name.bytes.size() - 1);
  return process;
}

core::SignalSets SetsFrom(fuzz::Input& input) {
  const auto set = [&] { return core::SignalSet::FromBits(input.Flip() ? ~0ULL : 0ULL); };
  core::SignalSets sets;
  sets.caught = set();
  sets.ignored = set();
  sets.blocked = set();
  sets.waiting = set();
  return sets;
}

core::Subject SubjectFrom(fuzz::Input& input) {
  core::Subject subject;
  subject.process = ProcessFrom(input);
  subject.trade = core::TradeOf(subject.process.name.text(), input.Until('\0'));
  const core::SignalSets sets = SetsFrom(input);
  const auto sleep = input.Flip() ? core::Sleep::kForSignal : core::Sleep::kOther;
  subject.term = core::ReceptionOf(sets, subject.trade, sleep);
  Require(subject.term != core::Reception::kUnknown);
  const bool is_taken = sets.caught.bits() != 0 || sets.blocked.bits() != 0;
  Require(!is_taken ||
          (subject.term != core::Reception::kIgnored && subject.term != core::Reception::kDefault));
  return subject;
}

core::ContainerFacts FactsFrom(fuzz::Input& input) {
  core::ContainerFacts facts;
  facts.pid_one = SubjectFrom(input);
  facts.pid_one.process.pid = core::kPidOne;
  facts.command = SubjectFrom(input);
  facts.application = ProcessFrom(input);
  for (auto& figure : facts.figures) {
    if (input.Flip()) {
      figure = input.Number();
    }
  }
  core::Settings settings;
  settings.scope = static_cast<core::Scope>(input.Byte() % 3);
  settings.leads = static_cast<core::Leads>(input.Byte() % 3);
  const auto runs = static_cast<core::Orders::Runs>(input.Byte() % 2);
  const core::Orders orders = core::OrdersOf(settings, runs);
  while (!input.empty()) {
    const core::Process process = ProcessFrom(input);
    const auto suspicion = core::Suspect(process, orders, facts.command.process.pid);
    Require(process.alive || suspicion != core::Suspicion::kOutOfReach);
    Require(settings.scope != core::Scope::kAll || suspicion != core::Suspicion::kOutOfReach);
    const std::uint64_t times = 1 + input.Byte() % 20U;
    facts.processes += times;
    for (std::uint64_t i = 0; i < times && suspicion != core::Suspicion::kNone; ++i) {
      const auto kind = suspicion == core::Suspicion::kZombie ? core::Finding::Kind::kZombie
                                                              : core::Finding::Kind::kOutOfReach;
      facts.cases[static_cast<std::size_t>(suspicion)].Add(
          {kind, {process.pid, process.name}, {process.parent, facts.application.name}});
    }
  }
  return facts;
}

void CheckFinding(const core::Finding& finding, const core::ContainerFacts& facts) {
  switch (finding.kind) {
    case core::Finding::Kind::kTermLost:
    case core::Finding::Kind::kTermUnsure:
      Require(finding.who.pid == core::kPidOne);
      break;
    case core::Finding::Kind::kPids:
    case core::Finding::Kind::kMemory:
      Require(finding.count >= finding.limit / 10 * 9);
      break;
    case core::Finding::Kind::kShell:
      Require(finding.parent.pid == facts.Front().process.pid);
      break;
    case core::Finding::Kind::kOomKills:
    case core::Finding::Kind::kTermIgnored:
    case core::Finding::Kind::kTermStuck:
    case core::Finding::Kind::kZombie:
    case core::Finding::Kind::kOutOfReach:
      break;
  }
}

std::string Written(core::ReportFormat format, const core::Findings& findings,
                    const core::ContainerFacts& facts) {
  written.clear();
  Require(app::WriteReport(format, findings, facts).ok());
  return written;
}

void Check(const core::ContainerFacts& facts) {
  const core::Findings findings = core::Judge(facts);
  std::string text = Written(core::ReportFormat::kJson, findings, facts);
  std::erase(text, '\n');
  const JsonValue json = fuzz::JsonReader::Read(text);
  Require(json["findings"].elements.size() == findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    CheckFinding(findings[i], facts);
    const JsonValue& said = json["findings"].elements[i];
    Require(said["name"].text == fuzz::Said(findings[i].who.name.text()) ||
            findings[i].who.pid.number == 0);
    Require(!said["advice"].text.empty() && !said["text"].text.empty());
  }
  Require(json["pid_1"].text == fuzz::Said(facts.pid_one.process.name.text()));
  Require(json["processes"].text == std::to_string(facts.processes));
  const std::string plain = Written(core::ReportFormat::kText, findings, facts);
  Require(plain.starts_with("no findings\n") == findings.empty());
}

}  // namespace
}  // namespace dumb_init

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dumb_init::fuzz::Input input(data, size);
  dumb_init::Check(dumb_init::FactsFrom(input));
  return 0;
}
