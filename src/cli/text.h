// Help, license and usage messages.
#pragma once

#include <string_view>

#include "base/line.h"
#include "base/page.h"
#include "cli/options.h"

namespace dumb_init::cli {

// Everything --help says.
Page HelpText(const Role& role);

// The license of this program, as it is in the LICENSE file.
std::string_view LicenseText();

// One line that names the part that is wrong and what is allowed.
Line Describe(const Role& role, const UsageError& error);

}  // namespace dumb_init::cli
