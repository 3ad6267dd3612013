// Every configuration that the options can express, as far as it changes the policy.
#include "unit/core/dimensions.h"

#include <csignal>
#include <cstddef>
#include <string>
#include <unordered_set>
#include <utility>

#include "unit/core/alphabet.h"

namespace dumb_init::core {
namespace {

// All of a configuration in which two may differ for the policy. Scope and group are for whoever
// obeys it; that the policy does not look at them is checked in reductions.cc.
std::string KeyOf(const Config& config) {
  std::string key;
  const auto add = [&](auto value) {
    key.append(std::to_string(static_cast<std::int64_t>(value))).push_back(',');
  };
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    key.push_back(static_cast<char>(config.rewrites.Apply({number}).number));
  }
  for (int number = kLowestSignal; config.delays != Delays{} && number <= kHighestSignal;
       ++number) {
    const auto delay = config.delays.Of({number});
    add(delay ? delay->milliseconds : -1);
  }
  key.push_back(';');
  for (int status = 0; config.ok_exits != OkExits{} && status < 256; ++status) {
    key.push_back(config.ok_exits.Has(static_cast<ShellCode>(status)) ? '1' : '0');
  }
  add(config.ok_exits.has_stop());
  add(config.command.number);
  add(config.farewell.number);
  add(config.grace ? config.grace->milliseconds : -1);
  add(config.kill_after ? config.kill_after->milliseconds : -1);
  add(config.stop_signal.number);
  add(config.self_stop);
  add(config.job_control);
  add(config.report);
  add(config.report_file);
  add(config.expected_deaths.bits());
  add(config.reap_report);
  add(config.kernel_reaping);
  return key;
}

// Configurations, each once.
class Collection {
 public:
  void Add(const Config& config) {
    if (seen_.insert(KeyOf(config)).second) {
      configs_.push_back(config);
    }
  }
  std::vector<Config> Take() { return std::move(configs_); }

 private:
  std::unordered_set<std::string> seen_;
  std::vector<Config> configs_;
};

std::vector<Surroundings> Places() {
  std::vector<Surroundings> places;
  for (const Pid init : {kPidOne, Pid{90}}) {
    for (const auto input :
         {Surroundings::StandardInput::kTerminal, Surroundings::StandardInput::kOther}) {
      for (const auto terminal :
           {Surroundings::Terminal::kControlling, Surroundings::Terminal::kNone}) {
        for (const auto mask : {Surroundings::Mask::kJudged, Surroundings::Mask::kUnseen}) {
          places.push_back({init, input, terminal, mask});
        }
      }
    }
  }
  return places;
}

Settings StandingAs(const Standing& standing, Settings settings) {
  settings.scope = standing.scope;
  settings.leads = standing.leads;
  settings.farewell = standing.farewell;
  return settings;
}

// Each of these three unchanged or rewritten: to nothing, to one that is special, to another.
std::vector<Rewrites> RewritesOf(int subject) {
  std::vector<Rewrites> all{Rewrites{}};
  for (const int source : {SIGTERM, SIGCONT, subject}) {
    const std::size_t size = all.size();
    for (std::size_t i = 0; i < size; ++i) {
      for (const int target : {0, SIGKILL, SIGSTOP, SIGTERM, SIGCONT, SIGUSR1, subject}) {
        Rewrites more = all[i];
        more.Set({source}, {target});
        all.push_back(more);
      }
    }
  }
  return all;
}

std::vector<OkExits> WaysToSucceed() {
  OkExits stop;
  stop.AddStop();
  OkExits some;
  some.Add(1);
  some.Add(143);
  OkExits both = some;
  both.AddStop();
  return {{}, stop, some, both};
}

// Which reports may come, in every role: by default or with QUIET=0, in the other roles, with -q;
// with -v, without, and with TINI_VERBOSITY=0.
std::vector<Settings> WaysToTell() {
  std::vector<Settings> ways;
  for (const DeathReport report :
       {DeathReport::kWhenUnasked, DeathReport::kWhenVerbose, DeathReport::kNever}) {
    for (const Verbosity verbosity :
         {Verbosity::kSilent, Verbosity::kWarnings, Verbosity::kVerbose}) {
      for (const std::string_view file : {"", "/report"}) {
        for (const ReapReport reaps : {ReapReport::kEach, ReapReport::kNever}) {
          Settings settings;
          settings.death_report = report;
          settings.verbosity = verbosity;
          settings.report_file = file;
          settings.reap_report = reaps;
          ways.push_back(settings);
        }
      }
    }
  }
  return ways;
}

// Ordinary are those that no rule of the policy names.
std::vector<int> Ordinary() {
  std::vector<int> ordinary;
  for (int number = kLowestSignal; number <= kHighestSignal; ++number) {
    const SignalSet special = SignalSet::FromBits(0)
                                  .With({SIGTERM})
                                  .With({SIGCONT})
                                  .With({SIGINT})
                                  .With({SIGQUIT})
                                  .With({SIGWINCH})
                                  .With({SIGTSTP})
                                  .With({SIGTTIN})
                                  .With({SIGTTOU})
                                  .With({SIGKILL})
                                  .With({SIGSTOP})
                                  .With({SIGCHLD})
                                  .With({SIGXCPU})
                                  .With({SIGUSR1});
    if (!special.Has({number})) {
      ordinary.push_back(number);
    }
  }
  return ordinary;
}

// The settings of the other half as they are by default.
Config WithPlainEnding(Config config) {
  const Config plain;
  config.farewell = plain.farewell;
  config.report = plain.report;
  config.report_file = plain.report_file;
  config.expected_deaths = plain.expected_deaths;
  config.reap_report = plain.reap_report;
  // Where stops are followed it is forbidden.
  config.kernel_reaping = Config::KernelReaping::kForbidden;
  config.ok_exits = plain.ok_exits;
  return config;
}

void AddStandings(const Settings& settings, Pid command, bool routing, Collection& configs) {
  for (const Standing& standing : kStandings) {
    for (const Surroundings& place : Places()) {
      const Config config = ConfigFor(StandingAs(standing, settings), place, command);
      configs.Add(routing ? WithPlainEnding(config) : config);
    }
  }
}

}  // namespace

const std::vector<Subject>& Subjects() {
  static const std::vector<Subject> kSubjects{{"Interrupt", SIGINT, {}},
                                              {"TerminalStop", SIGTSTP, {SIGTTIN, SIGTTOU}},
                                              {"OfTheTerminal", SIGQUIT, {SIGWINCH}},
                                              {"OurCpuTime", SIGXCPU, {}},
                                              {"Ordinary", SIGHUP, Ordinary()}};
  return kSubjects;
}

std::vector<Config> RoutingConfigs(const RoutingShare& share, std::size_t stride) {
  Collection configs;
  auto turn = static_cast<std::size_t>(share.subject.signal);
  for (const Rewrites& rewrites : RewritesOf(share.subject.signal)) {
    for (const bool delayed : {false, true}) {
      if (turn++ % stride != 0) {
        continue;
      }
      Settings settings;
      settings.rewrites = rewrites;
      if (delayed) {
        for (const int number : {SIGTERM, SIGCONT, share.subject.signal}) {
          settings.delays.Set({number}, {1000 + number});
        }
      }
      if (share.grace) {
        settings.grace = Duration{5000};
      }
      if (share.kill_after != RoutingShare::KillAfter::kNone) {
        settings.kill_after = Duration{3000};
      }
      if (share.kill_after == RoutingShare::KillAfter::kOfSubject) {
        settings.stop_signal = {share.subject.signal};
      }
      AddStandings(settings, kExploredCommand, true, configs);
    }
  }
  return configs.Take();
}

const std::vector<EndingShare>& EndingShares() {
  static const std::vector<EndingShare> kShares = [] {
    std::vector<EndingShare> shares;
    constexpr std::pair<std::string_view, int> kTermBecomes[] = {
        {"Term", SIGTERM}, {"Nothing", 0},    {"Kill", SIGKILL},
        {"Stop", SIGSTOP}, {"Cont", SIGCONT}, {"Interrupt", SIGINT}};
    for (const auto& [name, number] : kTermBecomes) {
      shares.push_back({name, number, false});
      shares.push_back({name, number, true});
    }
    return shares;
  }();
  return kShares;
}

std::vector<Config> EndingConfigs(const EndingShare& share, std::size_t stride) {
  Collection configs;
  auto turn = static_cast<std::size_t>(2 * share.term_becomes + (share.grace ? 1 : 0));
  for (Settings settings : WaysToTell()) {
    if (share.term_becomes != SIGTERM) {
      settings.rewrites.Set({SIGTERM}, {share.term_becomes});
    }
    if (share.grace) {
      settings.grace = Duration{5000};
    }
    for (const OkExits& ok_exits : WaysToSucceed()) {
      settings.ok_exits = ok_exits;
      for (const bool limited : {false, true}) {
        if (turn++ % stride != 0) {
          continue;
        }
        settings.kill_after = limited ? std::optional(Duration{3000}) : std::nullopt;
        AddStandings(settings, kExploredCommand, false, configs);
        AddStandings(settings, kNobody, false, configs);
      }
    }
  }
  return configs.Take();
}

}  // namespace dumb_init::core
