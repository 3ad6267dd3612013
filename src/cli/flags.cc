// The flag table: every option, its variable, its help, and what it does.
#include "cli/flags.h"

#include <cstddef>

namespace dumb_init::cli {
namespace {

std::optional<Complaint> SingleChild(Request& request, std::string_view) {
  request.settings.scope = core::Scope::kCommand;
  request.settings.leads = core::Leads::kNothing;
  return std::nullopt;
}

// "S:R". The first part is a signal that can be caught, the second may also be 0 and KILL and STOP.
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

std::optional<Complaint> Quiet(Request& request, std::string_view) {
  request.settings.death_report = core::DeathReport::kNever;
  return std::nullopt;
}

std::optional<Complaint> Verbose(Request& request, std::string_view) {
  request.settings.verbosity = core::Verbosity::kVerbose;
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

// clang-format off
constexpr Flag kDumbInitFlags[] = {
    {'c', "single-child", "", "DUMB_INIT_SETSID", VariableRule::kOnlyZero,
     "no session of its own for COMMAND, and signals go to it alone", SingleChild},
    {'r', "rewrite", "S:R", "DUMB_INIT_REWRITE", VariableRule::kList,
     "forward signal R where S was received; R is 0: drop S; repeatable", Rewrite},
    {'p', "parent-death-signal", "S", "DUMB_INIT_PARENT_DEATH_SIGNAL", VariableRule::kValue,
     "have S sent to us when our parent ends", ParentDeathSignal},
    {'q', "quiet", "", "DUMB_INIT_QUIET", VariableRule::kZeroOrOne,
     "do not say so when a signal nobody asked for ended COMMAND", Quiet},
    {'v', "verbose", "", "DUMB_INIT_DEBUG", VariableRule::kOnlyOne,
     "say on standard error what is done", Verbose},
    {'h', "help", "", "", VariableRule::kNone, "print this and leave", Help},
    {'V', "version", "", "", VariableRule::kNone, "print the version and leave", Version},
};
// clang-format on

constexpr Role kDumbInit{"dumb-init", "dumb-init v" DUMB_INIT_VERSION "\n", kDumbInitFlags};

}  // namespace

const Role& DumbInit() { return kDumbInit; }

}  // namespace dumb_init::cli
