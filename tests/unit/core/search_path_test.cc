// Where a command may be found: which file names are tried, and in which order.
#include "core/search_path.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace dumb_init::core {
namespace {

using Files = std::vector<std::string>;

Files Tried(const std::string& command, const std::string& search_path) {
  std::vector<char> room(Candidates::RoomFor(command, search_path));
  Candidates candidates(command.c_str(), search_path, room);
  Files files;
  for (const char* file = candidates.Next(); file != nullptr; file = candidates.Next()) {
    files.emplace_back(file);
  }
  EXPECT_EQ(candidates.Next(), nullptr) << "the end is final";
  return files;
}

struct Row {
  std::string_view name;
  std::string command;
  std::string search_path;
  Files tried;
};

// clang-format off
const Row kRows[] = {
    {"EachFolderInOrder", "ls", "/a:/b:/c", {"/a/ls", "/b/ls", "/c/ls"}},
    {"OneFolder", "ls", "/a", {"/a/ls"}},
    {"AnEmptyPathIsTheWorkingDirectory", "ls", "", {"ls"}},
    {"AnEmptyElementInFrontIsTheWorkingDirectory", "ls", ":/a", {"ls", "/a/ls"}},
    {"AnEmptyElementInTheMiddleIsTheWorkingDirectory", "ls", "/a::/b", {"/a/ls", "ls", "/b/ls"}},
    {"AnEmptyElementAtTheEndIsTheWorkingDirectory", "ls", "/a:", {"/a/ls", "ls"}},
    {"ALonelyColonIsTheWorkingDirectoryTwice", "ls", ":", {"ls", "ls"}},
    {"ARelativeFolderStaysRelative", "ls", "bin:.", {"bin/ls", "./ls"}},
    {"ASlashAtTheEndOfAFolderStays", "ls", "/a/", {"/a//ls"}},
    {"TheDefaultIsDumbInitsOwn", "ls", std::string(kDefaultPath),
     {"/usr/local/bin/ls", "/bin/ls", "/usr/bin/ls"}},
    {"ACommandWithASlashIsNotSearched", "/bin/ls", "/a:/b", {"/bin/ls"}},
    {"ASlashAnywhereWillDo", "./ls", "/a", {"./ls"}},
    {"ASlashAtTheEndWillDo", "ls/", "/a", {"ls/"}},
    {"AnEmptyCommandIsTriedAsItIs", "", "/a:/b", {""}},
};
// clang-format on

class Search : public testing::TestWithParam<Row> {};

TEST_P(Search, TriesWhatItsRowSays) {
  EXPECT_EQ(Tried(GetParam().command, GetParam().search_path), GetParam().tried);
}

INSTANTIATE_TEST_SUITE_P(Table, Search, testing::ValuesIn(kRows),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Candidates, ACommandWithASlashIsTheVeryTextThatWasGiven) {
  const std::string command = "/bin/ls";
  std::vector<char> room(Candidates::RoomFor(command, "/a"));
  Candidates candidates(command.c_str(), "/a", room);
  EXPECT_EQ(candidates.Next(), command.c_str());
}

TEST(Candidates, ANameTooLongForTheKernelIsPassedOver) {
  // With the slash and the terminating null there is room for 4094 bytes of folder and command.
  const std::string fits = "/" + std::string(4091, 'f');
  EXPECT_EQ(Tried("ls", "/a:" + fits + ":/b"), (Files{"/a/ls", fits + "/ls", "/b/ls"}));
  EXPECT_EQ(Tried("ls", "/a:" + fits + "f:/b"), (Files{"/a/ls", "/b/ls"}));
  EXPECT_EQ(Tried("ls", fits + "f"), Files{});
}

TEST(Candidates, ACommandTooLongIsStillTriedAsItIsWithASlash) {
  const std::string command = "/" + std::string(5000, 'c');
  EXPECT_EQ(Tried(command, "/a"), Files{command});
}

}  // namespace
}  // namespace dumb_init::core
