// Page, FixedList, Result and Match: the small types everything else stands on.
#include <string>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

#include "base/fixed_list.h"
#include "base/match.h"
#include "base/page.h"
#include "base/result.h"

namespace dumb_init {
namespace {

TEST(Page, KeepsTextAsItIs) {
  Page page;
  page.Add("one\n").Add("").Add("\ttwo\n");
  EXPECT_EQ(page.text(), "one\n\ttwo\n");
}

TEST(Page, IndentsFromTheStartOfTheCurrentLine) {
  Page page;
  page.Add("abc").Indent(5).Add("d\n").Indent(2).Add("e");
  EXPECT_EQ(page.text(), "abc  d\n  e");
}

TEST(Page, AWordTooLongForItsColumnStillGetsOneBlank) {
  Page page;
  page.Add("abcdef").Indent(3).Add("g\nxyz").Indent(3).Add("!");
  EXPECT_EQ(page.text(), "abcdef g\nxyz !");
}

TEST(Page, HoldsExactlyItsCapacity) {
  Page page;
  page.Add(std::string(Page::kCapacity, 'x'));
  EXPECT_EQ(page.text(), std::string(Page::kCapacity, 'x'));
  EXPECT_DEATH(page.Add("y"), "");
}

TEST(FixedList, HoldsValuesInOrder) {
  FixedList<int, 3> list{1};
  EXPECT_FALSE(list.empty());
  list.push_back(2);
  list.push_back(3);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0], 1);
  EXPECT_EQ(list[2], 3);
  int sum = 0;
  for (const int value : list) {
    sum = sum * 10 + value;
  }
  EXPECT_EQ(sum, 123);
}

TEST(FixedList, IsEmptyAtFirst) {
  const FixedList<int, 3> list;
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(list.begin(), list.end());
}

TEST(FixedList, IsEqualToAListWithTheSameValues) {
  using List = FixedList<int, 3>;
  EXPECT_EQ((List{1, 2}), (List{1, 2}));
  EXPECT_NE((List{1, 2}), (List{2, 1}));
  EXPECT_NE((List{1, 2}), (List{1}));
  EXPECT_NE((List{0}), (List{})) << "room that is not used does not count";
}

TEST(FixedList, OneTooManyStopsTheProgram) {
  FixedList<int, 2> list{1, 2};
  EXPECT_DEATH(list.push_back(3), "");
}

TEST(FixedList, AValueThatIsNotThereStopsTheProgram) {
  const FixedList<int, 2> list{1};
  EXPECT_DEATH(static_cast<void>(list[1]), "");
}

TEST(Result, HoldsAValue) {
  const Result<int, std::string> result(7);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value(), 7);
  EXPECT_DEATH(static_cast<void>(result.error()), "");
}

TEST(Result, HoldsTheReasonThereIsNone) {
  const Result<int, std::string> result(std::string("why"));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error(), "why");
  EXPECT_DEATH(static_cast<void>(result.value()), "");
}

TEST(Result, TellsValueAndReasonOfTheSameTypeApart) {
  struct Reason {
    int number;
  };
  EXPECT_TRUE((Result<Done, Reason>(Done{}).ok()));
  EXPECT_EQ((Result<Done, Reason>(Reason{3}).error().number), 3);
}

TEST(Result, CanBeDroppedOnlyByName) {
  Tolerate(Result<Done, int>(5), "the test is about the dropping");
}

TEST(Match, CallsTheHandlerOfWhatIsThere) {
  using Value = std::variant<int, std::string>;
  const auto describe = [](const Value& value) {
    return Match(
        value, [](int number) { return "number " + std::to_string(number); },
        [](const std::string& text) { return "text " + text; });
  };
  EXPECT_EQ(describe(3), "number 3");
  EXPECT_EQ(describe("three"), "text three");
}

TEST(Match, AHandlerMayChangeTheValue) {
  std::variant<int, std::string> value(1);
  Match(
      value, [](int& number) { ++number; }, [](std::string&) {});
  EXPECT_EQ(std::get<int>(value), 2);
}

}  // namespace
}  // namespace dumb_init
