// The flag table, the help text and the manual page agree.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "cli/flags.h"
#include "cli/text.h"
#include "unit/cli/arguments.h"

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

struct FlagOfRole {
  const Role* role;
  Flag flag;
};

std::vector<FlagOfRole> EveryFlagOfEveryRole() {
  std::vector<FlagOfRole> flags;
  for (const Role& role : Roles()) {
    for (const Flag& flag : role.flags) {
      flags.push_back({&role, flag});
    }
  }
  return flags;
}

// dumb-init has the whole page, every other role the section of its name.
std::string ManualOf(const Role& role) {
  const std::string manual = WithoutEscapes(Manual());
  if (&role == &DumbInit()) {
    return manual;
  }
  const std::size_t start = manual.find(".Ss " + std::string(role.name) + "\n");
  return start == std::string::npos ? "" : manual.substr(start, manual.find("\n.S", start) - start);
}

class EveryFlag : public testing::TestWithParam<FlagOfRole> {};

TEST_P(EveryFlag, IsInTheHelpText) {
  const auto& [role, flag] = GetParam();
  const Page page = HelpText(*role);
  EXPECT_TRUE(flag.letter == '\0' || HasWord(page.text(), std::string("-") + flag.letter));
  const std::string value = (flag.value.empty() ? "" : " ") + std::string(flag.value);
  EXPECT_TRUE(flag.name.empty() || HasWord(page.text(), Long(flag) + value));
  EXPECT_NE(page.text().find(flag.help), std::string_view::npos);
  EXPECT_TRUE(flag.variable.empty() || HasWord(page.text(), flag.variable));
}

// mdoc(7) adds the first dash of an option itself: ".Fl c" and ".Fl -single-child" or
// ".Fl Fl single-child".
TEST_P(EveryFlag, IsInTheManual) {
  const auto& [role, flag] = GetParam();
  const std::string manual = ManualOf(*role);
  const std::string name(flag.name);
  EXPECT_TRUE(flag.letter == '\0' || HasWord(manual, std::string("Fl ") + flag.letter))
      << "-" << flag.letter;
  EXPECT_TRUE(name.empty() || HasWord(manual, "Fl -" + name) || HasWord(manual, "Fl Fl " + name))
      << Long(flag);
  EXPECT_TRUE(flag.variable.empty() || HasWord(manual, flag.variable))
      << std::string_view(flag.variable);
}

// The letters and the names that follow ".Fl", or "|", in the synopsis: ".Op Fl cqvw", ".Fl h | V",
// ".Op Fl -scope Ar who".
std::set<std::string> FlagsOfTheSynopsis() {
  const std::string manual = Manual();
  const std::size_t start = manual.find(".Sh SYNOPSIS\n");
  std::istringstream words(manual.substr(start, manual.find("\n.Sh ", start) - start));
  std::set<std::string> flags;
  std::string before;
  for (std::string word; words >> word; before = word) {
    if (before != "Fl" && before != ".Fl" && before != "|") {
      continue;
    }
    if (word.starts_with('-')) {
      flags.insert(word.substr(1));
    } else {
      for (const char letter : word) {
        flags.insert(std::string(1, letter));
      }
    }
  }
  return flags;
}

TEST(Synopsis, HasEveryFlagOfOurOwnAndNoOther) {
  std::set<std::string> wanted{""};  // "--"
  for (const Flag& flag : DumbInit().flags) {
    if (flag.letter != '\0' || !flag.name.empty()) {
      wanted.insert(flag.letter != '\0' ? std::string(1, flag.letter) : std::string(flag.name));
    }
  }
  EXPECT_EQ(FlagsOfTheSynopsis(), wanted);
}

TEST_P(EveryFlag, HasAVariableIfAndOnlyIfItHasARuleForIt) {
  const Flag& flag = GetParam().flag;
  EXPECT_EQ(flag.variable.empty(), flag.rule == VariableRule::kNone);
}

TEST_P(EveryFlag, CanBeGivenSomehow) {
  const Flag& flag = GetParam().flag;
  EXPECT_TRUE(flag.letter != '\0' || !flag.name.empty() || !flag.variable.empty());
}

std::string NameOf(const testing::TestParamInfo<FlagOfRole>& test) {
  const auto& [role, flag] = test.param;
  std::string name(role->name);
  name += flag.letter == '\0' ? "_" : std::string("_") + flag.letter + "_";
  name += flag.name.empty() ? flag.variable : flag.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, EveryFlag, testing::ValuesIn(EveryFlagOfEveryRole()), NameOf);

TEST(FlagTable, NoTwoFlagsOfARoleShareALetterOrAName) {
  for (const Role& role : Roles()) {
    std::set<char> letters;
    std::set<std::string_view> names;
    for (const Flag& flag : role.flags) {
      EXPECT_TRUE(flag.letter == '\0' || letters.insert(flag.letter).second) << flag.letter;
      EXPECT_TRUE(flag.name.empty() || names.insert(flag.name).second) << flag.name.text();
    }
  }
}

TEST(Roles, NoTwoShareAProgramName) {
  std::set<std::string_view> programs;
  for (const Role& role : Roles()) {
    for (const std::string_view program : role.programs) {
      EXPECT_TRUE(programs.insert(program).second) << program;
      EXPECT_TRUE(HasWord(WithoutEscapes(Manual()), program)) << program;
    }
  }
}

TEST(HelpText, BeginsWithTheVersionAndTheUsage) {
  for (const Role& role : Roles()) {
    const std::string start = std::string(role.version_line) + "Usage: " + std::string(role.name) +
                              " [OPTION...] [--] COMMAND [ARGUMENT...]\n";
    EXPECT_TRUE(HelpText(role).text().starts_with(start));
  }
}

TEST(HelpText, SaysWhatEachVariableTakes) {
  const Page page = HelpText(DumbInit());
  for (const std::string_view form :
       {"[DUMB_INIT_SETSID=0]", "[DUMB_INIT_REWRITE=S:R,S:R...]", "[DUMB_INIT_OK_EXIT=LIST]",
        "[DUMB_INIT_PARENT_DEATH_SIGNAL=S]", "[DUMB_INIT_WARN_ON_REAP=1]", "[DUMB_INIT_QUIET=1]",
        "[DUMB_INIT_DEBUG=1]"}) {
    EXPECT_NE(page.text().find(form), std::string_view::npos) << form;
  }
  const Page tini = HelpText(Tini());
  for (const std::string_view form :
       {"[TINI_SUBREAPER]", "[TINI_KILL_PROCESS_GROUP]", "  TINI_VERBOSITY=N "}) {
    EXPECT_NE(tini.text().find(form), std::string_view::npos) << form;
  }
}

TEST(HelpText, NamesTheVariablesThatCountInEveryRole) {
  for (const Role* const role : {&Tini(), &Catatonit()}) {
    const Page page = HelpText(*role);
    for (const Flag& flag : DumbInit().flags) {
      EXPECT_EQ(!flag.variable.empty() && HasWord(page.text(), flag.variable),
                flag.reach == Reach::kEveryRole)
          << role->name << " " << std::string_view(flag.variable);
    }
  }
}

TEST(HelpText, SaysEveryStatusOfOurOwn) {
  for (const Role& role : Roles()) {
    const Page page = HelpText(role);
    for (const std::string_view status : {"128+n", "127", "126", "125", "1"}) {
      EXPECT_TRUE(HasWord(page.text(), status)) << status;
    }
  }
}

TEST(HelpText, FitsATerminalOf100Columns) {
  for (const Role& role : Roles()) {
    const Page page = HelpText(role);
    std::string_view text = page.text();
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      ASSERT_NE(end, std::string_view::npos) << "the last line has its end";
      EXPECT_LE(end, 100u) << text.substr(0, end);
      text.remove_prefix(end + 1);
    }
  }
}

}  // namespace
}  // namespace dumb_init::cli
