// Whom we stand in for, each with its option table.
#include "cli/roles.h"

#include <algorithm>
#include <cstddef>

#include "cli/effects.h"

namespace dumb_init::cli {
namespace {

// clang-format off
constexpr Flag kDumbInitFlags[] = {
    {'c', "single-child", "", "DUMB_INIT_SETSID", VariableRule::kOnlyZero, Reach::kOwnRole,
     "no session of its own for COMMAND, and signals go to it alone", SingleChild},
    {'r', "rewrite", "S:R", "DUMB_INIT_REWRITE", VariableRule::kList, Reach::kEveryRole,
     "forward signal R where S was received; R is 0: drop S; repeatable", Rewrite},
    {'\0', "scope", "WHO", "DUMB_INIT_SCOPE", VariableRule::kValue, Reach::kEveryRole,
     "who gets signals: child, group or all", ScopeOf},
    {'g', "grace", "T", "DUMB_INIT_GRACE", VariableRule::kValue, Reach::kEveryRole,
     "when COMMAND has ended, wait so long for the rest before KILL", Grace},
    {'k', "kill-after", "[S:]T", "DUMB_INIT_KILL_AFTER", VariableRule::kValue, Reach::kEveryRole,
     "KILL COMMAND this long after TERM, INT or S was forwarded", KillAfter},
    {'d', "delay", "S:T", "DUMB_INIT_DELAY", VariableRule::kList, Reach::kEveryRole,
     "forward S this long after it came, or at the next S; repeatable", Delay},
    {'e', "ok-exit", "LIST", "DUMB_INIT_OK_EXIT", VariableRule::kValue, Reach::kEveryRole,
     "end with 0 for these statuses; stop: for a signal we forwarded", OkExitList},
    {'p', "parent-death-signal", "S", "DUMB_INIT_PARENT_DEATH_SIGNAL", VariableRule::kValue,
     Reach::kEveryRole, "have S sent to us when our parent ends", ParentDeathSignal},
    {'w', "warn-on-reap", "", "DUMB_INIT_WARN_ON_REAP", VariableRule::kZeroOrOne,
     Reach::kEveryRole, "tell of each process reaped that is not COMMAND", WarnOnReap},
    {'P', "pause", "", "", VariableRule::kNone, Reach::kOwnRole,
     "no COMMAND: only reap, and end with 0 on TERM or INT", Pause},
    {'q', "quiet", "", "DUMB_INIT_QUIET", VariableRule::kZeroOrOne, Reach::kEveryRole,
     "do not say so when a signal nobody asked for ended COMMAND", Quiet},
    {'\0', "report", "FILE", "DUMB_INIT_REPORT", VariableRule::kValue, Reach::kEveryRole,
     "write to FILE how COMMAND ended, and what we saw of the cause", Report},
    {'\0', "report-format", "FORMAT", "DUMB_INIT_REPORT_FORMAT", VariableRule::kValue,
     Reach::kEveryRole, "text or json, for --report and --doctor", ReportFormatOf},
    {'v', "verbose", "", "DUMB_INIT_DEBUG", VariableRule::kOnlyOne, Reach::kOwnRole,
     "say on standard error what is done", Verbose},
    {'\0', "doctor", "", "", VariableRule::kNone, Reach::kOwnRole,
     "look at the container we are in for what is wrong, and leave", Ask<Request::What::kDoctor>},
    {'h', "help", "", "", VariableRule::kNone, Reach::kOwnRole, "print this and leave",
     Ask<Request::What::kHelp>},
    {'V', "version", "", "", VariableRule::kNone, Reach::kOwnRole, "print the version and leave",
     Ask<Request::What::kVersion>},
};

constexpr Flag kTiniFlags[] = {
    {'s', "", "", "TINI_SUBREAPER", VariableRule::kPresent, Reach::kOwnRole,
     "reap orphans also when not PID 1", AdoptOrphans},
    {'p', "", "SIG", "", VariableRule::kNone, Reach::kOwnRole,
     "have SIG sent to us when our parent ends", ParentDeathSignal},
    {'v', "", "", "", VariableRule::kNone, Reach::kOwnRole,
     "say on standard error what is done; -vv and -vvv do the same", Verbose},
    {'\0', "", "N", "TINI_VERBOSITY", VariableRule::kValue, Reach::kOwnRole,
     "0: not even warnings; 1: the default; 2 and more: as -v", VerbosityLevel},
    {'w', "", "", "", VariableRule::kNone, Reach::kOwnRole,
     "tell of each process reaped that is not COMMAND", WarnOnReap},
    {'g', "", "", "TINI_KILL_PROCESS_GROUP", VariableRule::kPresent, Reach::kOwnRole,
     "send signals to the whole process group of COMMAND", WholeGroup},
    {'e', "", "N", "", VariableRule::kNone, Reach::kOwnRole,
     "end with 0 instead of status N, 0 to 255; repeatable", OkExit},
    {'l', "", "", "", VariableRule::kNone, Reach::kOwnRole, "print the license and leave",
     Ask<Request::What::kLicense>},
    {'h', "", "", "", VariableRule::kNone, Reach::kOwnRole, "print this and leave",
     Ask<Request::What::kHelp>},
    {'\0', "version", "", "", VariableRule::kNone, Reach::kOwnRole, "print the version and leave",
     Ask<Request::What::kVersion>},
};

constexpr Flag kCatatonitFlags[] = {
    {'g', "", "", "", VariableRule::kNone, Reach::kOwnRole,
     "send signals to the whole process group of COMMAND", WholeGroup},
    {'P', "", "", "", VariableRule::kNone, Reach::kOwnRole,
     "no COMMAND: only reap, and end with 0 on TERM or INT", Pause},
    {'\0', "", "", "CATATONIT_DEBUG", VariableRule::kPresent, Reach::kOwnRole,
     "say on standard error what is done", Verbose},
    {'L', "", "", "", VariableRule::kNone, Reach::kOwnRole, "print the license and leave",
     Ask<Request::What::kLicense>},
    {'h', "", "", "", VariableRule::kNone, Reach::kOwnRole, "print this and leave",
     Ask<Request::What::kHelp>},
    {'V', "version", "", "", VariableRule::kNone, Reach::kOwnRole, "print the version and leave",
     Ask<Request::What::kVersion>},
};
// clang-format on

constexpr std::string_view kDumbInitPrograms[] = {"dumb-init"};
constexpr std::string_view kTiniPrograms[] = {"tini", "tini-static", "docker-init"};
constexpr std::string_view kCatatonitPrograms[] = {"catatonit", "podman-init"};

// What tini and catatonit have in common: the command leads a group in our session and is told
// alone, nobody is told when it has ended, and its death is no news.
core::Settings Wrapper(core::Orphans orphans) {
  core::Settings settings;
  settings.scope = core::Scope::kCommand;
  settings.leads = core::Leads::kGroup;
  settings.farewell = core::Farewell::kNone;
  settings.orphans = orphans;
  settings.death_report = core::DeathReport::kWhenVerbose;
  return settings;
}

core::Settings Defaults() { return {}; }
core::Settings TiniDefaults() { return Wrapper(core::Orphans::kLeave); }
core::Settings CatatonitDefaults() { return Wrapper(core::Orphans::kAdopt); }

constexpr std::string_view kToTheGroup =
    "Run COMMAND, forward every signal to it and its children, reap every zombie, and\n"
    "end with the status of COMMAND. Meant to be PID 1 of a container.\n";
constexpr std::string_view kToTheCommand =
    "Run COMMAND, forward every signal to it, reap every zombie, and end with the status\n"
    "of COMMAND. Meant to be PID 1 of a container. This is dumb-init in the place of the\n"
    "program of this name. With DUMB_INIT_QUIET=0 it says so when a signal nobody asked\n"
    "for ended COMMAND.\n";

// clang-format off
constexpr Role kRoles[] = {
    {"dumb-init", kDumbInitPrograms, "dumb-init v" DUMB_INIT_VERSION "\n", kToTheGroup,
     kDumbInitFlags, {}, Defaults, DashesAfterCommand::kKept},
    {"tini", kTiniPrograms, "tini version 0.19.0 (dumb-init " DUMB_INIT_VERSION ")\n",
     kToTheCommand, kTiniFlags, kDumbInitFlags, TiniDefaults,
     DashesAfterCommand::kDropped},
    {"catatonit", kCatatonitPrograms,
     "tini version 0.2.1_catatonit (dumb-init " DUMB_INIT_VERSION ")\n", kToTheCommand,
     kCatatonitFlags, kDumbInitFlags, CatatonitDefaults,
     DashesAfterCommand::kDropped},
};
// clang-format on

std::string_view BaseName(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  path.remove_prefix(slash == std::string_view::npos ? 0 : slash + 1);
  return path;
}

}  // namespace

std::span<const Role> Roles() { return kRoles; }

const Role& RoleOf(std::span<char* const> words) {
  const std::string_view program = words.empty() ? std::string_view() : BaseName(words.front());
  for (const Role& role : kRoles) {
    if (std::find(role.programs.begin(), role.programs.end(), program) != role.programs.end()) {
      return role;
    }
  }
  return DumbInit();
}

}  // namespace dumb_init::cli
