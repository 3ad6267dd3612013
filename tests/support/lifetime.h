// The part of a report that no test can know.
#pragma once

#include <regex>
#include <string>

namespace dumb_init::testing {

// With "after T" where it says how long the command lived.
inline std::string WithoutTime(const std::string& report) {
  static const std::regex lifetime(R"( after \d+\.\d\ds| after (\d+[dhm])+\d+s)");
  return std::regex_replace(report, lifetime, " after T");
}

}  // namespace dumb_init::testing
