// Why a part of all configurations, signals and states stands for all of them. Each reason is tried
// at every step of an exploration: the step is taken again with everything changed that must not
// matter, and the answer has to be the same.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "core/machine.h"
#include "unit/core/dimensions.h"

namespace dumb_init::core {

struct Reduction {
  std::string_view name;
  std::string_view meaning;
};
std::span<const Reduction> Reductions();

// Tries the reductions for one configuration.
class Reducer {
 public:
  // Steps are also taken with `subject` and one that is alike exchanged: each in its `turn`.
  Reducer(const Config& config, const Subject* subject, std::size_t turn);

  // The name of the first reason that `step`, the answer to `event` in `before`, refutes.
  std::string_view Refuted(const State& before, const Event& event, const Step& step);

 private:
  struct Exchange {
    int one;
    int other;
  };
  const Config& OthersChanged(int kept);
  bool LooksAtAnother(const State& before, const Event& event, const Step& step);
  bool TellsAlikeApart(const State& before, const Event& event, const Step& step) const;

  const Config& config_;
  Config other_scope_;
  Config other_ending_;
  Config other_routing_;
  // For each signal the configuration with all others treated in another way, once it was asked
  // for; 0: all.
  std::array<std::optional<Config>, kHighestSignal + 1> others_changed_;
  std::optional<Exchange> exchange_;
  Config exchanged_;
};

// What of a state still matters: after the end of the command the signals before it do not.
State WhatMatters(const State& state);

}  // namespace dumb_init::core
