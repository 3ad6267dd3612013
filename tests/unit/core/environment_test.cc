// The environment: variables are found as getenv(3) finds them, and the command is told its own
// pid.
#include "core/environment.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace dumb_init::core {
namespace {

using Texts = std::vector<std::string>;

// A null-terminated list as execve(2) takes it.
class List {
 public:
  explicit List(Texts texts) : texts_(std::move(texts)) {
    for (std::string& text : texts_) {
      pointers_.push_back(text.data());
    }
    pointers_.push_back(nullptr);
  }
  char** data() { return pointers_.data(); }
  Texts Contents() const {
    Texts contents;
    for (std::size_t i = 0; pointers_[i] != nullptr; ++i) {
      contents.emplace_back(pointers_[i]);
    }
    return contents;
  }

 private:
  Texts texts_;
  std::vector<char*> pointers_;
};

std::optional<std::string_view> Find(List& list, std::string_view name) {
  return FindVariable(list.data(), name);
}

TEST(FindVariable, GivesTheValueOfTheFirst) {
  List list({"A=1", "PATH=/bin", "PATH=/sbin"});
  EXPECT_EQ(Find(list, "PATH"), "/bin");
}

TEST(FindVariable, AnEmptyValueIsAValue) {
  List list({"PATH="});
  EXPECT_EQ(Find(list, "PATH"), "");
}

TEST(FindVariable, TheValueMayHoldEqualsSigns) {
  List list({"A=b=c"});
  EXPECT_EQ(Find(list, "A"), "b=c");
}

TEST(FindVariable, OnlyTheWholeNameCounts) {
  List list({"PATHS=/a", "XPATH=/b", "PATH", "PAT=H", "path=/c", "=PATH=x", ""});
  EXPECT_EQ(Find(list, "PATH"), std::nullopt);
}

TEST(FindVariable, FindsNothingInAnEmptyEnvironment) {
  List list({});
  EXPECT_EQ(Find(list, "PATH"), std::nullopt);
}

Texts Rewritten(Texts before, int init, int command) {
  List list(std::move(before));
  PidVariables variables;
  variables.Rewrite(list.data(), {init}, {command});
  return list.Contents();
}

struct Row {
  std::string_view name;
  Texts before;
  Texts after;
};

// The init is 1, the command 27.
// clang-format off
const Row kRows[] = {
    {"ListenPidOfTheInitBecomesTheCommands", {"LISTEN_PID=1"}, {"LISTEN_PID=27"}},
    {"WatchdogPidOfTheInitBecomesTheCommands", {"WATCHDOG_PID=1"}, {"WATCHDOG_PID=27"}},
    {"BothAtOnce", {"A=1", "WATCHDOG_PID=1", "B=2", "LISTEN_PID=1", "C=3"},
                   {"A=1", "WATCHDOG_PID=27", "B=2", "LISTEN_PID=27", "C=3"}},
    {"AnotherPidStays", {"LISTEN_PID=2", "WATCHDOG_PID=12"}, {"LISTEN_PID=2", "WATCHDOG_PID=12"}},
    {"ALongerNumberStays", {"LISTEN_PID=11", "WATCHDOG_PID=10"},
                           {"LISTEN_PID=11", "WATCHDOG_PID=10"}},
    {"WhatIsNoNumberStays", {"LISTEN_PID=", "LISTEN_PID=1x", "LISTEN_PID= 1", "LISTEN_PID=+1",
                             "LISTEN_PID=-1", "LISTEN_PID=x", "LISTEN_PID=1 ", "LISTEN_PID"},
                            {"LISTEN_PID=", "LISTEN_PID=1x", "LISTEN_PID= 1", "LISTEN_PID=+1",
                             "LISTEN_PID=-1", "LISTEN_PID=x", "LISTEN_PID=1 ", "LISTEN_PID"}},
    {"ANumberTooBigStays", {"LISTEN_PID=99999999999999999999"},
                           {"LISTEN_PID=99999999999999999999"}},
    {"OtherNamesStay", {"XLISTEN_PID=1", "LISTEN_PIDS=1", "listen_pid=1", "PID=1", "LISTEN_FDS=1"},
                       {"XLISTEN_PID=1", "LISTEN_PIDS=1", "listen_pid=1", "PID=1",
                        "LISTEN_FDS=1"}},
    {"EveryCopyIsRewritten", {"LISTEN_PID=1", "LISTEN_PID=1"}, {"LISTEN_PID=27", "LISTEN_PID=27"}},
    {"ThePidFdIdGoesWithItsPid", {"LISTEN_PIDFDID=9", "A=1", "LISTEN_PID=1", "LISTEN_PIDFDID=8"},
                                 {"A=1", "LISTEN_PID=27"}},
    {"ThePidFdIdOfAnotherPidStays", {"LISTEN_PIDFDID=9", "LISTEN_PID=5"},
                                    {"LISTEN_PIDFDID=9", "LISTEN_PID=5"}},
    {"ThePidFdIdStaysWhereOnlyTheWatchdogChanges", {"LISTEN_PIDFDID=9", "WATCHDOG_PID=1"},
                                                   {"LISTEN_PIDFDID=9", "WATCHDOG_PID=27"}},
    {"ThePidFdIdAloneStays", {"LISTEN_PIDFDID=9"}, {"LISTEN_PIDFDID=9"}},
    {"OnlyThatVeryNameGoes", {"LISTEN_PID=1", "LISTEN_PIDFDIDS=1", "LISTEN_PIDFDID"},
                             {"LISTEN_PID=27", "LISTEN_PIDFDIDS=1", "LISTEN_PIDFDID"}},
    {"AnEmptyEnvironmentStaysEmpty", {}, {}},
};
// clang-format on

class PidVariable : public testing::TestWithParam<Row> {};

TEST_P(PidVariable, IsToldWhatItsRowSays) {
  EXPECT_EQ(Rewritten(GetParam().before, 1, 27), GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(Table, PidVariable, testing::ValuesIn(kRows),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(PidVariables, TheLongestPidFits) {
  EXPECT_EQ(Rewritten({"LISTEN_PID=2147483647", "WATCHDOG_PID=2147483647"}, 2147483647, 2147483646),
            (Texts{"LISTEN_PID=2147483646", "WATCHDOG_PID=2147483646"}));
}

TEST(PidVariables, WhatIsNotTheirsIsNotEvenMoved) {
  List list({"A=1", "LISTEN_PID=4", "B=2"});
  const std::vector<char*> before(list.data(), list.data() + 4);
  PidVariables variables;
  variables.Rewrite(list.data(), {1}, {2});
  EXPECT_TRUE(std::equal(before.begin(), before.end(), list.data()));
}

}  // namespace
}  // namespace dumb_init::core
