// The fixture of every test that runs the real init.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "support/guest.h"

namespace dumb_init::testing {

// Skips, with the reason, where the machine does not permit what a test needs; fails instead where
// that is required.
class NamespaceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = WhyNoNamespaces()) {
      SkipUnlessRequired(*why);
    }
  }

  // The caller returns right after this.
  static void SkipUnlessRequired(const std::string& why) {
    const char* const required = std::getenv("DUMB_INIT_REQUIRE_NAMESPACES");
    if (required != nullptr && std::string_view(required) == "1") {
      FAIL() << why;
    }
    GTEST_SKIP() << why;
  }
};

}  // namespace dumb_init::testing
