// Small values of the policy: rewrites, statuses, and the configuration made from settings.
#include <csignal>
#include <string>

#include <gtest/gtest.h>

#include "core/machine.h"
#include "core/process.h"
#include "core/rewrite.h"
#include "core/settings.h"

namespace dumb_init::core {
namespace {

TEST(Rewrites, WithoutAnEntryEverySignalGoesAsItIs) {
  const Rewrites rewrites;
  for (int number = 1; number <= 64; ++number) {
    EXPECT_EQ(rewrites.Apply({number}), Signal{number});
  }
}

TEST(Rewrites, AnEntryChangesThatSignalAndNoOther) {
  for (int from = 1; from <= 64; ++from) {
    for (int to = 0; to <= 64; ++to) {
      Rewrites rewrites;
      rewrites.Set({from}, {to});
      for (int number = 1; number <= 64; ++number) {
        ASSERT_EQ(rewrites.Apply({number}), Signal{number == from ? to : number});
      }
    }
  }
}

TEST(Rewrites, AreNotAppliedTwice) {
  Rewrites rewrites;
  rewrites.Set({SIGTERM}, {SIGQUIT});
  rewrites.Set({SIGQUIT}, {SIGTERM});
  EXPECT_EQ(rewrites.Apply({SIGTERM}), Signal{SIGQUIT});
  EXPECT_EQ(rewrites.Apply({SIGQUIT}), Signal{SIGTERM});
}

TEST(Rewrites, TheLastEntryForASignalCounts) {
  Rewrites rewrites;
  rewrites.Set({SIGTERM}, {SIGQUIT});
  rewrites.Set({SIGTERM}, kNoSignal);
  EXPECT_EQ(rewrites.Apply({SIGTERM}), kNoSignal);
}

TEST(Rewrites, ADefaultNeverReplacesWhatWasAskedFor) {
  for (const int asked : {SIGTSTP, SIGINT, 0}) {
    Rewrites rewrites;
    rewrites.Set({SIGTSTP}, {asked});
    rewrites.SetUnlessAsked({SIGTSTP}, {SIGSTOP});
    EXPECT_EQ(rewrites.Apply({SIGTSTP}), Signal{asked});
  }
  Rewrites rewrites;
  rewrites.SetUnlessAsked({SIGTSTP}, {SIGSTOP});
  EXPECT_EQ(rewrites.Apply({SIGTSTP}), Signal{SIGSTOP});
}

TEST(Rewrites, AreEqualIfTheirEntriesAre) {
  Rewrites rewrites;
  EXPECT_EQ(rewrites, Rewrites{});
  rewrites.Set({64}, {1});
  EXPECT_NE(rewrites, Rewrites{});
}

TEST(Settings, DifferIfAnyMemberDoes) {
  const auto differs = [](auto change) {
    Settings settings;
    change(settings);
    return settings != Settings{};
  };
  EXPECT_FALSE(differs([](Settings&) {}));
  EXPECT_TRUE(differs([](Settings& settings) { settings.scope = Scope::kCommand; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.leads = Leads::kNothing; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.verbosity = Verbosity::kVerbose; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.death_report = DeathReport::kNever; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.report_file = "/r"; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.report_format = ReportFormat::kJson; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.farewell = Farewell::kNone; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.orphans = Orphans::kLeave; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.reap_report = ReapReport::kEach; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.ok_exits.Add(255); }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.ok_exits.AddStop(); }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.rewrites.Set({1}, {2}); }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.parent_death_signal = {15}; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.delays.Set({15}, {0}); }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.grace = Duration{0}; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.kill_after = Duration{0}; }));
  EXPECT_TRUE(differs([](Settings& settings) { settings.stop_signal = {15}; }));
}

TEST(StatusOf, AnExitedProcessPassesAll256CodesOn) {
  for (int code = 0; code < 256; ++code) {
    EXPECT_EQ(StatusOf(Exited{static_cast<ShellCode>(code)}), code);
  }
}

TEST(StatusOf, AKilledProcessIs128AndItsSignal) {
  for (int number = 1; number <= 64; ++number) {
    EXPECT_EQ(StatusOf(Killed{{number}}), 128 + number);
    EXPECT_EQ(StatusOf(Killed{{number}, CoreDump::kWritten}), 128 + number);
  }
}

const Surroundings kPidOneQuietly{kPidOne, Surroundings::StandardInput::kOther,
                                  Surroundings::Terminal::kNone};

TEST(ConfigFor, NamesTheCommandAndTheScope) {
  for (const Scope scope : {Scope::kGroup, Scope::kCommand}) {
    Settings settings;
    settings.scope = scope;
    const Config config = ConfigFor(settings, kPidOneQuietly, {27});
    EXPECT_EQ(config.command, Pid{27});
    EXPECT_EQ(config.scope, scope);
  }
}

TEST(ConfigFor, OnlyPidOneCannotStopItself) {
  EXPECT_EQ(ConfigFor({}, kPidOneQuietly, {2}).self_stop, Config::SelfStop::kRefused);
  EXPECT_EQ(ConfigFor({}, {{2}}, {3}).self_stop, Config::SelfStop::kWorks);
}

TEST(ConfigFor, InAGroupTheTerminalStopsBecomeStop) {
  const Config config = ConfigFor({}, kPidOneQuietly, {2});
  for (int number = 1; number <= 64; ++number) {
    const bool stop = number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
    EXPECT_EQ(config.rewrites.Apply({number}), Signal{stop ? SIGSTOP : number});
  }
}

TEST(ConfigFor, WithoutASessionOfItsOwnNothingIsRewritten) {
  for (const Leads leads : {Leads::kGroup, Leads::kNothing}) {
    Settings settings;
    settings.leads = leads;
    EXPECT_EQ(ConfigFor(settings, kPidOneQuietly, {2}).rewrites, Rewrites{});
  }
}

TEST(ConfigFor, TheFarewellIsForAGroupThatIsToBeTold) {
  Settings settings;
  EXPECT_EQ(ConfigFor(settings, kPidOneQuietly, {2}).farewell, Signal{SIGTERM});
  settings.farewell = Farewell::kNone;
  EXPECT_EQ(ConfigFor(settings, kPidOneQuietly, {2}).farewell, kNoSignal);
  settings = {};
  settings.scope = Scope::kCommand;
  EXPECT_EQ(ConfigFor(settings, kPidOneQuietly, {2}).farewell, kNoSignal);
}

TEST(ConfigFor, OnlyAGroupInOurSessionWithATerminalBelowAShellIsFollowed) {
  for (const Leads leads : {Leads::kSession, Leads::kGroup, Leads::kNothing}) {
    for (const Pid init : {kPidOne, Pid{90}}) {
      for (const auto terminal :
           {Surroundings::Terminal::kControlling, Surroundings::Terminal::kNone}) {
        Settings settings;
        settings.leads = leads;
        const Config config =
            ConfigFor(settings, {init, Surroundings::StandardInput::kTerminal, terminal}, {2});
        const bool follows = leads == Leads::kGroup && init != kPidOne &&
                             terminal == Surroundings::Terminal::kControlling;
        EXPECT_EQ(config.job_control == Config::JobControl::kFollow, follows);
      }
    }
  }
}

TEST(OkExits, HoldAnyOfThe256Statuses) {
  OkExits exits;
  for (int code = 0; code < 256; ++code) {
    EXPECT_FALSE(exits.Has(static_cast<ShellCode>(code)));
    exits.Add(static_cast<ShellCode>(code));
    EXPECT_TRUE(exits.Has(static_cast<ShellCode>(code)));
  }
  EXPECT_FALSE(exits.has_stop());
}

TEST(ConfigFor, WhatWasAskedForStays) {
  Settings settings;
  settings.rewrites.Set({SIGTSTP}, {SIGTSTP});
  settings.rewrites.Set({SIGTTIN}, kNoSignal);
  settings.rewrites.Set({SIGTERM}, {SIGQUIT});
  const Config config = ConfigFor(settings, kPidOneQuietly, {2});
  EXPECT_EQ(config.rewrites.Apply({SIGTSTP}), Signal{SIGTSTP});
  EXPECT_EQ(config.rewrites.Apply({SIGTTIN}), kNoSignal);
  EXPECT_EQ(config.rewrites.Apply({SIGTTOU}), Signal{SIGSTOP});
  EXPECT_EQ(config.rewrites.Apply({SIGTERM}), Signal{SIGQUIT});
}

TEST(ConfigFor, ABrokenPipeIsNeverNews) {
  EXPECT_EQ(ConfigFor({}, kPidOneQuietly, {2}).expected_deaths, SignalSet{}.With({SIGPIPE}));
}

TEST(ConfigFor, AtATerminalWhatItsUserTypesIsNoNews) {
  const Surroundings terminal{kPidOne, Surroundings::StandardInput::kTerminal};
  EXPECT_EQ(ConfigFor({}, terminal, {2}).expected_deaths,
            SignalSet{}.With({SIGPIPE}).With({SIGINT}).With({SIGQUIT}).With({SIGHUP}));
}

TEST(ConfigFor, ReportsAsOftenAsTheSettingsSay) {
  using Report = Config::Report;
  const auto report = [](DeathReport death_report, Verbosity verbosity) {
    Settings settings;
    settings.death_report = death_report;
    settings.verbosity = verbosity;
    return ConfigFor(settings, kPidOneQuietly, {2}).report;
  };
  EXPECT_EQ(report(DeathReport::kWhenUnasked, Verbosity::kWarnings), Report::kIfUnasked);
  EXPECT_EQ(report(DeathReport::kWhenUnasked, Verbosity::kVerbose), Report::kAlways);
  EXPECT_EQ(report(DeathReport::kWhenVerbose, Verbosity::kWarnings), Report::kNever);
  EXPECT_EQ(report(DeathReport::kWhenVerbose, Verbosity::kVerbose), Report::kAlways);
  EXPECT_EQ(report(DeathReport::kNever, Verbosity::kWarnings), Report::kNever);
  EXPECT_EQ(report(DeathReport::kNever, Verbosity::kVerbose), Report::kNever);
}

TEST(ConfigFor, AFileIsWantedWhereItHasAName) {
  Settings settings;
  EXPECT_EQ(ConfigFor(settings, kPidOneQuietly, {2}).report_file, Config::ReportFile::kNone);
  settings.report_file = "/report";
  EXPECT_EQ(ConfigFor(settings, kPidOneQuietly, {2}).report_file, Config::ReportFile::kWanted);
}

}  // namespace
}  // namespace dumb_init::core
