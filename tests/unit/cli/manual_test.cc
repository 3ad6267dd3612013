// The flag table, the help text and the manual page agree.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "cli/flags.h"
#include "cli/text.h"

namespace dumb_init::cli {
namespace {

std::string Manual() {
  std::ifstream file(DUMB_INIT_MANUAL);
  return {std::istreambuf_iterator<char>(file), {}};
}

// mdoc(7) writes a dash as "\-" where it must not become a hyphen.
std::string WithoutEscapes(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '\\'), text.end());
  return text;
}

// Whether `word` stands in `text` with no other letter, digit, dash or underscore around it.
bool HasWord(std::string_view text, std::string_view word) {
  const auto is_part = [](char byte) {
    return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '-' || byte == '_' ||
           byte == '+';
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) {
      return true;
    }
  }
  return false;
}

std::string Long(const Flag& flag) { return "--" + std::string(flag.name); }

class EveryFlag : public testing::TestWithParam<Flag> {};

TEST_P(EveryFlag, IsInTheHelpText) {
  const Flag& flag = GetParam();
  const Page page = HelpText(DumbInit());
  EXPECT_TRUE(HasWord(page.text(), std::string("-") + flag.letter));
  EXPECT_TRUE(HasWord(page.text(), Long(flag)));
  EXPECT_TRUE(
      HasWord(page.text(), Long(flag) + (flag.value.empty() ? "" : " ") + std::string(flag.value)));
  EXPECT_NE(page.text().find(flag.help), std::string_view::npos);
  EXPECT_TRUE(flag.variable.empty() || HasWord(page.text(), flag.variable));
}

// mdoc(7) adds the first dash of an option itself: ".Fl c" and ".Fl -single-child" or
// ".Fl Fl single-child".
TEST_P(EveryFlag, IsInTheManual) {
  const Flag& flag = GetParam();
  const std::string manual = WithoutEscapes(Manual());
  const std::string name(flag.name);
  EXPECT_TRUE(HasWord(manual, std::string("Fl ") + flag.letter)) << "-" << flag.letter;
  EXPECT_TRUE(HasWord(manual, "Fl -" + name) || HasWord(manual, "Fl Fl " + name)) << Long(flag);
  EXPECT_TRUE(flag.variable.empty() || HasWord(manual, flag.variable)) << flag.variable;
}

TEST_P(EveryFlag, HasAVariableIfAndOnlyIfItHasARuleForIt) {
  EXPECT_EQ(GetParam().variable.empty(), GetParam().rule == VariableRule::kNone);
}

INSTANTIATE_TEST_SUITE_P(DumbInit, EveryFlag,
                         testing::ValuesIn(DumbInit().flags.begin(), DumbInit().flags.end()),
                         [](const auto& test) {
                           std::string name(test.param.name);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(FlagTable, NoTwoFlagsShareALetterOrAName) {
  std::set<char> letters;
  std::set<std::string_view> names;
  for (const Flag& flag : DumbInit().flags) {
    EXPECT_TRUE(letters.insert(flag.letter).second) << flag.letter;
    EXPECT_TRUE(names.insert(flag.name).second) << flag.name;
  }
}

TEST(HelpText, BeginsWithTheVersionAndTheUsage) {
  EXPECT_TRUE(HelpText(DumbInit())
                  .text()
                  .starts_with("dumb-init v2.0.0\n"
                               "Usage: dumb-init [OPTION...] [--] COMMAND [ARGUMENT...]\n"));
}

TEST(HelpText, SaysWhatEachVariableTakes) {
  const Page page = HelpText(DumbInit());
  for (const std::string_view form :
       {"[DUMB_INIT_SETSID=0]", "[DUMB_INIT_REWRITE=S:R,S:R...]",
        "[DUMB_INIT_PARENT_DEATH_SIGNAL=S]", "[DUMB_INIT_QUIET=1]", "[DUMB_INIT_DEBUG=1]"}) {
    EXPECT_NE(page.text().find(form), std::string_view::npos) << form;
  }
}

TEST(HelpText, SaysEveryStatusOfOurOwn) {
  const Page page = HelpText(DumbInit());
  for (const std::string_view status : {"128+n", "127", "126", "125", "1"}) {
    EXPECT_TRUE(HasWord(page.text(), status)) << status;
  }
}

TEST(HelpText, FitsATerminalOf100Columns) {
  const Page page = HelpText(DumbInit());
  std::string_view text = page.text();
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    ASSERT_NE(end, std::string_view::npos) << "the last line has its end";
    EXPECT_LE(end, 100u) << text.substr(0, end);
    text.remove_prefix(end + 1);
  }
}

TEST(VersionLine, IsTheNameAndTheVersion) {
  EXPECT_EQ(DumbInit().version_line, "dumb-init v2.0.0\n");
}

}  // namespace
}  // namespace dumb_init::cli
