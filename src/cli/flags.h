// The flag table: every option, its variable, its help, and what it does.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/settings.h"

namespace dumb_init::cli {

// What the command line asks for.
struct Request {
  enum class What { kRun, kHelp, kVersion } what = What::kRun;
  core::Settings settings;
  // Where the command's words start in the argument list.
  int first_word = 0;
};

// What can be wrong with an argument or a variable.
enum class Problem {
  kUnknownOption,
  kAmbiguousOption,
  kMissingValue,
  kUnwantedValue,
  kNotARewrite,
  kNotASignal,
  kNotAReplacement,
  kNotCatchable,
  kNotZeroOrOne,
  kNoCommand,
};

// The part of a value that is wrong, and how.
struct Complaint {
  Problem problem;
  std::string_view part;
};

// How a variable is read.
enum class VariableRule {
  kNone,       // The option has no variable.
  kOnlyZero,   // "0" turns the option on; anything else is as if it was not set.
  kOnlyOne,    // "1" turns the option on; anything else is as if it was not set.
  kZeroOrOne,  // "1" turns the option on, "0" does not, anything else is a mistake.
  kList,       // Values separated by commas.
  kValue,      // One value.
};

struct Flag {
  char letter;
  std::string_view name;
  // What the value is called in the help; empty: the option takes none.
  std::string_view value;
  std::string_view variable;
  VariableRule rule;
  std::string_view help;
  // Notes the option and its value in the request, or says what is wrong with the value.
  std::optional<Complaint> (*apply)(Request& request, std::string_view value);
};

// What one name of the program stands for.
struct Role {
  std::string_view name;
  std::string_view version_line;
  std::span<const Flag> flags;
};

// The role of dumb-init and of every name that is nobody else's.
const Role& DumbInit();

}  // namespace dumb_init::cli
