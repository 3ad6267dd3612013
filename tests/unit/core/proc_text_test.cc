// What the files of /proc/PID say, and whatever else may stand there.
#include "core/proc_text.h"

#include <array>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace dumb_init::core {
namespace {

// A line of /proc/PID/stat with this name, state, terminal and number of threads.
std::string Stat(const std::string& name, const std::string& state, const std::string& terminal,
                 const std::string& threads) {
  return "42 (" + name + ") " + state + " 7 41 40 " + terminal +
         " -1 4194560 1 2 3 4 5 6 7 8 20 0 " + threads + " 0 987654 1000 2 18446744073709551615\n";
}

TEST(ParseStat, ReadsWhoItIs) {
  const auto process = ParseStat(Stat("node", "S", "34816", "11"));
  ASSERT_TRUE(process);
  EXPECT_EQ(process->pid, Pid{42});
  EXPECT_EQ(process->parent, Pid{7});
  EXPECT_EQ(process->group, Pid{41});
  EXPECT_EQ(process->started, 987654);
  EXPECT_EQ(process->name.text(), "node");
  EXPECT_TRUE(process->alive);
  EXPECT_TRUE(process->has_terminal);
  EXPECT_FALSE(ParseStat(Stat("node", "S", "0", "11"))->has_terminal);
}

TEST(ParseStat, TakesAnyBytesForAName) {
  for (const std::string name : {"a) Z 1 (b", ")", "", "x y", "\n\x1b[2J", "(("}) {
    const auto process = ParseStat(Stat(name, "S", "0", "1"));
    ASSERT_TRUE(process) << name;
    EXPECT_EQ(process->name.text(), name);
    EXPECT_EQ(process->parent, Pid{7}) << name;
    EXPECT_TRUE(process->alive) << name;
  }
}

TEST(ParseStat, CutsLongNamesOfThreadsOfTheKernel) {
  const auto process = ParseStat(Stat("kworker/u8:3-events_unbound", "I", "0", "1"));
  ASSERT_TRUE(process);
  EXPECT_EQ(process->name.text(), "kworker/u8:3-ev");
}

TEST(ParseStat, TellsThreadsOfTheKernelFromProcesses) {
  // Of kthreadd and systemd on Linux 6.1.
  const auto thread = ParseStat("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 3 0 0");
  ASSERT_TRUE(thread);
  EXPECT_TRUE(thread->of_kernel);
  const auto process = ParseStat("1 (systemd) S 0 1 1 0 -1 4194560 8 9 5 6 7 8 9 9 20 0 1 0 3 9 9");
  ASSERT_TRUE(process);
  EXPECT_FALSE(process->of_kernel);
}

TEST(ParseStat, TellsAZombieFromAProcessWhoseFirstThreadHasEnded) {
  EXPECT_FALSE(ParseStat(Stat("a", "Z", "0", "1"))->alive);
  EXPECT_FALSE(ParseStat(Stat("a", "X", "0", "0"))->alive);
  EXPECT_TRUE(ParseStat(Stat("a", "Z", "0", "2"))->alive);
  EXPECT_TRUE(ParseStat(Stat("a", "T", "0", "1"))->alive);
}

TEST(ParseStat, FindsNothingInWhatIsCut) {
  const std::string whole = Stat("node", "S", "0", "1");
  for (std::size_t size = 0; size < whole.find(" 987654"); ++size) {
    EXPECT_FALSE(ParseStat({whole.data(), size})) << size;
  }
  for (const std::string_view text : {")(", "(", ")", "1 ()", "1 () S", "no such file"}) {
    EXPECT_FALSE(ParseStat(text)) << text;
  }
}

constexpr std::string_view kStatus =
    "Name:\tSigCgt:\\n\nUid:\t0\t0\t0\t0\nGroups:\t0 \nSigQ:\t0/9\nSigPnd:\t0000000000000001\n"
    "ShdPnd:\t0000000000004000\nSigBlk:\tfffffffffffbfeff\nSigIgn:\t0000000001001000\n"
    "SigCgt:\t8000000100004602\nCapInh:\t0000000000000000\n";

TEST(ParseSignalSets, ReadsEachSet) {
  const auto sets = ParseSignalSets(kStatus);
  ASSERT_TRUE(sets);
  EXPECT_EQ(sets->waiting.bits(), 0x4001) << "of the thread and of the process";
  EXPECT_EQ(sets->blocked.bits(), 0xfffffffffffbfeff);
  EXPECT_EQ(sets->ignored.bits(), 0x1001000);
  EXPECT_EQ(sets->caught.bits(), 0x8000000100004602);
  EXPECT_TRUE(sets->caught.Has({SIGTERM}));
}

TEST(ParseSignalSets, FindsNothingWhereOneSetIsMissing) {
  for (const std::string_view key : {"SigPnd", "ShdPnd", "SigBlk", "SigIgn", "\nSigCgt"}) {
    std::string text(kStatus);
    text.replace(text.find(key), key.size(), "\nNoSuch");
    EXPECT_FALSE(ParseSignalSets(text)) << key;
  }
  EXPECT_FALSE(ParseSignalSets(""));
}

TEST(ParseSignalSets, FindsNothingInASetOfOtherThanSixtyFourSignals) {
  const std::string whole = "0000000000004000";
  for (const std::string_view other :
       {"", "4000", "00000000000040000", "000000000000400g", "000000000000400G",
        "00000000000000000000000000004000", "-000000000004000", "000000000000 4000"}) {
    std::string text(kStatus);
    text.replace(text.find(whole), whole.size(), other);
    EXPECT_FALSE(ParseSignalSets(text)) << other;
  }
}

TEST(ProgramIn, IsTheBaseNameOfTheFirstWord) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(ProgramIn("/bin/sh\0-c\0node x\0"sv), "sh");
  EXPECT_EQ(ProgramIn("-bash\0"sv), "bash");
  EXPECT_EQ(ProgramIn("node"), "node");
  EXPECT_EQ(ProgramIn("nginx: master process /usr/sbin/nginx\0"sv), "nginx");
  EXPECT_EQ(ProgramIn("/\0"sv), "");
  EXPECT_EQ(ProgramIn(""), "");
}

std::vector<std::string> WordsOf(std::string text, std::size_t places) {
  std::vector<char*> room(places);
  const std::size_t count = FindWords(text, room);
  EXPECT_EQ(room[count], nullptr);
  return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count)};
}

TEST(FindWords, FindsEachThatIsWhole) {
  using std::string_literals::operator""s;
  EXPECT_EQ(WordsOf("a\0\0b c\0"s, 9), (std::vector<std::string>{"a", "", "b c"}));
  EXPECT_EQ(WordsOf("a\0cut"s, 9), std::vector<std::string>{"a"});
  EXPECT_EQ(WordsOf("", 9), std::vector<std::string>{});
}

TEST(FindWords, LeavesOutWhatFindsNoPlace) {
  using std::string_literals::operator""s;
  EXPECT_EQ(WordsOf("a\0b\0c\0"s, 3), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(WordsOf("a\0b\0"s, 1), std::vector<std::string>{});
}

}  // namespace
}  // namespace dumb_init::core
