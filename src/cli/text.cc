// Help and usage messages.
#include "cli/text.h"

#include <cstddef>
#include <string_view>

namespace dumb_init::cli {
namespace {

constexpr const char* kSignalForms =
    "a number from 1 to 64 or a name like TERM, SIGTERM, "
    "RTMIN+3 or RTMAX-1";
constexpr const char* kDurationForms =
    "a whole number with ms, s, m or h behind it, seconds if "
    "nothing, up to 24h";
constexpr std::string_view kUsage = " [OPTION...] [--] COMMAND [ARGUMENT...]";
constexpr std::size_t kHelpColumn = 32;

// NAME=VALUE as it is to be set.
void AddVariable(Page& page, const Flag& flag) {
  page.Add(flag.variable);
  switch (flag.rule) {
    case VariableRule::kNone:
    case VariableRule::kPresent:
      break;
    case VariableRule::kOnlyZero:
      page.Add("=0");
      break;
    case VariableRule::kOnlyOne:
    case VariableRule::kZeroOrOne:
      page.Add("=1");
      break;
    case VariableRule::kList:
      page.Add("=").Add(flag.value).Add(",").Add(flag.value).Add("...");
      break;
    case VariableRule::kValue:
      page.Add("=").Add(flag.value);
      break;
  }
}

bool IsOption(const Flag& flag) { return flag.letter != '\0' || !flag.name.empty(); }

void AddOption(Page& page, const Flag& flag) {
  if (flag.letter != '\0') {
    page.Add("-").Add({&flag.letter, 1});
  }
  if (!flag.name.empty()) {
    page.Add(flag.letter != '\0' ? ", --" : "--").Add(flag.name);
  }
  if (!flag.value.empty()) {
    page.Add(" ").Add(flag.value);
  }
}

// An option with its variable below it, or a variable that has no option.
void AddFlag(Page& page, const Flag& flag) {
  page.Add("  ");
  if (!IsOption(flag)) {
    AddVariable(page, flag);
  } else {
    AddOption(page, flag);
  }
  page.Indent(kHelpColumn).Add(flag.help).Add("\n");
  if (IsOption(flag) && flag.rule != VariableRule::kNone) {
    page.Indent(kHelpColumn).Add("[");
    AddVariable(page, flag);
    page.Add("]\n");
  }
}

void AddLent(Page& page, const Role& role) {
  if (role.lent.empty()) {
    return;
  }
  page.Add("\nVariables of dumb-init that count here, too; see dumb-init(1):\n");
  for (const Flag& flag : role.lent) {
    if (flag.reach == Reach::kEveryRole) {
      page.Add("  ");
      AddVariable(page, flag);
      page.Add("\n");
    }
  }
}

// What is wrong with the value of an option or a variable: 'x' ...
struct Objection {
  Problem problem;
  Literal text;
  Literal forms;
};
// clang-format off
constexpr Objection kObjections[] = {
    {Problem::kNotARewrite,
     "is no rewrite: allowed is S:R, the signal received and the one to forward", ""},
    {Problem::kNotASignal, "is no signal: allowed is ", kSignalForms},
    {Problem::kNotAReplacement, "is no signal to forward: allowed is 0 to drop it, ", kSignalForms},
    {Problem::kNotCatchable, "never reaches us: allowed is any signal but KILL and STOP", ""},
    {Problem::kNotAStatus, "is no exit status: allowed is a number from 0 to 255", ""},
    {Problem::kNotAStatusOrStop,
     "is no exit status: allowed are numbers from 0 to 255 and stop, with commas between", ""},
    {Problem::kNotZeroOrOne, "is neither 0 nor 1: allowed is 0 or 1", ""},
    {Problem::kNotADuration, "is no duration: allowed is ", kDurationForms},
    {Problem::kNotADelay,
     "is no delay: allowed is S:T, the signal received and how long to hold it", ""},
    {Problem::kNotAScope, "is no scope: allowed is child, group or all", ""},
    {Problem::kNotAbsolute, "is no absolute file name: allowed is one that begins with /", ""},
    {Problem::kNotAFormat, "is no format: allowed is text or json", ""},
};
// clang-format on

void AddAmbiguity(Line& line, const Role& role, const UsageError& error) {
  std::string_view name = error.part;
  name.remove_prefix(2);
  line.Add("option '").Add(error.part).Add("' could be any of:");
  for (const Flag& flag : role.flags) {
    if (flag.MayBe(name)) {
      line.Add(" --").Add(flag.name);
    }
  }
}

void AddUnknown(Line& line, const Role& role, const UsageError& error) {
  line.Add("unknown option '").Add(error.where).Add("'");
  if (error.part != error.where) {
    line.Add(" (no '").Add(error.part).Add("')");
  }
  line.Add(": '").Add(role.name).Add(" -h' lists what there is");
}

// What is wrong with the words themselves.
void AddMistake(Line& line, const Role& role, const UsageError& error) {
  if (error.problem == Problem::kUnknownOption) {
    AddUnknown(line, role, error);
  } else if (error.problem == Problem::kAmbiguousOption) {
    AddAmbiguity(line, role, error);
  } else if (error.problem == Problem::kMissingValue) {
    line.Add("option '").Add(error.where).Add("' needs a value: ").Add(error.part);
  } else if (error.problem == Problem::kUnwantedValue) {
    line.Add("option '").Add(error.where).Add("' takes no value: '").Add(error.value).Add("'");
  } else if (error.problem == Problem::kScopeWithoutGroup) {
    line.Add("a single child leads no process group: the scope is child or all");
  } else if (error.problem == Problem::kUnwantedCommand) {
    line.Add("option '").Add(error.where).Add("' runs no command: '").Add(error.part).Add("'");
  } else {
    line.Add("no command: usage is ").Add(role.name).Add(kUsage);
  }
}

}  // namespace

Page HelpText(const Role& role) {
  Page page;
  page.Add(role.version_line).Add("Usage: ").Add(role.name);
  page.Add(kUsage)
      .Add("\n\n")
      .Add(role.summary)
      .Add("\nOptions (in brackets the variable that does the same; the option wins):\n");
  for (const Flag& flag : role.flags) {
    AddFlag(page, flag);
  }
  AddLent(page, role);
  page.Add("\nS and R are signals: ").Add(kSignalForms).Add(".\n");
  page.Add("T is a time: ").Add(kDurationForms).Add(".\n");
  page.Add(
      "Long options may be shortened while only one fits.\n"
      "Exit status: that of COMMAND, or 128+n if signal n ended it; 127 if it was not\n"
      "found, 126 if it cannot be executed, 125 if it cannot be started, 1 if the options\n"
      "are wrong.\n");
  return page;
}

Line Describe(const Role& role, const UsageError& error) {
  Line line;
  line.Add("[").Add(role.name).Add("] ");
  for (const Objection& objection : kObjections) {
    if (objection.problem == error.problem) {
      line.Add(error.where).Add(" '").Add(error.value).Add("': '").Add(error.part).Add("' ");
      return line.Add(objection.text).Add(objection.forms);
    }
  }
  AddMistake(line, role, error);
  return line;
}

}  // namespace dumb_init::cli
