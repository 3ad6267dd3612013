// Arguments to request, request to exit status.
#include <unistd.h>
#include <optional>
#include <span>
#include <string_view>

#include "app/doctor.h"
#include "app/log.h"
#include "app/run.h"
#include "cli/options.h"
#include "cli/text.h"
#include "core/diagnosis.h"
#include "core/exit_codes.h"
#include "sys/output.h"
#include "sys/process.h"
#include "sys/signals.h"

namespace {

using dumb_init::cli::Request;
namespace app = dumb_init::app;
namespace cli = dumb_init::cli;
namespace core = dumb_init::core;
namespace sys = dumb_init::sys;

DUMB_INIT_SELDOM core::ShellCode Reject(const cli::Role& role, const cli::UsageError& error) {
  dumb_init::Line description = cli::Describe(role, error);
  app::Log(role.name, core::Verbosity::kSilent).UsageIsWrong(description);
  return core::kUsage;
}

DUMB_INIT_SELDOM core::ShellCode Refuse(const cli::Role& role, const sys::SysError& error) {
  app::Log(role.name, core::Verbosity::kSilent).CannotBegin(error);
  return core::kCannotStart;
}

DUMB_INIT_SELDOM core::ShellCode Print(std::string_view text, app::Log& log) {
  const auto written = sys::WriteOutput(text);
  if (!written.ok()) {
    log.CannotWrite(written.error());
    return core::kUsage;
  }
  return core::kSuccess;
}

DUMB_INIT_SELDOM core::ShellCode Help(const cli::Role& role, app::Log& log) {
  return Print(cli::HelpText(role).text(), log);
}

// For the doctor, who does not know our options.
DUMB_INIT_SELDOM std::optional<core::Orders> OrdersIn(std::span<char*> words,
                                                      char* const* environment) {
  const auto request = cli::Parse(cli::RoleOf(words), words, environment);
  if (!request.ok()) {
    return std::nullopt;
  }
  return core::OrdersOf(request.value().settings, request.value().what == Request::What::kPause
                                                      ? core::Orders::Runs::kNothing
                                                      : core::Orders::Runs::kCommand);
}

core::ShellCode Main(std::span<char*> words, char** environment) {
  // First of all: from here on no signal is lost.
  const auto inherited = sys::TakeOverSignals();
  const cli::Role& role = cli::RoleOf(words);
  if (!inherited.ok()) {
    return Refuse(role, inherited.error());
  }
  // Not on the stack, of which little is to stay in memory.
  static const auto request = cli::Parse(role, words, environment);
  if (!request.ok()) {
    return Reject(role, request.error());
  }
  const core::Settings& settings = request.value().settings;
  app::Log log(role.name, settings.verbosity);
  switch (request.value().what) {
    case Request::What::kHelp:
      return Help(role, log);
    case Request::What::kVersion:
      return Print(role.version_line, log);
    case Request::What::kLicense:
      return Print(cli::LicenseText(), log);
    case Request::What::kDoctor:
      return app::Doctor(settings.report_format, OrdersIn, environment, log);
    case Request::What::kPause:
      return app::Pause(settings, log);
    case Request::What::kRun:
      return app::Run(settings, {words.data() + request.value().first_word, environment},
                      inherited.value(), log);
  }
  return core::kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  sys::Exit(Main({argv, static_cast<std::size_t>(argc)}, environ));
}
