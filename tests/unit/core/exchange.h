// The same policy, state, event or answer with two signals exchanged.
#pragma once

#include "core/machine.h"

namespace dumb_init::core {

class Exchanger {
 public:
  Exchanger(int one, int other) : one_{one}, other_{other} {}

  Signal operator()(Signal signal) const {
    return signal == one_ ? other_ : signal == other_ ? one_ : signal;
  }
  SignalSet operator()(const SignalSet& set) const;
  Config operator()(const Config& config) const;
  State operator()(const State& state) const;
  Event operator()(const Event& event) const;
  Actions operator()(const Actions& actions) const;

 private:
  Timer OfTimer(const Timer& timer) const { return {timer.kind, (*this)(timer.signal)}; }
  Ending OfEnding(const Ending& ending) const;
  Action OfAction(const Action& action) const;

  Signal one_;
  Signal other_;
};

}  // namespace dumb_init::core
