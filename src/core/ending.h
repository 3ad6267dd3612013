// The part of the policy that comes after the command: who is told, waited for and killed, and what
// we leave with. For the machine.
#pragma once

#include <csignal>

#include "core/machine.h"

namespace dumb_init::core {

inline bool Follows(const Config& config) {
  return config.job_control == Config::JobControl::kFollow;
}

inline bool IsStopRequest(const Config& config, Signal received) {
  return received.number == SIGTERM || received.number == SIGINT || received == config.stop_signal;
}

// Whether somebody may hear of the end of the command, so that notes have to be taken.
inline bool MayBeTold(const Config& config) {
  return config.report_file == Config::ReportFile::kWanted ||
         config.report != Config::Report::kNever;
}

// In kRunning.
Step OnCommandEnded(const Config& config, const State& state, const Ending& ending);

// In any phase before kDone.
Step OnStrangerEnded(const Config& config, const State& state, const ProcessEnded& ended);
Step OnRestSeen(const Config& config, const State& state, Rest rest);

// In kEnding and kKilling.
Step OnSignalWhileEnding(const Config& config, const State& state, Signal signal);
Step OnTimerWhileEnding(const Config& config, const State& state, Timer::Kind expired);

}  // namespace dumb_init::core
