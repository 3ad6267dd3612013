// Wrong arguments and variables: one message, status 1, and nothing is run.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/namespace_test.h"
#include "support/scratch.h"

namespace dumb_init::testing {

class RefusalTest : public NamespaceTest {
 protected:
  // Called by this name with these options and variables, as PID 1 and not, the init runs nothing
  // and this is all that it says.
  void ExpectRefusal(const std::string& role, std::vector<std::string> options,
                     const std::string& message, const std::vector<std::string>& variables = {}) {
    options.insert(options.end(), {"/bin/sh", "-c", "echo run > " + scratch_ / "run"});
    ExpectRefusalOfAll(role, options, message, variables);
    EXPECT_FALSE(scratch_.Has("run"));
  }

  // The same without a command behind the options.
  static void ExpectRefusalOfAll(const std::string& role, std::vector<std::string> words,
                                 const std::string& message,
                                 const std::vector<std::string>& variables = {}) {
    SCOPED_TRACE(role + ::testing::PrintToString(words) + ::testing::PrintToString(variables));
    words.insert(words.begin(), InitAs(role));
    for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
      const Transcript run = RunToEnd({.words = words, .place = place, .environment = variables});
      EXPECT_EQ(run.outcome, (Outcome{1, 0}));
      EXPECT_EQ(run.output, "");
      EXPECT_EQ(run.errors, "[" + role + "] " + message + "\n");
    }
  }

  static constexpr const char* kSignalForms =
      "a number from 1 to 64 or a name like TERM, SIGTERM, RTMIN+3 or RTMAX-1";
  static constexpr const char* kNoRewrite =
      "is no rewrite: allowed is S:R, the signal received and the one to forward";
  Scratch scratch_;
};

}  // namespace dumb_init::testing
