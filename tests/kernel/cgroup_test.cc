// sys/cgroup.h finds the files of both versions, where engines put them.
#include "sys/cgroup.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "kernel/surroundings.h"
#include "support/scratch.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;
using testing::Scratch;

using Files = std::map<std::string, std::string>;

std::string Text(Figure figure) {
  const auto found = ReadFigure(figure);
  return !found ? "unknown" : *found == core::kUnlimited ? "unlimited" : std::to_string(*found);
}

// In that order: OOM kills, memory and its limit, processes and their limit.
std::string AllFigures() {
  std::string all;
  for (const Figure figure : {Figure::kOomKills, Figure::kMemory, Figure::kMemoryLimit,
                              Figure::kPids, Figure::kPidsLimit}) {
    all += Text(figure) + " ";
  }
  return all;
}

// All figures for a process whose /proc/self/cgroup says so, with these files in /sys/fs/cgroup.
std::string FiguresWith(const std::string& groups, const Files& files) {
  const Scratch scratch;
  const std::string groups_file = scratch.Put("groups", groups, 0600);
  return InChild([&]() -> std::string {
    const std::string ours = "/proc/" + std::to_string(::getpid()) + "/cgroup";
    if (::unshare(CLONE_NEWNS) == -1 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1 ||
        ::mount(groups_file.c_str(), ours.c_str(), nullptr, MS_BIND, nullptr) == -1 ||
        ::mount("none", "/sys/fs/cgroup", "tmpfs", 0, nullptr) == -1) {
      return "this test needs root";
    }
    for (const auto& [name, text] : files) {
      const std::filesystem::path path = "/sys/fs/cgroup/" + name;
      std::filesystem::create_directories(path.parent_path());
      std::ofstream(path) << text;
    }
    return AllFigures();
  });
}

Files VersionTwo(const std::string& folder) {
  return {{folder + "memory.events", "low 0\nhigh 0\nmax 9\noom 3\noom_kill 2\n"},
          {folder + "memory.current", "1000\n"},
          {folder + "memory.max", "max\n"},
          {folder + "pids.current", "7\n"},
          {folder + "pids.max", "100\n"}};
}

Files VersionOne(const std::string& folder) {
  return {
      {"memory/" + folder + "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n"},
      {"memory/" + folder + "memory.usage_in_bytes", "1000\n"},
      {"memory/" + folder + "memory.limit_in_bytes", "9223372036854771712\n"},
      {"pids/" + folder + "pids.current", "7\n"},
      {"pids/" + folder + "pids.max", "100\n"}};
}

constexpr const char* kAll = "2 1000 unlimited 7 100 ";
constexpr const char* kNone = "unknown unknown unknown unknown unknown ";

TEST(ReadFigure, OfVersionTwoAtTheRootOfWhatIsSeen) {
  EXPECT_EQ(FiguresWith("0::/\n", VersionTwo("")), kAll);
}

TEST(ReadFigure, OfVersionTwoBelowIt) {
  Files files = VersionTwo("app/");
  files["memory.current"] = "5\n";
  EXPECT_EQ(FiguresWith("0::/app\n", files), kAll);
}

TEST(ReadFigure, OfVersionOneBelowIt) {
  EXPECT_EQ(FiguresWith("4:pids:/app\n3:memory:/app\n0::/\n", VersionOne("app/")), kAll);
}

TEST(ReadFigure, OfVersionOneAtTheRootWhereThePathIsThatOfOutside) {
  EXPECT_EQ(FiguresWith("4:pids:/docker/1\n3:memory:/docker/1\n0::/\n", VersionOne("")), kAll);
}

TEST(ReadFigure, OfNobodyElsesGroup) {
  EXPECT_EQ(FiguresWith("0::/../other\n", VersionTwo("")), kNone);
}

TEST(ReadFigure, OfNoGroupAtAll) {
  EXPECT_EQ(FiguresWith("", VersionTwo("")), kNone);
  EXPECT_EQ(FiguresWith("0::/\n", {}), kNone);
  EXPECT_EQ(InChild([] { return testing::HideProc() ? AllFigures() : "needs root"; }), kNone);
}

TEST(ReadFigure, OfThisVeryMachineIsANumberOrUnknown) {
  const auto processes = ReadFigure(Figure::kPids);
  EXPECT_TRUE(!processes || *processes > 0);
}

}  // namespace
}  // namespace dumb_init::sys
