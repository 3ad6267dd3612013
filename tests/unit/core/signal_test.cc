// Signals: every name, every number, every form that is no signal, and sets of all 64.
#include "core/signal.h"

#include <cctype>
#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace dumb_init::core {
namespace {

struct Named {
  std::string_view name;
  int number;
};

// clang-format off
constexpr Named kNames[] = {
    {"HUP", SIGHUP},     {"INT", SIGINT},       {"QUIT", SIGQUIT},     {"ILL", SIGILL},
    {"TRAP", SIGTRAP},   {"ABRT", SIGABRT},     {"BUS", SIGBUS},       {"FPE", SIGFPE},
    {"KILL", SIGKILL},   {"USR1", SIGUSR1},     {"SEGV", SIGSEGV},     {"USR2", SIGUSR2},
    {"PIPE", SIGPIPE},   {"ALRM", SIGALRM},     {"TERM", SIGTERM},     {"STKFLT", SIGSTKFLT},
    {"CHLD", SIGCHLD},   {"CONT", SIGCONT},     {"STOP", SIGSTOP},     {"TSTP", SIGTSTP},
    {"TTIN", SIGTTIN},   {"TTOU", SIGTTOU},     {"URG", SIGURG},       {"XCPU", SIGXCPU},
    {"XFSZ", SIGXFSZ},   {"VTALRM", SIGVTALRM}, {"PROF", SIGPROF},     {"WINCH", SIGWINCH},
    {"IO", SIGIO},       {"PWR", SIGPWR},       {"SYS", SIGSYS},
};
constexpr Named kAliases[] = {{"IOT", SIGABRT}, {"CLD", SIGCHLD}, {"POLL", SIGIO}};
// clang-format on

std::string Lower(std::string text) {
  for (char& byte : text) {
    byte = static_cast<char>(std::tolower(byte));
  }
  return text;
}

std::string Mixed(std::string text) {
  for (std::size_t i = 1; i < text.size(); i += 2) {
    text[i] = static_cast<char>(std::tolower(text[i]));
  }
  return text;
}

void ExpectEveryForm(const std::string& name, int number) {
  for (const std::string& full : {name, "SIG" + name}) {
    for (const std::string& form : {full, Lower(full), Mixed(full)}) {
      EXPECT_EQ(ParseSignal(form), Signal{number}) << form;
    }
  }
}

std::string NameOf(int number) {
  Line line;
  AddName(line, {number});
  std::string text(line.text());
  text.pop_back();
  return text;
}

TEST(ParseSignal, KnowsEveryNameInAnyCaseWithAndWithoutPrefix) {
  for (const Named& named : kNames) {
    ExpectEveryForm(std::string(named.name), named.number);
  }
}

TEST(ParseSignal, KnowsEveryAlias) {
  for (const Named& alias : kAliases) {
    ExpectEveryForm(std::string(alias.name), alias.number);
  }
}

TEST(ParseSignal, KnowsEveryNumber) {
  for (int number = 0; number <= 64; ++number) {
    EXPECT_EQ(ParseSignal(std::to_string(number)), Signal{number});
  }
}

TEST(ParseSignal, TakesLeadingZeros) { EXPECT_EQ(ParseSignal("015"), Signal{15}); }

TEST(ParseSignal, CountsRealTimeSignalsFromBothEnds) {
  ExpectEveryForm("RTMIN", 34);
  ExpectEveryForm("RTMAX", 64);
  for (int offset = 0; offset <= 30; ++offset) {
    ExpectEveryForm("RTMIN+" + std::to_string(offset), 34 + offset);
    ExpectEveryForm("RTMAX-" + std::to_string(offset), 64 - offset);
  }
}

class NoSignalAtAll : public testing::TestWithParam<std::string_view> {};

TEST_P(NoSignalAtAll, IsRefused) { EXPECT_EQ(ParseSignal(GetParam()), std::nullopt); }

// clang-format off
INSTANTIATE_TEST_SUITE_P(ParseSignal, NoSignalAtAll, testing::Values<std::string_view>(
    "", " ", "15x", " 15", "15 ", "1 5", " 1", "+1", "-1", "-0", "--1", "0x1", "1.0", "1:2", "65",
    "100", "-15", "4294967297", "99999999999999999999", "SIG", "sig", "SIG15", "SIG1", "SIGSIGTERM",
    "TER", "TERMX", "XTERM", "SIGTER", " TERM", "TERM ", "TERM\n", "SIGTERM1", "T", "USR", "USR3",
    "SIG TERM", "RT", "RTM", "RTMI", "RTMIN-1", "RTMIN+31", "RTMIN+64", "RTMAX+1", "RTMAX-31",
    "RTMIN+", "RTMAX-", "RTMIN+x", "RTMIN+1x", "RTMIN +1", "RTMIN+ 1", "RTMIN+-1", "RTMIN++1",
    "RTMIN1", "RTMINX", "RTMAX--1", "RTMAX-x", "RTMIN+99999999999999999999", "SIGRT", "SIGRTMIN+",
    "~TERM", "TER~", "{ERM", "ERR", "EXIT", "NULL", "LOST"));
// clang-format on

TEST(ParseSignal, ANulByteIsNoPartOfAName) {
  EXPECT_EQ(ParseSignal(std::string_view("15\0", 3)), std::nullopt);
  EXPECT_EQ(ParseSignal(std::string_view("TERM\0", 5)), std::nullopt);
}

TEST(ParseSignal, ReadsNothingBehindTheText) {
  EXPECT_EQ(ParseSignal(std::string_view("156", 2)), Signal{15});
  EXPECT_EQ(ParseSignal(std::string_view("RTMIN+12", 7)), Signal{35});
}

TEST(AddName, SaysEveryNameWithItsPrefix) {
  for (const Named& named : kNames) {
    EXPECT_EQ(NameOf(named.number), "SIG" + std::string(named.name));
  }
}

TEST(AddName, CountsRealTimeSignalsFromTheFirst) {
  EXPECT_EQ(NameOf(34), "SIGRTMIN");
  for (int number = 35; number <= 64; ++number) {
    EXPECT_EQ(NameOf(number), "SIGRTMIN+" + std::to_string(number - 34));
  }
}

TEST(AddName, SaysTheNumberWhereThereIsNoName) {
  for (const int number : {0, 32, 33, 65, -1}) {
    EXPECT_EQ(NameOf(number), "signal " + std::to_string(number));
  }
}

TEST(AddName, WhatItSaysCanBeReadBack) {
  for (int number = 1; number <= 64; ++number) {
    if (number != 32 && number != 33) {
      EXPECT_EQ(ParseSignal(NameOf(number)), Signal{number});
    }
  }
}

TEST(CanBeCaught, HoldsForAllButKillAndStop) {
  for (int number = 1; number <= 64; ++number) {
    EXPECT_EQ(CanBeCaught({number}), number != SIGKILL && number != SIGSTOP) << number;
  }
}

TEST(SignalSet, HasExactlyWhatWasPutIn) {
  for (int in = 1; in <= 64; ++in) {
    const SignalSet one = SignalSet{}.With({in});
    const SignalSet others = SignalSet::All().Without({in});
    EXPECT_EQ(one.bits(), std::uint64_t{1} << (in - 1)) << "as the kernel counts";
    for (int asked = 1; asked <= 64; ++asked) {
      EXPECT_EQ(one.Has({asked}), asked == in) << in << ", " << asked;
      EXPECT_EQ(others.Has({asked}), asked != in) << in << ", " << asked;
    }
  }
}

TEST(SignalSet, PuttingInTwiceAndTakingOutWhatIsNotThereChangesNothing) {
  const SignalSet term = SignalSet{}.With({SIGTERM});
  EXPECT_EQ(term.With({SIGTERM}), term);
  EXPECT_EQ(term.Without({SIGINT}), term);
  EXPECT_EQ(SignalSet::FromBits(term.bits()), term);
  EXPECT_EQ(term.Without({SIGTERM}), SignalSet{});
}

}  // namespace
}  // namespace dumb_init::core
