// What the files of control groups say: both versions, and whatever else may stand there.
#include "core/cgroup.h"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace dumb_init::core {
namespace {

std::string Found(std::string_view text, std::string_view controller) {
  const auto cgroup = FindCgroup(text, controller);
  if (!cgroup) {
    return "none";
  }
  return (cgroup->version == Cgroup::Version::kOne ? "1 " : "2 ") + std::string(cgroup->path);
}

TEST(FindCgroup, FindsTheOneOfVersionTwo) {
  EXPECT_EQ(Found("0::/\n", "memory"), "2 /");
  EXPECT_EQ(Found("0::/system.slice/a:b c\n", "pids"), "2 /system.slice/a:b c");
}

TEST(FindCgroup, FindsTheControllerOfVersionOneAlsoBesidesOthers) {
  constexpr std::string_view kBoth =
      "9:name=systemd:/x\n4:hugetlb,memory:/docker/1\n1:cpu:/\n0::/y\n";
  EXPECT_EQ(Found(kBoth, "memory"), "1 /docker/1");
  EXPECT_EQ(Found(kBoth, "pids"), "2 /y");
}

TEST(FindCgroup, IsNotMisledByLikeNames) {
  EXPECT_EQ(Found("4:memory2:/a\n3:mem:/b\n2:name=memory:/memory\n", "memory"), "none");
}

TEST(FindCgroup, FindsNothingWhereNothingIs) {
  for (const std::string_view text : {"", "\n", "0", "0:", "0::", "::\n", "4:memory"}) {
    EXPECT_EQ(Found(text, "pids"), "none") << text;
  }
}

TEST(FindFigure, ReadsTheNumberThatStandsAlone) {
  EXPECT_EQ(FindFigure("0\n", ""), 0);
  EXPECT_EQ(FindFigure("67108864\n", ""), 67108864);
  EXPECT_EQ(FindFigure("67108864", ""), 67108864);
}

TEST(FindFigure, KnowsNoLimitOfBothVersions) {
  EXPECT_EQ(FindFigure("max\n", ""), kUnlimited);
  EXPECT_EQ(FindFigure("9223372036854771712\n", ""), kUnlimited) << "pages of 4 kB";
  EXPECT_EQ(FindFigure("9223372036854710272\n", ""), kUnlimited) << "pages of 64 kB";
}

TEST(FindFigure, ReadsTheNumberBehindItsWord) {
  constexpr std::string_view kEvents =
      "low 0\nhigh 1\nmax 12\noom 3\noom_kill 2\noom_group_kill 7\n";
  EXPECT_EQ(FindFigure(kEvents, "oom_kill"), 2);
  EXPECT_EQ(FindFigure("oom_kill_disable 0\nunder_oom 0\noom_kill 5\n", "oom_kill"), 5);
  EXPECT_EQ(FindFigure("oom_kill_disable 0\nunder_oom 0\n", "oom_kill"), std::nullopt);
}

TEST(FindFigure, ReadsNothingElse) {
  for (const std::string_view text :
       {"", "\n", "x\n", "1x\n", "-1\n", " 1\n", "1 2\n", "99999999999999999999999\n"}) {
    EXPECT_EQ(FindFigure(text, ""), std::nullopt) << text;
  }
  EXPECT_EQ(FindFigure("oom_kill", "oom_kill"), std::nullopt);
  EXPECT_EQ(FindFigure("oom_kill \n", "oom_kill"), std::nullopt);
}

}  // namespace
}  // namespace dumb_init::core
