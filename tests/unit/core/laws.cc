// All laws of one step.
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

std::vector<Law> Gather() {
  std::vector<Law> all{
      {"the end is final", "After Exit nothing is done and nothing changes.",
       [](const Observed& seen) { return seen.actions.empty() && seen.next == seen.before; }}};
  for (const auto part : {LawsOfSignals(), LawsOfStops(), LawsOfTime(), LawsOfEnding(),
                          LawsOfTelling(), LawsOfReaping()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

const std::vector<Law>& Laws() {
  static const std::vector<Law> kAll = Gather();
  return kAll;
}

std::string_view BrokenLaw(const Config& config, const State& before, const Event& event,
                           const Step& step) {
  const Observed seen(config, before, event, step);
  const std::span<const Law> all = Laws();
  const bool done = before.phase == Phase::kDone;
  for (const Law& law : done ? all.first(1) : all.subspan(1)) {
    if (!law.holds(seen)) {
      return law.name;
    }
  }
  return "";
}

}  // namespace dumb_init::core
