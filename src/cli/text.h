// Help and usage messages.
#pragma once

#include "base/line.h"
#include "base/page.h"
#include "cli/options.h"

namespace dumb_init::cli {

// Everything --help says.
Page HelpText(const Role& role);

// One line that names the part that is wrong and what is allowed.
Line Describe(const Role& role, const UsageError& error);

}  // namespace dumb_init::cli
