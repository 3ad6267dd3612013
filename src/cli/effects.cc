// What each option and variable does.
#include "cli/effects.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "base/number.h"

namespace dumb_init::cli {
namespace {

// What turns a switch off is "0" as the value of its variable.
bool IsOff(std::string_view value) { return value == "0"; }

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
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos) {
    return Complaint{Problem::kNotARewrite, value};
  }
  const std::string_view from_text(value.data(), colon);
  std::string_view to_text = value;
  to_text.remove_prefix(colon + 1);
  const std::optional<core::Signal> from = core::ParseSignal(from_text);
  if (!from || *from == core::kNoSignal) {
    return Complaint{Problem::kNotASignal, from_text};
  }
  if (!core::CanBeCaught(*from)) {
    return Complaint{Problem::kNotCatchable, from_text};
  }
  const std::optional<core::Signal> to = core::ParseSignal(to_text);
  if (!to) {
    return Complaint{Problem::kNotAReplacement, to_text};
  }
  request.settings.rewrites.Set(*from, *to);
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

std::optional<Complaint> Verbose(Request& request, std::string_view) {
  request.settings.verbosity = core::Verbosity::kVerbose;
  return std::nullopt;
}

std::optional<Complaint> VerbosityLevel(Request& request, std::string_view value) {
  int level = 0;
  std::from_chars(value.data(), value.data() + value.size(), level);
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

std::optional<Complaint> Help(Request& request, std::string_view) {
  request.what = Request::What::kHelp;
  return std::nullopt;
}

std::optional<Complaint> Version(Request& request, std::string_view) {
  request.what = Request::What::kVersion;
  return std::nullopt;
}

std::optional<Complaint> License(Request& request, std::string_view) {
  request.what = Request::What::kLicense;
  return std::nullopt;
}

}  // namespace dumb_init::cli
