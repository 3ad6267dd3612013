// What is wrong in a container: facts in, findings out.
#include "core/diagnosis.h"

#include <algorithm>
#include <csignal>

#include "base/take_until.h"

namespace dumb_init::core {
namespace {

constexpr Signal kTerm{SIGTERM};

// In the order of Trade.
constexpr std::string_view kNames[] = {
    "dumb-init tini tini-static docker-init catatonit podman-init",
    "sh bash dash ash zsh ksh mksh",
    "node nodejs",
};

// A shell at a terminal ignores TERM for the sake of whoever types there.
bool IsForTyping(const Subject& subject) {
  return subject.trade == Trade::kShell && subject.process.has_terminal;
}

std::optional<Finding::Kind> JudgeTerm(const Subject& subject) {
  const bool is_pid_one = subject.process.pid == kPidOne;
  switch (subject.term) {
    case Reception::kDefault:
      return is_pid_one ? std::optional(Finding::Kind::kTermLost) : std::nullopt;
    case Reception::kCaught:
      // Node's own handler sends the signal again with its default action, which PID 1 has none of;
      // one that the program adds looks the same from outside.
      return is_pid_one && subject.trade == Trade::kNode ? std::optional(Finding::Kind::kTermUnsure)
                                                         : std::nullopt;
    case Reception::kIgnored:
      return IsForTyping(subject) ? std::nullopt : std::optional(Finding::Kind::kTermIgnored);
    case Reception::kStuck:
      return Finding::Kind::kTermStuck;
    case Reception::kAwaited:
    case Reception::kUnknown:
      break;
  }
  return std::nullopt;
}

class Judgement {
 public:
  Judgement(const ContainerFacts& facts, Findings& findings) : facts_(facts), findings_(findings) {}

  void Judge() {
    AddTerm(facts_.pid_one);
    AddTerm(facts_.command);
    const Subject& front = facts_.Front();
    // A shell that catches TERM was told to pass it on, and one that ignores it is found for that.
    if (front.trade == Trade::kShell && front.term == Reception::kDefault &&
        facts_.application.pid.number != 0) {
      Add(Finding::Kind::kShell, facts_.application, front.process);
    }
    for (const Cases& cases : facts_.cases) {
      for (const Finding& finding : cases.some) {
        findings_.push_back(finding);
      }
    }
    AddFigures();
  }

 private:
  void AddTerm(const Subject& subject) {
    if (const auto kind = JudgeTerm(subject)) {
      Add(*kind, subject.process, {});
    }
  }

  void Add(Finding::Kind kind, const Process& who, const Process& parent) {
    findings_.push_back({kind, {who.pid, who.name}, {parent.pid, parent.name}});
  }

  void AddFigures() {
    AddFigure(Finding::Kind::kOomKills, Known(Figure::kOomKills, 0), 0);
    // One of them is us.
    const std::uint64_t pids = std::max<std::uint64_t>(Known(Figure::kPids, 1), 1) - 1;
    const std::uint64_t pids_limit = Known(Figure::kPidsLimit, kUnlimited);
    if (IsScarce(pids, pids_limit)) {
      AddFigure(Finding::Kind::kPids, pids, pids_limit);
    }
    const std::uint64_t memory = facts_.MemoryInUse();
    const std::uint64_t memory_limit = Known(Figure::kMemoryLimit, kUnlimited);
    if (IsScarce(memory, memory_limit)) {
      AddFigure(Finding::Kind::kMemory, InMiB(memory), InMiB(memory_limit));
    }
  }

  void AddFigure(Finding::Kind kind, std::uint64_t count, std::uint64_t limit) {
    if (count > 0) {
      findings_.push_back({kind, {}, {}, count, limit});
    }
  }

  static bool IsScarce(std::uint64_t count, std::uint64_t limit) {
    constexpr std::uint64_t kTenth = 10;
    return limit != kUnlimited && count >= limit - limit / kTenth;
  }

  std::uint64_t Known(Figure figure, std::uint64_t otherwise) const {
    return facts_.Known(figure, otherwise);
  }

  const ContainerFacts& facts_;
  Findings& findings_;
};

// The group that TERM goes to is the one the command leads.
bool IsInReach(const Process& process, Scope scope, Pid command) {
  switch (scope) {
    case Scope::kAll:
      return true;
    case Scope::kGroup:
      return command.number != 0 && process.group == command;
    case Scope::kCommand:
      break;
  }
  return false;
}

}  // namespace

// A blocked signal waits even if it is ignored (signal(7)). A handler beside the mask of the first
// thread says that other threads are to run it.
Reception ReceptionOf(const SignalSets& signals, Trade trade, Sleep sleep) {
  if (signals.blocked.Has(kTerm) && signals.waiting.Has(kTerm)) {
    return Reception::kStuck;
  }
  if (signals.caught.Has(kTerm)) {
    return Reception::kCaught;
  }
  if (signals.blocked.Has(kTerm) || trade == Trade::kInit || sleep == Sleep::kForSignal) {
    return Reception::kAwaited;
  }
  return signals.ignored.Has(kTerm) ? Reception::kIgnored : Reception::kDefault;
}

Trade TradeOf(std::string_view name, std::string_view program) {
  std::size_t trade = 0;
  for (const std::string_view names : kNames) {
    if (Lists(names, ' ', name) || Lists(names, ' ', program)) {
      break;
    }
    ++trade;
  }
  return static_cast<Trade>(trade);
}

Orders OrdersOf(const Settings& settings, Orders::Runs runs) {
  return {settings.scope, settings.leads,
          settings.grace ? Orders::Rest::kIsTold : Orders::Rest::kIsNot, runs};
}

bool MayBeCommand(const Process& process, const std::optional<Orders>& orders) {
  if (!process.alive || process.parent != kPidOne) {
    return false;
  }
  if (!orders) {
    return true;
  }
  if (orders->runs == Orders::Runs::kNothing) {
    return false;
  }
  // Who leads a session leads a group, too.
  return orders->leads == Leads::kNothing || process.group == process.pid;
}

bool IsOlder(const Process& one, const Process& other) {
  return other.pid.number == 0 || one.started < other.started ||
         (one.started == other.started && one.pid < other.pid);
}

Suspicion Suspect(const Process& process, const std::optional<Orders>& orders, Pid command) {
  if (!process.alive) {
    return process.parent.number == 0 ? Suspicion::kNone : Suspicion::kZombie;
  }
  const bool is_orphan = process.parent == kPidOne && process.pid != command;
  if (!is_orphan || !orders || orders->rest == Orders::Rest::kIsTold ||
      orders->runs == Orders::Runs::kNothing || IsInReach(process, orders->scope, command)) {
    return Suspicion::kNone;
  }
  return Suspicion::kOutOfReach;
}

void Cases::Add(const Finding& finding) {
  ++count;
  if (some.size() < kMost) {
    some.push_back(finding);
  }
}

std::uint64_t ContainerFacts::Known(Figure figure, std::uint64_t otherwise) const {
  return figures[static_cast<std::size_t>(figure)].value_or(otherwise);
}

std::uint64_t ContainerFacts::MemoryInUse() const {
  const std::uint64_t memory = Known(Figure::kMemory, 0);
  return memory - std::min(memory, Known(Figure::kIdleCache, 0));
}

Findings Judge(const ContainerFacts& facts) {
  Findings findings;
  Judgement(facts, findings).Judge();
  return findings;
}

}  // namespace dumb_init::core
