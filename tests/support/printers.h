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

inline std::ostream& operator<<(std::ostream& stream, const Timer& timer) {
  switch (timer.kind) {
    case Timer::Kind::kKillAfter:
      return stream << "kill-after";
    case Timer::Kind::kGrace:
      return stream << "grace";
    case Timer::Kind::kLookAgain:
      return stream << "look-again";
    case Timer::Kind::kLeftovers:
      return stream << "leftovers";
    case Timer::Kind::kHold:
      return stream << "hold of " << timer.signal;
  }
  return stream;
}

inline std::ostream& operator<<(std::ostream& stream, Rest rest) {
  switch (rest) {
    case Rest::kChildren:
      return stream << "children";
    case Rest::kOthers:
      return stream << "others";
    case Rest::kNobody:
      return stream << "nobody";
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
      },
      [&](const TimerExpired& expired) { stream << expired.timer << " expired"; },
      [&](const RestSeen& seen) { stream << "left are " << seen.rest; });
  return stream;
}

inline std::ostream& operator<<(std::ostream& stream, const Outcome& outcome) {
  constexpr const char* kCauses[] = {"not by us", "forwarded", "time over"};
  return stream << outcome.ending << " " << kCauses[static_cast<int>(outcome.cause)]
                << " with status " << int{outcome.status}
                << (outcome.grace == Outcome::Grace::kOver ? ", grace over" : "");
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
      [&](const LetKernelReap& reap) { stream << "LetKernelReap(" << reap.pid.number << ")"; },
      [&](const ReapOurselves&) { stream << "ReapOurselves"; },
      [&](const NoteCommand&) { stream << "NoteCommand"; },
      [&](const NoteKilled&) { stream << "NoteKilled"; },
      [&](const SayReport& report) { stream << "SayReport(" << report.outcome << ")"; },
      [&](const FileReport& report) { stream << "FileReport(" << report.outcome << ")"; },
      [&](const TellRest&) { stream << "TellRest"; },
      [&](const KillRest&) { stream << "KillRest"; },
      [&](const LookAtRest&) { stream << "LookAtRest"; },
      [&](const ReportLeftovers&) { stream << "ReportLeftovers"; },
      [&](const StartTimer& start) {
        stream << "StartTimer(" << start.timer << " " << start.duration.milliseconds
               << (start.payload.present ? ", value)" : ")");
      },
      [&](const StopTimer& stop) { stream << "StopTimer(" << stop.timer << ")"; },
      [&](const StopTimers&) { stream << "StopTimers"; },
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
  constexpr const char* kPhases[] = {"running", "ending", "killing", "done"};
  constexpr const char* kStops[] = {"", ", asked to stop", ", stop forwarded"};
  return stream << kPhases[static_cast<int>(state.phase)] << ", older " << state.older_than_command
                << ", forwarded " << state.forwarded << ", held " << state.held
                << (state.groups == State::Groups::kStopped ? ", groups stopped" : "")
                << kStops[static_cast<int>(state.stop)]
                << (state.our_kill == State::OurKill::kSent ? ", killed by us" : "")
                << (state.reaping == State::Reaping::kByKernel ? ", reaped by the kernel" : "")
                << ", " << state.outcome;
}

}  // namespace dumb_init::core
