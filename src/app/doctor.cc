// A look at the container we are in, for people and for machines.
#include "app/doctor.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/doctor_report.h"
#include "core/proc_text.h"
#include "sys/cgroup.h"
#include "sys/clock.h"
#include "sys/kinship.h"
#include "sys/number_folder.h"
#include "sys/pid_set.h"
#include "sys/proc_file.h"
#include "sys/process.h"
#include "sys/process_facts.h"

namespace dumb_init::app {
namespace {

// What is over within this time was never wrong.
constexpr int kMillisecondsBetweenLooks = 100;

// Who was suspicious in the first look, by suspicion. Too large for the stack, and without cost
// where nobody is put into them.
sys::PidSet suspects[core::kSuspicions];

// Its options come first in a command line, so that one that is too long is no loss.
std::optional<core::Orders> OrdersOfPidOne(ReadOrders read_orders, char* const* environment) {
  std::array<char, 16384> words_room;
  std::array<char*, 512> words;
  const std::size_t size = sys::ReadProc(core::kPidOne, "/cmdline", words_room).size();
  const std::size_t count = core::FindWords({words_room.data(), size}, words);
  std::array<char, std::size_t{1} << 17U> variables_room;
  std::array<char*, 4096> variables;
  const std::size_t length = sys::ReadProc(core::kPidOne, "/environ", variables_room).size();
  if (count == 0 || length == variables_room.size() ||
      core::FindWords({variables_room.data(), length}, variables) + 1 == variables.size()) {
    return std::nullopt;
  }
  return read_orders({words.data(), count}, length == 0 ? environment : variables.data());
}

enum class Look { kFirst, kSecond };

// PID 1, what is below it, and what is suspicious twice.
class Examination {
 public:
  explicit Examination(core::Pid self) : self_(self) {}

  const core::ContainerFacts& Run(sys::NumberFolder& processes, const core::Process& pid_one,
                                  ReadOrders read_orders, char* const* environment) {
    facts_.pid_one.process = pid_one;
    GetToKnow(facts_.pid_one);
    if (HasInit()) {
      orders_ = OrdersOfPidOne(read_orders, environment);
    }
    LookAtAll(processes, Look::kFirst);
    GetToKnow(facts_.command);
    sys::Pause(kMillisecondsBetweenLooks);
    LookAtTerm(facts_.pid_one, Look::kSecond);
    LookAtTerm(facts_.command, Look::kSecond);
    LookAtAll(processes, Look::kSecond);
    for (std::size_t i = 0; i < core::kFigures; ++i) {
      facts_.figures[i] = sys::ReadFigure(static_cast<core::Figure>(i));
    }
    return facts_;
  }

 private:
  bool HasInit() const { return facts_.pid_one.trade == core::Trade::kInit; }

  static void GetToKnow(core::Subject& subject) {
    const core::Process& process = subject.process;
    std::array<char, 4096> room;
    subject.trade = core::TradeOf(process.name.text(),
                                  core::ProgramIn(sys::ReadProc(process.pid, "/cmdline", room)));
    LookAtTerm(subject, Look::kFirst);
  }

  // The last look counts, since a shell blocks signals for moments; but a TERM that waits is one
  // that nobody takes only if it did in the look before.
  static void LookAtTerm(core::Subject& subject, Look look) {
    const core::Pid pid = subject.process.pid;
    const auto signals = sys::ReadSignalSets(pid);
    if (!signals) {
      return;
    }
    const core::Reception term = core::ReceptionOf(
        *signals, subject.trade,
        sys::SleepsForSignal(pid) ? core::Sleep::kForSignal : core::Sleep::kOther);
    if (look == Look::kFirst || term != core::Reception::kStuck) {
      subject.term = term;
    }
  }

  // At all that can be read, but for ourselves.
  void LookAtAll(sys::NumberFolder& processes, Look look) {
    processes.Rewind();
    while (const std::optional<int> number = processes.Next()) {
      const auto process = sys::ReadProcess({*number});
      if (process && process->pid != self_) {
        look == Look::kFirst ? LookFirst(*process) : LookAgain(*process);
      }
    }
  }

  void LookFirst(const core::Process& process) {
    newest_ = std::max(newest_, process.started);
    if (HasInit() && core::MayBeCommand(process, orders_) &&
        core::IsOlder(process, facts_.command.process)) {
      facts_.command.process = process;
    }
    const core::Suspicion suspicion = core::Suspect(process, orders_, {});
    if (suspicion != core::Suspicion::kNone) {
      suspects[static_cast<std::size_t>(suspicion)].Add(process.pid);
    }
  }

  void LookAgain(const core::Process& process) {
    ++facts_.processes;
    // One that is younger has taken the pid of another.
    if (process.started > newest_) {
      return;
    }
    if (process.alive && process.parent == facts_.Front().process.pid &&
        core::IsOlder(process, facts_.application)) {
      facts_.application = process;
    }
    const core::Suspicion suspicion = core::Suspect(process, orders_, facts_.command.process.pid);
    if (suspicion != core::Suspicion::kNone &&
        suspects[static_cast<std::size_t>(suspicion)].Has(process.pid)) {
      AddCase(process, suspicion);
    }
  }

  // Of a zombie whose parent has just ended nothing is known, and our own children are no finding.
  void AddCase(const core::Process& process, core::Suspicion suspicion) {
    core::Finding finding{core::Finding::Kind::kOutOfReach, {process.pid, process.name}, {}};
    if (suspicion == core::Suspicion::kZombie) {
      const auto parent = sys::ReadProcess(process.parent);
      if (!parent || parent->pid == self_) {
        return;
      }
      finding.kind = core::Finding::Kind::kZombie;
      finding.parent = {parent->pid, parent->name};
    }
    facts_.cases[static_cast<std::size_t>(suspicion)].Add(finding);
  }

  core::Pid self_;
  core::ContainerFacts facts_;
  std::optional<core::Orders> orders_;
  // When the youngest of the first look was started.
  std::uint64_t newest_ = 0;
};

core::ShellCode CannotLook(const char* why, Log& log) {
  Line line;
  line.Add("[dumb-init] --doctor: ").Add(why);
  log.UsageIsWrong(line);
  return core::kCouldNotLook;
}

}  // namespace

core::ShellCode Doctor(core::ReportFormat format, ReadOrders read_orders, char* const* environment,
                       Log& log) {
  const core::Pid self = sys::Self();
  if (self == core::kPidOne) {
    return CannotLook("this is PID 1 itself; run it inside a running container, with exec", log);
  }
  sys::NumberFolder processes("/proc");
  if (!processes.ok() || !sys::ProcIsOurs(self)) {
    return CannotLook("/proc is not that of this PID namespace", log);
  }
  const auto pid_one = sys::ReadProcess(core::kPidOne);
  if (!pid_one) {
    return CannotLook("PID 1 is hidden; run it as the user of PID 1, or as root", log);
  }
  Examination examination(self);
  const core::ContainerFacts& facts =
      examination.Run(processes, *pid_one, read_orders, environment);
  const core::Findings findings = core::Judge(facts);
  const auto written = WriteReport(format, findings, facts);
  if (!written.ok()) {
    log.CannotWrite(written.error());
    return core::kCouldNotLook;
  }
  return findings.empty() ? core::kNothingFound : core::kSomethingFound;
}

}  // namespace dumb_init::app
