// Arguments and environment in, a request or what is wrong with them out.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "cli/flags.h"
#include "cli/roles.h"

namespace dumb_init::cli {

// What is wrong, and where: the option or variable as it was called, its whole value, and the part
// of the value that cannot be.
struct UsageError {
  Problem problem;
  std::string_view where;
  std::string_view value;
  std::string_view part;
};

// Reads the variables of `role`, then the options, which win, up to the first word that is not an
// option: `words` is the whole argument list with the program's name, `environment` ends in null.
// Where `role` drops a "--" right after the command, the command takes its place in `words`. An
// option that only asks for help, version or license is answered whatever the variables say.
Result<Request, UsageError> Parse(const Role& role, std::span<char*> words,
                                  char* const* environment);

}  // namespace dumb_init::cli
