// What the doctor says, as text and as JSON.
#include "app/doctor_report.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "core/cgroup.h"

namespace dumb_init::app {
namespace {

using core::Finding;

// Without its length, which would make a larger file.
using Text = const char*;

struct Words {
  Text kind;
  // Behind the name of who it is about, and in front of the parent's name or of the figures.
  Text text;
  Text advice;
};

constexpr Text kUseInit =
    "Put an init in front: ENTRYPOINT [\"dumb-init\", \"--\"], or run with --init.";
constexpr Text kMoreMemory = "Raise the memory limit, or let the program use less.";

// In the order of Finding::Kind.
constexpr Words kWords[] = {
    {"term_lost", " has no handler for TERM, and without one it does not end PID 1", kUseInit},
    {"term_unsure", " does not end on TERM as PID 1, unless the program has its own handler",
     kUseInit},
    {"term_ignored", " ignores TERM",
     "Let it handle TERM, or send what it ends on: dumb-init --rewrite TERM:QUIT."},
    {"term_stuck", " blocks TERM and does not take the one that waits",
     "Look at what keeps it from taking TERM."},
    {"shell", " is behind a shell that passes no TERM on: ",
     "Let the shell become the program: exec PROGRAM as its last command."},
    {"zombie", " is a zombie, not waited for by ", "Let the parent wait for its children."},
    {"out_of_reach", " hears no TERM, and is killed when PID 1 ends",
     "Start dumb-init with --scope all or --grace 10s (DUMB_INIT_GRACE=10s)."},
    {"oom_kills", "Processes killed because memory ran out: ", kMoreMemory},
    {"pids_limit", "Processes and threads: ", "Raise the limit, or look at who starts so many."},
    {"memory_limit", "MiB of memory in use: ", kMoreMemory},
};

// In the order of core::Reception.
constexpr Text kReceptions[] = {"unknown", "caught", "awaited", "stuck", "ignored", "default"};

// In the order of core::Suspicion and core::Figure.
constexpr Text kCaseKeys[] = {"zombies", "out_of_reach"};
constexpr Text kFigureKeys[] = {"oom_kills",        "memory_MiB", "idle_cache_MiB",
                                "memory_limit_MiB", "pids",       "pids_limit"};

std::uint64_t Shown(core::Figure figure, std::uint64_t count) {
  const bool is_memory = figure >= core::Figure::kMemory && figure <= core::Figure::kMemoryLimit;
  return is_memory && count != core::kUnlimited ? core::InMiB(count) : count;
}

void AddParty(Line& line, const core::Party& party) {
  if (party.pid.number != 0) {
    line.Add(party.name.text()).Add(" (PID ").Add(party.pid.number).Add(")");
  }
}

void AddParty(Json& json, const core::Party& party) {
  if (party.pid.number != 0) {
    json.Number(party.pid.number, "pid").Text(party.name.text(), "name");
  }
}

void AddSentence(Line& line, const Finding& finding, const Words& words) {
  AddParty(line, finding.who);
  line.Add(words.text);
  AddParty(line, finding.parent);
  if (finding.count != 0) {
    line.Add(finding.count);
  }
  if (finding.limit != 0) {
    line.Add(" of ").Add(finding.limit);
  }
}

// Writes line by line until one cannot be written.
class Report {
 public:
  explicit Report(core::ReportFormat format) : is_json_(format == core::ReportFormat::kJson) {}

  // Lines that are in one of the formats only.
  void AddJson(Text text) {
    if (is_json_) {
      Line line;
      Write(line.Add(text));
    }
  }
  void AddText(Text text) {
    if (!is_json_) {
      Line line;
      Write(line.Add(text));
    }
  }

  void Add(const Finding& finding, const Finding* next) {
    const Words& words = kWords[static_cast<std::size_t>(finding.kind)];
    Line sentence;
    AddSentence(sentence, finding, words);
    if (is_json_) {
      AddMembers(finding, words, sentence);
      if (next != nullptr) {
        AddJson(",");
      }
      return;
    }
    Write(sentence);
    // Once for all of its kind.
    if (next == nullptr || next->kind != finding.kind) {
      Line advice;
      Write(advice.Add("  ").Add(words.advice));
    }
  }

  void Add(Text key, std::string_view text) {
    Line line;
    if (is_json_) {
      Json(line.Add(",")).Text(text, key);
    } else {
      AddLabel(line, key).Add(text);
    }
    Write(line);
  }

  // No limit is -1 in JSON.
  void Add(Text key, std::uint64_t number) {
    Line line;
    if (is_json_) {
      Json(line.Add(",")).Number(static_cast<std::int64_t>(number), key);
    } else if (AddLabel(line, key); number == core::kUnlimited) {
      line.Add("none");
    } else {
      line.Add(number);
    }
    Write(line);
  }

  sys::Result<Done> result() const { return result_; }

 private:
  void AddMembers(const Finding& finding, const Words& words, Line& sentence) {
    Line line;
    Json json(line);
    json.Open('{').Text(words.kind, "kind");
    AddParty(json, finding.who);
    json.Open('{', "parent");
    AddParty(json, finding.parent);
    std::string_view text = sentence.text();
    text.remove_suffix(1);
    json.Close('}').Text(text, "text").Text(words.advice, "advice").Close('}');
    Write(line);
  }

  static Line& AddLabel(Line& line, std::string_view key) {
    constexpr std::string_view kColumn = "                  ";
    std::string_view blanks = kColumn;
    blanks.remove_prefix(key.size());
    return line.Add(key).Add(blanks);
  }

  void Write(Line& line) {
    if (result_.ok()) {
      result_ = sys::WriteOutput(line.text());
    }
  }

  bool is_json_;
  sys::Result<Done> result_ = Done{};
};

void AddSubject(Report& report, const core::Subject& subject, Text name_key, Text term_key) {
  report.Add(name_key, subject.process.name.text());
  report.Add(term_key, kReceptions[static_cast<std::size_t>(subject.term)]);
}

}  // namespace

sys::Result<Done> WriteReport(core::ReportFormat format, const core::Findings& findings,
                              const core::ContainerFacts& facts) {
  Report report(format);
  report.AddJson("{\"schema\":1,\"findings\":[");
  for (std::size_t i = 0; i < findings.size(); ++i) {
    report.Add(findings[i], i + 1 < findings.size() ? &findings[i + 1] : nullptr);
  }
  if (findings.empty()) {
    report.AddText("no findings");
  }
  report.AddText("");
  report.AddJson("]");
  AddSubject(report, facts.pid_one, "pid_1", "pid_1_term");
  if (facts.command.process.pid.number != 0) {
    AddSubject(report, facts.command, "command", "command_term");
    report.Add("command_pid", static_cast<std::uint64_t>(facts.command.process.pid.number));
  }
  report.Add("processes", facts.processes);
  for (std::size_t i = 0; i < core::kSuspicions; ++i) {
    report.Add(kCaseKeys[i], facts.cases[i].count);
  }
  for (std::size_t i = 0; i < core::kFigures; ++i) {
    if (facts.figures[i]) {
      report.Add(kFigureKeys[i], Shown(static_cast<core::Figure>(i), *facts.figures[i]));
    }
  }
  report.AddJson("}");
  return report.result();
}

}  // namespace dumb_init::app
