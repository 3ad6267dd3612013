// The fixture of every test that runs the real init.
#pragma once

#include <cstdlib>
#include <string_view>

#include <gtest/gtest.h>

#include "support/guest.h"

namespace dumb_init::testing {

// Skips, with the reason, where PID namespaces cannot be made; fails instead where they are
// required.
class NamespaceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto why = WhyNoNamespaces();
    if (!why) {
      return;
    }
    const char* const required = std::getenv("DUMB_INIT_REQUIRE_NAMESPACES");
    if (required != nullptr && std::string_view(required) == "1") {
      FAIL() << *why;
    }
    GTEST_SKIP() << *why;
  }
};

}  // namespace dumb_init::testing
