// One row of an option table: an option, its variable, its help, and what it does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/literal.h"
#include "core/settings.h"

namespace dumb_init::cli {

// What the command line asks for.
struct Request {
  enum class What { kRun, kPause, kDoctor, kHelp, kVersion, kLicense } what = What::kRun;
  core::Settings settings;
  // Whom signals are to go to where that was asked for in so many words.
  std::optional<core::Scope> scope;
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
  kNotAStatus,
  kNotAStatusOrStop,
  kNotZeroOrOne,
  kNotADuration,
  kNotADelay,
  kNotAScope,
  kNotAbsolute,
  kNotAFormat,
  kScopeWithoutGroup,
  kNoCommand,
  kUnwantedCommand,
};

// The part of a value that is wrong, and how.
struct Complaint {
  Problem problem;
  std::string_view part;
};

// How a variable is read.
enum class VariableRule : std::uint8_t {
  kNone,       // The option has no variable.
  kOnlyZero,   // "0" turns the option on; anything else is as if it was not set.
  kOnlyOne,    // "1" turns the option on; anything else is as if it was not set.
  kZeroOrOne,  // "1" turns the option on, "0" turns it off, anything else is a mistake.
  kPresent,    // It turns the option on by being set, even if it is empty.
  kList,       // Values separated by commas.
  kValue,      // One value.
};

// In which roles a variable counts. The option itself counts only in the role whose table it is in.
enum class Reach : std::uint8_t { kOwnRole, kEveryRole };

struct Flag {
  // '\0': there is no short form.
  char letter;
  // Empty: there is no long form.
  Literal name;
  // What the value is called in the help; empty: the option takes none.
  Literal value;
  Literal variable;
  VariableRule rule;
  Reach reach;
  Literal help;
  // Notes the option and its value in the request, or says what is wrong with the value. A variable
  // that turns the option off has "0" as its value.
  std::optional<Complaint> (*apply)(Request& request, std::string_view value);

  // Whether `start` may be short for its long form.
  bool MayBe(std::string_view start) const {
    return !name.empty() && std::string_view(name).starts_with(start);
  }
};

}  // namespace dumb_init::cli
