// The fixture of the tests of app/: a new kernel for each, and short ways to start.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "app/log.h"
#include "app/run.h"
#include "app/supervisor.h"
#include "support/fake_kernel.h"

namespace dumb_init::testing {

class AppTest : public ::testing::Test {
 protected:
  void SetUp() override { Kernel() = FakeKernel(); }

  static core::Settings SingleChild() {
    core::Settings settings;
    settings.scope = core::Scope::kCommand;
    settings.leads = core::Leads::kNothing;
    return settings;
  }
  // As tini has it.
  static core::Settings OwnGroup() {
    core::Settings settings;
    settings.scope = core::Scope::kCommand;
    settings.leads = core::Leads::kGroup;
    settings.farewell = core::Farewell::kNone;
    settings.orphans = core::Orphans::kLeave;
    return settings;
  }
  static core::Settings Verbose(core::Settings settings = {}) {
    settings.verbosity = core::Verbosity::kVerbose;
    return settings;
  }

  // The whole way: app::Run of "sh -c true".
  static int Run(const core::Settings& settings = {}) {
    std::string words[] = {"dumb-init", "sh", "-c", "true"};
    char* pointers[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(),
                        nullptr};
    char* environment[] = {nullptr};
    app::Log log("dumb-init", settings.verbosity);
    return app::Run(settings, {pointers + 1, environment}, {}, log);
  }

  static int Pause(const core::Settings& settings = {}) {
    app::Log log("catatonit", settings.verbosity);
    return app::Pause(settings, log);
  }

  // The loop alone, for "sh" with pid 2.
  static int Supervise(const core::Settings& settings = {}, core::SignalSet older = {},
                       core::Signal owed = core::kNoSignal) {
    app::Log log("dumb-init", settings.verbosity);
    core::Surroundings surroundings{Kernel().self};
    if (Kernel().controlling_terminal) {
      surroundings.terminal = core::Surroundings::Terminal::kControlling;
    }
    const core::Config config = core::ConfigFor(settings, surroundings, Kernel().child);
    return app::Supervise(
        {"sh", Kernel().self, config, older, owed, {settings.report_file, settings.report_format}},
        log);
  }
};

}  // namespace dumb_init::testing
