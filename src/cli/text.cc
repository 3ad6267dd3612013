// Help and usage messages.
#include "cli/text.h"

#include <cstddef>
#include <string_view>

namespace dumb_init::cli {
namespace {

constexpr std::string_view kSignalForms =
    "a number from 1 to 64 or a name like TERM, SIGTERM, "
    "RTMIN+3 or RTMAX-1";
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

// 'part' is ..., as in: 'x' is no signal.
Line& AddPart(Line& line, const UsageError& error) {
  return line.Add("'").Add(error.part).Add("' ");
}

Line& AddWhere(Line& line, const UsageError& error) {
  return line.Add(error.where).Add(" '").Add(error.value).Add("': ");
}

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

}  // namespace

Page HelpText(const Role& role) {
  Page page;
  page.Add(role.version_line).Add("Usage: ").Add(role.name);
  page.Add(" [OPTION...] [--] COMMAND [ARGUMENT...]\n\n")
      .Add(role.summary)
      .Add("\nOptions (in brackets the variable that does the same; the option wins):\n");
  for (const Flag& flag : role.flags) {
    AddFlag(page, flag);
  }
  AddLent(page, role);
  page.Add("\nS and R are signals: ").Add(kSignalForms).Add(".\n");
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
  switch (error.problem) {
    case Problem::kUnknownOption:
      AddUnknown(line, role, error);
      break;
    case Problem::kAmbiguousOption:
      AddAmbiguity(line, role, error);
      break;
    case Problem::kMissingValue:
      line.Add("option '").Add(error.where).Add("' needs a value: ").Add(error.part);
      break;
    case Problem::kUnwantedValue:
      line.Add("option '").Add(error.where).Add("' takes no value: '").Add(error.value).Add("'");
      break;
    case Problem::kNotARewrite:
      AddPart(AddWhere(line, error), error)
          .Add("is no rewrite: allowed is S:R, the signal received and the one to forward");
      break;
    case Problem::kNotASignal:
      AddPart(AddWhere(line, error), error).Add("is no signal: allowed is ").Add(kSignalForms);
      break;
    case Problem::kNotAReplacement:
      AddPart(AddWhere(line, error), error)
          .Add("is no signal to forward: allowed is 0 to drop it, ")
          .Add(kSignalForms);
      break;
    case Problem::kNotCatchable:
      AddPart(AddWhere(line, error), error)
          .Add("never reaches us: allowed is any signal but KILL and STOP");
      break;
    case Problem::kNotAStatus:
      AddPart(AddWhere(line, error), error)
          .Add("is no exit status: allowed is a number from 0 to 255");
      break;
    case Problem::kNotAStatusOrStop:
      AddPart(AddWhere(line, error), error)
          .Add(
              "is no exit status: allowed are numbers from 0 to 255 and stop, with commas between");
      break;
    case Problem::kNotZeroOrOne:
      AddPart(AddWhere(line, error), error).Add("is neither 0 nor 1: allowed is 0 or 1");
      break;
    case Problem::kNoCommand:
      line.Add("no command: usage is ")
          .Add(role.name)
          .Add(" [OPTION...] [--] COMMAND [ARGUMENT...]");
      break;
    case Problem::kUnwantedCommand:
      line.Add("option '-P' runs no command: '").Add(error.part).Add("'");
      break;
  }
  return line;
}

}  // namespace dumb_init::cli
