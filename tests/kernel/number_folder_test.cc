// sys/number_folder.h tells the truth about folders of /proc.
#include "sys/number_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "support/scratch.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;

constexpr const char* kOpenFiles = "/proc/self/fd";

std::set<int> All(NumberFolder& folder) {
  std::set<int> all;
  while (const std::optional<int> number = folder.Next()) {
    all.insert(*number);
  }
  return all;
}

TEST(ANumberFolder, HasTheNumbersAndPassesOverOtherNames) {
  const testing::Scratch scratch;
  for (const char* const entry : {"7", "4194303", "0", "self", "7x", "x7", "99999999999", "1.5"}) {
    scratch.Put(entry, "", 0600);
  }
  NumberFolder folder(scratch.path().c_str());
  EXPECT_EQ(All(folder), (std::set<int>{0, 7, 4194303}));
  EXPECT_TRUE(folder.ok());
}

TEST(ANumberFolder, ListsTheProcessesOfProc) {
  const testing::Child child;
  NumberFolder folder("/proc");
  const std::set<int> all = All(folder);
  EXPECT_TRUE(all.contains(::getpid()));
  EXPECT_TRUE(all.contains(child.pid().number));
}

TEST(ANumberFolder, StartsAgainFromAnyPlace) {
  NumberFolder folder(kOpenFiles);
  const std::set<int> all = All(folder);
  EXPECT_FALSE(folder.Next());
  folder.Rewind();
  EXPECT_EQ(All(folder), all);
  folder.Rewind();
  EXPECT_EQ(folder.Next(), *all.begin());
  folder.Rewind();
  EXPECT_EQ(folder.Next(), *all.begin());
  folder.Rewind();
  EXPECT_EQ(All(folder), all);
}

TEST(ANumberFolder, SeesWhatIsNewAfterARewind) {
  EXPECT_EQ(InChild([]() -> std::string {
              NumberFolder folder(kOpenFiles);
              All(folder);
              const int opened = ::dup(0);
              folder.Rewind();
              return All(folder).contains(opened) ? "seen" : "missed";
            }),
            "seen");
}

// More than one request to the kernel brings.
TEST(ANumberFolder, HasWhatAppearsBehindThePlaceThatWasReached) {
  EXPECT_EQ(InChild([]() -> std::string {
              for (int number = 100; number < 400; ++number) {
                ::dup2(0, number);
              }
              NumberFolder folder(kOpenFiles);
              folder.Next();
              ::dup2(0, 450);
              ::close(399);
              const std::set<int> all = All(folder);
              return std::string(all.contains(450) ? "the new one, " : "") +
                     (all.contains(399) ? "the closed one, " : "") +
                     (all.contains(398) ? "the others" : "");
            }),
            "the new one, the others");
}

TEST(ANumberFolder, IsNotOkWhereThereIsNone) {
  for (const char* const path : {"/nonexistent", "/proc/self/stat"}) {
    NumberFolder folder(path);
    EXPECT_FALSE(folder.ok()) << path;
    EXPECT_EQ(folder.descriptor(), -1) << path;
    EXPECT_FALSE(folder.Next()) << path;
  }
}

TEST(ANumberFolder, IsNotOkOnceReadingFails) {
  EXPECT_EQ(InChild([]() -> std::string {
              NumberFolder folder(kOpenFiles);
              ::close(folder.descriptor());
              const bool before = folder.ok();
              const bool found = folder.Next().has_value();
              return std::string(before ? "ok" : "not ok") + (found ? ", found" : ", nothing") +
                     (folder.ok() ? ", ok" : ", not ok");
            }),
            "ok, nothing, not ok");
}

TEST(ANumberFolder, IsAboveTwoAndClosedOnExecAndClosedAtTheEnd) {
  EXPECT_EQ(InChild([]() -> std::string {
              ::close(0);
              ::close(2);
              int descriptor = -1;
              std::string said;
              {
                const NumberFolder folder(kOpenFiles);
                descriptor = folder.descriptor();
                said = descriptor > 2 ? "above, " : "below, ";
                said += ::fcntl(descriptor, F_GETFD) == FD_CLOEXEC ? "closed on exec" : "kept";
                said += ::fcntl(0, F_GETFD) == -1 && ::fcntl(2, F_GETFD) == -1 ? "" : ", a copy";
              }
              return said + (::fcntl(descriptor, F_GETFD) == -1 ? ", closed" : ", left open");
            }),
            "above, closed on exec, closed");
}

}  // namespace
}  // namespace dumb_init::sys
