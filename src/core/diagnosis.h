// What is wrong in a container: facts in, findings out.
//
// What counts is whether a stop request, TERM, makes the application end in good order, and whether
// what ends is reaped. The kernel drops every signal to PID 1 that PID 1 has no handler for and
// does not wait for (pid_namespaces(7)), so the first question is what PID 1 does with TERM; if it
// is an init, the next is what the command does with it. A shell in that place passes none on, and
// ends before what it runs.
//
// What may be over in a moment (a zombie, an orphan, a TERM that waits) counts if it is seen in two
// looks, some time apart.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/fixed_list.h"
#include "core/cgroup.h"
#include "core/proc_text.h"
#include "core/process.h"
#include "core/settings.h"

namespace dumb_init::core {

// What a process is for, by its name or program.
enum class Trade { kInit, kShell, kNode, kOther };
Trade TradeOf(std::string_view name, std::string_view program);

// What becomes of a TERM.
enum class Reception {
  kUnknown,
  kCaught,   // There is a handler.
  kAwaited,  // It is blocked, as by an init that waits for signals.
  kStuck,    // It is blocked, and one waits that nobody takes.
  kIgnored,
  kDefault,  // It ends the process; if it is PID 1, nothing happens.
};

// While a process sleeps in sigtimedwait(2) the kernel shows what it waits for as not blocked.
// Every init does, and of others it is known only if we may look.
enum class Sleep { kForSignal, kOther };
Reception ReceptionOf(const SignalSets& signals, Trade trade, Sleep sleep);

// A process that the judgement is about.
struct Subject {
  Process process;
  Trade trade = Trade::kOther;
  Reception term = Reception::kUnknown;
};

// What an init was asked to do, as far as it matters here.
struct Orders {
  Scope scope = Scope::kGroup;
  Leads leads = Leads::kSession;
  // Who is left when the command has ended is told TERM and given time.
  enum class Rest { kIsTold, kIsNot } rest = Rest::kIsNot;
  // Pause: there is no command.
  enum class Runs { kCommand, kNothing } runs = Runs::kCommand;
};
Orders OrdersOf(const Settings& settings, Orders::Runs runs);

// Whether `process` may be the command of an init that is PID 1: the oldest of those is. Without
// knowing the orders every child may be.
bool MayBeCommand(const Process& process, const std::optional<Orders>& orders);

// Whether `one` was started before `other`; before nobody, whose pid is 0, always.
bool IsOlder(const Process& one, const Process& other);

// What a process gives cause for by itself. kOutOfReach: an orphan that hears of no stop request
// and is killed when PID 1 ends; while the `command` is not known (pid 0), whoever might be one.
// What has a parent besides PID 1 is that one's business, and nothing is known of an init without
// `orders`.
enum class Suspicion { kZombie, kOutOfReach, kNone };
constexpr std::size_t kSuspicions = 2;
Suspicion Suspect(const Process& process, const std::optional<Orders>& orders, Pid command);

struct Party {
  Pid pid;
  Name name;
};

struct Finding {
  enum class Kind {
    kTermLost,    // `who` is PID 1 and has no handler.
    kTermUnsure,  // `who` is PID 1 and has a handler that may end nothing.
    kTermIgnored,
    kTermStuck,
    kShell,   // `parent` is a shell in front of `who`.
    kZombie,  // `parent` does not wait for it.
    kOutOfReach,
    kOomKills,  // `count` so far.
    kPids,      // `count` of `limit`.
    kMemory,    // `count` of `limit` MiB.
  } kind = Kind::kTermLost;
  // Pid 0: nobody.
  Party who;
  Party parent;
  std::uint64_t count = 0;
  std::uint64_t limit = 0;
};

constexpr std::uint64_t InMiB(std::uint64_t bytes) {
  constexpr unsigned kBits = 20;
  return bytes >> kBits;
}

// Of one suspicion: some of those who were found, and how many there are.
struct Cases {
  static constexpr std::size_t kMost = 16;
  FixedList<Finding, kMost> some;
  std::uint64_t count = 0;
  void Add(const Finding& finding);
};

// All that was seen. A pid of 0: there is no such process.
struct ContainerFacts {
  Subject pid_one;
  // Of PID 1, where that is an init and has one.
  Subject command;
  // The oldest living child of the command or, where PID 1 is no init, of PID 1.
  Process application;
  std::uint64_t processes = 0;
  // By Suspicion.
  std::array<Cases, kSuspicions> cases;
  // By Figure; absent: it cannot be told.
  std::array<std::optional<std::uint64_t>, kFigures> figures;

  // Who has to do with a TERM what TERM is for.
  const Subject& Front() const { return command.process.pid.number != 0 ? command : pid_one; }
  std::uint64_t Known(Figure figure, std::uint64_t otherwise) const;
  // Without what is given back when it is needed; 0: it cannot be told.
  std::uint64_t MemoryInUse() const;
};

// Two about TERM, a shell, three about figures, and the cases.
using Findings = FixedList<Finding, kSuspicions * Cases::kMost + 6>;

// What is wrong, the worst first.
Findings Judge(const ContainerFacts& facts);

}  // namespace dumb_init::core
