// What each option and variable does.
#include "cli/effects.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/number.h"
#include "base/result.h"
#include "core/duration.h"

namespace dumb_init::cli {
namespace {

// What turns a switch off is "0" as the value of its variable.
bool IsOff(std::string_view value) { return value == "0"; }

// What stands before and after the first colon; nothing where there is none.
struct Halves {
  std::string_view before;
  std::string_view after;
};
std::optional<Halves> SplitAtColon(std::string_view value) {
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view after = value;
  after.remove_prefix(colon + 1);
  return Halves{{value.data(), colon}, after};
}

// A signal that can be received, or what is wrong with it.
Result<core::Signal, Complaint> ParseReceived(std::string_view text) {
  const std::optional<core::Signal> signal = core::ParseSignal(text);
  if (!signal || *signal == core::kNoSignal) {
    return Complaint{Problem::kNotASignal, text};
  }
  if (!core::CanBeCaught(*signal)) {
    return Complaint{Problem::kNotCatchable, text};
  }
  return *signal;
}

std::optional<core::ShellCode> ParseStatus(std::string_view text) {
  constexpr int kHighestStatus = 255;
  const std::optional<int> number = ParseNumber(text);
  if (!number || *number > kHighestStatus) {
    return std::nullopt;
  }
  return static_cast<core::ShellCode>(*number);
}

}  // namespace

std::optional<Complaint> SingleChild(Request& request, std::string_view) {
  request.settings.scope = core::Scope::kCommand;
  request.settings.leads = core::Leads::kNothing;
  return std::nullopt;
}

std::optional<Complaint> WholeGroup(Request& request, std::string_view) {
  request.settings.scope = core::Scope::kGroup;
  return std::nullopt;
}

std::optional<Complaint> Rewrite(Request& request, std::string_view value) {
  const std::optional<Halves> halves = SplitAtColon(value);
  if (!halves) {
    return Complaint{Problem::kNotARewrite, value};
  }
  const Result<core::Signal, Complaint> from = ParseReceived(halves->before);
  if (!from.ok()) {
    return from.error();
  }
  const std::optional<core::Signal> to = core::ParseSignal(halves->after);
  if (!to) {
    return Complaint{Problem::kNotAReplacement, halves->after};
  }
  request.settings.rewrites.Set(from.value(), *to);
  return std::nullopt;
}

std::optional<Complaint> ScopeOf(Request& request, std::string_view value) {
  if (value == "child") {
    request.scope = core::Scope::kCommand;
  } else if (value == "group") {
    request.scope = core::Scope::kGroup;
  } else if (value == "all") {
    request.scope = core::Scope::kAll;
  } else {
    return Complaint{Problem::kNotAScope, value};
  }
  return std::nullopt;
}

std::optional<Complaint> Grace(Request& request, std::string_view value) {
  const std::optional<core::Duration> duration = core::ParseDuration(value);
  if (!duration) {
    return Complaint{Problem::kNotADuration, value};
  }
  request.settings.grace = *duration;
  return std::nullopt;
}

std::optional<Complaint> KillAfter(Request& request, std::string_view value) {
  core::Signal signal = core::kNoSignal;
  std::string_view time = value;
  if (const std::optional<Halves> halves = SplitAtColon(value)) {
    const Result<core::Signal, Complaint> named = ParseReceived(halves->before);
    if (!named.ok()) {
      return named.error();
    }
    signal = named.value();
    time = halves->after;
  }
  const std::optional<core::Duration> duration = core::ParseDuration(time);
  if (!duration) {
    return Complaint{Problem::kNotADuration, time};
  }
  request.settings.kill_after = *duration;
  request.settings.stop_signal = signal;
  return std::nullopt;
}

std::optional<Complaint> Delay(Request& request, std::string_view value) {
  const std::optional<Halves> halves = SplitAtColon(value);
  if (!halves) {
    return Complaint{Problem::kNotADelay, value};
  }
  const Result<core::Signal, Complaint> signal = ParseReceived(halves->before);
  if (!signal.ok()) {
    return signal.error();
  }
  const std::optional<core::Duration> duration = core::ParseDuration(halves->after);
  if (!duration) {
    return Complaint{Problem::kNotADuration, halves->after};
  }
  request.settings.delays.Set(signal.value(), *duration);
  return std::nullopt;
}

std::optional<Complaint> ParentDeathSignal(Request& request, std::string_view value) {
  const std::optional<core::Signal> signal = core::ParseSignal(value);
  if (!signal || *signal == core::kNoSignal) {
    return Complaint{Problem::kNotASignal, value};
  }
  request.settings.parent_death_signal = *signal;
  return std::nullopt;
}

std::optional<Complaint> AdoptOrphans(Request& request, std::string_view) {
  request.settings.orphans = core::Orphans::kAdopt;
  return std::nullopt;
}

std::optional<Complaint> OkExit(Request& request, std::string_view value) {
  const std::optional<core::ShellCode> status = ParseStatus(value);
  if (!status) {
    return Complaint{Problem::kNotAStatus, value};
  }
  request.settings.ok_exits.Add(*status);
  return std::nullopt;
}

std::optional<Complaint> OkExitList(Request& request, std::string_view value) {
  core::OkExits wanted;
  for (;;) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view part(value.data(), comma);
    const std::optional<core::ShellCode> status = ParseStatus(part);
    if (status) {
      wanted.Add(*status);
    } else if (part == "stop") {
      wanted.AddStop();
    } else {
      return Complaint{Problem::kNotAStatusOrStop, part};
    }
    if (comma == value.size()) {
      request.settings.ok_exits = wanted;
      return std::nullopt;
    }
    value.remove_prefix(comma + 1);
  }
}

std::optional<Complaint> WarnOnReap(Request& request, std::string_view value) {
  request.settings.reap_report = IsOff(value) ? core::ReapReport::kNever : core::ReapReport::kEach;
  return std::nullopt;
}

std::optional<Complaint> Quiet(Request& request, std::string_view value) {
  request.settings.death_report =
      IsOff(value) ? core::DeathReport::kWhenUnasked : core::DeathReport::kNever;
  return std::nullopt;
}

std::optional<Complaint> Report(Request& request, std::string_view value) {
  if (!value.starts_with('/')) {
    return Complaint{Problem::kNotAbsolute, value};
  }
  request.settings.report_file = value;
  return std::nullopt;
}

std::optional<Complaint> ReportFormatOf(Request& request, std::string_view value) {
  if (value == "text") {
    request.settings.report_format = core::ReportFormat::kText;
  } else if (value == "json") {
    request.settings.report_format = core::ReportFormat::kJson;
  } else {
    return Complaint{Problem::kNotAFormat, value};
  }
  return std::nullopt;
}

std::optional<Complaint> Verbose(Request& request, std::string_view) {
  request.settings.verbosity = core::Verbosity::kVerbose;
  return std::nullopt;
}

std::optional<Complaint> VerbosityLevel(Request& request, std::string_view value) {
  std::size_t digits = 0;
  while (digits < value.size() && value[digits] >= '0' && value[digits] <= '9') {
    ++digits;
  }
  const std::uint64_t level = ParseWhole({value.data(), digits}).value_or(0);
  request.settings.verbosity = level > 1    ? core::Verbosity::kVerbose
                               : level == 1 ? core::Verbosity::kWarnings
                                            : core::Verbosity::kSilent;
  return std::nullopt;
}

// Whoever asks for help as well gets it, in any order.
std::optional<Complaint> Pause(Request& request, std::string_view) {
  if (request.what == Request::What::kRun) {
    request.what = Request::What::kPause;
  }
  return std::nullopt;
}

}  // namespace dumb_init::cli
