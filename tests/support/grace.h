// A command that leaves others behind, under an init with a grace.
#pragma once

#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {

// A time that is never over in a test.
inline const std::string kForEver = "24h";

class GraceTest : public StandTest {
 protected:
  // A command that leaves processes of these kinds behind and ends with status 7 at the first byte.
  static GuestSetup Leaving(const std::vector<std::string>& kinds, const std::string& grace) {
    std::vector<std::string> words{Program("leaves_behind"), "7"};
    words.insert(words.end(), kinds.begin(), kinds.end());
    GuestSetup setup = Here(words);
    setup.variables = {"DUMB_INIT_GRACE=" + grace};
    return setup;
  }
};

}  // namespace dumb_init::testing
