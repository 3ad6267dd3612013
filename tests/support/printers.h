// How the values of the policy look in a failing test.
#pragma once

#include <ostream>

#include "base/match.h"
#include "core/machine.h"
#include "core/process.h"
#include "core/signal.h"

namespace dumb_init::core {

inline std::ostream& operator<<(std::ostream& stream, const Signal& signal) {
  return stream << "signal " << signal.number;
}

inline std::ostream& operator<<(std::ostream& stream, const Pid& pid) {
  return stream << "pid " << pid.number;
}

inline std::ostream& operator<<(std::ostream& stream, const SignalSet& set) {
  stream << "{";
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    if (set.Has({number})) {
      stream << " " << number;
    }
  }
  return stream << " }";
}

inline std::ostream& operator<<(std::ostream& stream, const Killed& killed) {
  return stream << "was ended by signal " << killed.signal.number
                << (killed.core == CoreDump::kWritten ? " (core dumped)" : "");
}

inline std::ostream& operator<<(std::ostream& stream, const Ending& ending) {
  Match(
      ending, [&](const Exited& exited) { stream << "exited " << int{exited.code}; },
      [&](const Killed& killed) { stream << killed; });
  return stream;
}

inline std::ostream& operator<<(std::ostream& stream, Origin origin) {
  switch (origin) {
    case Origin::kProcess:
      return stream << "from a process";
    case Origin::kKernel:
      return stream << "from the kernel";
    case Origin::kKernelToGroup:
      return stream << "from the kernel to the group";
    case Origin::kOurselves:
      return stream << "from ourselves";
  }
  return stream;
}

inline std::ostream& operator<<(std::ostream& stream, const Event& event) {
  Match(
      event,
      [&](const SignalArrived& arrived) {
        stream << arrived.signal << " " << arrived.origin
               << (arrived.payload.present ? " with a value" : "");
      },
      [&](const ProcessEnded& ended) { stream << ended.pid << " " << ended.ending; },
      [&](const CommandStopped& stopped) {
        stream << "the command was stopped by " << stopped.signal;
      });
  return stream;
}

inline std::ostream& operator<<(std::ostream& stream, const Action& action) {
  Match(
      action,
      [&](const Forward& forward) {
        stream << "Forward(" << forward.signal.number
               << (forward.payload.present ? ", value)" : ")");
      },
      [&](const StopSelf&) { stream << "StopSelf"; },
      [&](const StopGroup& stop) { stream << "StopGroup(" << stop.signal.number << ")"; },
      [&](const WakeGroup& wake) { stream << "WakeGroup(" << wake.signal.number << ")"; },
      [&](const PassTerminal& pass) {
        stream << "PassTerminal("
               << (pass.to == PassTerminal::To::kCommand ? "command" : "ourselves") << ")";
      },
      [&](const ReportReap& report) {
        stream << "ReportReap(" << report.pid.number << " " << report.ending << ")";
      },
      [&](const Reap& reap) { stream << "Reap(" << reap.pid.number << ")"; },
      [&](const ReportDeath& death) { stream << "ReportDeath(" << death.how << ")"; },
      [&](const Exit& exit) { stream << "Exit(" << int{exit.code} << ")"; });
  return stream;
}

inline std::ostream& operator<<(std::ostream& stream, const Actions& actions) {
  stream << "[";
  for (const Action& action : actions) {
    stream << (&action == actions.begin() ? "" : ", ") << action;
  }
  return stream << "]";
}

inline std::ostream& operator<<(std::ostream& stream, const State& state) {
  return stream << (state.phase == Phase::kDone ? "done" : "running") << ", older "
                << state.older_than_command << ", forwarded " << state.forwarded
                << (state.groups == State::Groups::kStopped ? ", groups stopped" : "");
}

}  // namespace dumb_init::core
