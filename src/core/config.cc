// The unchanging part of the policy, from what was asked for and where we are.
#include <csignal>

#include "core/machine.h"

namespace dumb_init::core {
namespace {

// An orphaned process group ignores the terminal's stop signals (signal(7)), and the command that
// leads a session of its own is one; STOP works there.
Rewrites RewritesFor(const Settings& settings) {
  Rewrites rewrites = settings.rewrites;
  if (settings.leads == Leads::kSession) {
    rewrites.SetUnlessAsked({SIGTSTP}, {SIGSTOP});
    rewrites.SetUnlessAsked({SIGTTIN}, {SIGSTOP});
    rewrites.SetUnlessAsked({SIGTTOU}, {SIGSTOP});
  }
  return rewrites;
}

Config::Report ReportFor(const Settings& settings) {
  if (settings.death_report == DeathReport::kNever) {
    return Config::Report::kNever;
  }
  if (settings.verbosity == Verbosity::kVerbose) {
    return Config::Report::kAlways;
  }
  return settings.death_report == DeathReport::kWhenUnasked ? Config::Report::kIfUnasked
                                                            : Config::Report::kNever;
}

SignalSet ExpectedDeaths(const Surroundings& surroundings) {
  const SignalSet always = SignalSet{}.With({SIGPIPE});
  if (surroundings.standard_input == Surroundings::StandardInput::kTerminal) {
    return always.With({SIGINT}).With({SIGQUIT}).With({SIGHUP});
  }
  return always;
}

}  // namespace

Config ConfigFor(const Settings& settings, const Surroundings& surroundings, Pid command) {
  const bool pid_one = surroundings.init == kPidOne;
  const bool shares_terminal = settings.leads == Leads::kGroup && command != kNobody &&
                               surroundings.terminal == Surroundings::Terminal::kControlling;
  Config config;
  config.command = command;
  config.scope = settings.scope;
  config.rewrites = RewritesFor(settings);
  config.delays = settings.delays;
  if (settings.farewell == Farewell::kTerm && settings.scope != Scope::kCommand &&
      !settings.grace) {
    config.farewell = config.rewrites.Apply({SIGTERM});
  }
  config.grace = settings.grace;
  config.kill_after = settings.kill_after;
  config.stop_signal = settings.stop_signal;
  config.group = settings.leads == Leads::kNothing ? Config::Group::kOurs : Config::Group::kOwn;
  config.self_stop = pid_one ? Config::SelfStop::kRefused : Config::SelfStop::kWorks;
  config.job_control =
      shares_terminal && !pid_one ? Config::JobControl::kFollow : Config::JobControl::kNone;
  config.report = ReportFor(settings);
  config.report_file =
      settings.report_file.empty() ? Config::ReportFile::kNone : Config::ReportFile::kWanted;
  config.expected_deaths = ExpectedDeaths(surroundings);
  config.reap_report = settings.reap_report;
  const bool all_told =
      settings.reap_report == ReapReport::kEach || settings.verbosity == Verbosity::kVerbose;
  const bool needs_us = all_told || config.job_control == Config::JobControl::kFollow ||
                        surroundings.mask == Surroundings::Mask::kJudged;
  config.kernel_reaping =
      needs_us ? Config::KernelReaping::kForbidden : Config::KernelReaping::kAllowed;
  config.ok_exits = settings.ok_exits;
  return config;
}

}  // namespace dumb_init::core
