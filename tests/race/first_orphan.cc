// The first orphan's end, at which the kernel is made to reap, against signals and against the end
// of the command; with a grace, which takes that back, and without.
#include <csignal>
#include <fstream>

#include "race/race.h"

namespace dumb_init::race {
namespace {

using testing::Eventually;
using testing::Guest;

constexpr int kSignal = 34;
constexpr long kOrphanUs = 300;
constexpr int kStatus = 7;

// Zombies are children, too, until they are waited for.
int ChildrenOf(pid_t init) {
  const std::string pid = std::to_string(init);
  std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
  int count = 0;
  for (pid_t child = 0; children >> child;) {
    ++count;
  }
  return count;
}

Verdict OrphanAndSignals(const Way& way, Aim& aim) {
  Guest guest(Stage(way, To::kCommand, {}, {"orphan", std::to_string(aim.Below(kOrphanUs))}));
  guest.ReadUntil("ready");
  guest.Write("x");
  Spin(aim.Next());
  for (int value = 1; value <= 3; ++value) {
    guest.Queue(kSignal, value);
    Spin(aim.Below(kOrphanUs / 10));
  }
  const std::string line = guest.ReadUntil("first");
  Verdict verdict{line == "signal first", ""};
  if (line != "signal first" && line != "orphan first") {
    verdict.wrong = line;
    return verdict;
  }
  if (!Eventually([&] { return ChildrenOf(guest.pid()) == 1; })) {
    verdict.wrong = "somebody was not reaped";
  }
  guest.CloseInput();
  const std::string wrong = NotStatus(guest.Wait(), kStatus);
  verdict.wrong += wrong;
  return verdict;
}

Verdict OrphanAndEnd(const Way& way, Aim& aim, std::vector<std::string> options) {
  Guest guest(Stage(way, To::kCommand, std::move(options),
                    {"both", std::to_string(kOrphanUs), std::to_string(aim.Next())}));
  guest.ReadUntil("ready");
  guest.Write("x");
  Spin(aim.Below(2 * kOrphanUs));
  guest.Send(kSignal);
  Verdict verdict{std::nullopt, NotStatus(guest.Wait(), kStatus)};
  const std::string output = guest.ReadOutput();
  verdict.early = output.starts_with("command");
  TakeLeftBehind();
  if (verdict.wrong.empty() && !Contains(output, "command\n")) {
    verdict.wrong = "the init was gone before the command";
  }
  return verdict;
}

Verdict OrphanAndEndPlain(const Way& way, Aim& aim) { return OrphanAndEnd(way, aim, {}); }

Verdict OrphanAndEndGrace(const Way& way, Aim& aim) {
  return OrphanAndEnd(way, aim, {"--grace", "24h"});
}

}  // namespace

const std::vector<Race> kFirstOrphans = {
    {"switch-signals",
     "signals",
     "first orphan's end",
     OrphanAndSignals,
     300,
     300,
     {kPidOneFirst, kPidOneOurs, kPidOneKernel, kOrdinaryFirst}},
    {"switch-end",
     "the command's end",
     "first orphan's end",
     OrphanAndEndPlain,
     300,
     100,
     {kPidOneFirst, kPidOneOurs, kPidOneKernel, kOrdinaryFirst}},
    {"switch-back",
     "the command's end",
     "last orphan's end",
     OrphanAndEndGrace,
     300,
     100,
     {kPidOneFirst, kPidOneOurs, kPidOneKernel, kOrdinaryFirst, kOrdinaryKernel}},
};

}  // namespace dumb_init::race
