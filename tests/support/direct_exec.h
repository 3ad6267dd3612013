// A program that is started directly and through the init, and what it saw each time.
#pragma once

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "support/scratch.h"
#include "support/stand.h"

namespace dumb_init::testing {

// What both ways of starting the program share.
struct Given {
  Place place = Place::kPidOne;
  std::vector<std::string> arguments{};
  std::optional<std::vector<std::string>> environment{};
  std::function<void()> before_exec = [] {};
};

// A program started through the init and without it, and what it saw.
class ComparedWithDirectExec : public NamespaceTest {
 protected:
  // The dump of a program that was started that way; without a mode: not through the init.
  std::string Dump(std::optional<Mode> mode, const Given& given) {
    std::filesystem::remove(scratch_ / "dump");
    testing::Setup setup;
    if (mode) {
      setup.words = CallTo({given.place, *mode});
    }
    setup.words.insert(setup.words.end(), {Program("state_dump"), "-o", scratch_ / "dump"});
    setup.words.insert(setup.words.end(), given.arguments.begin(), given.arguments.end());
    setup.place = given.place;
    setup.environment = given.environment;
    setup.before_exec = [&] {
      // The same open files each time, not pipes made for one run.
      const int null = ::open("/dev/null", O_RDWR);
      ::dup2(null, 0);
      ::dup2(null, 1);
      ::close(null);
      given.before_exec();
    };
    const Transcript run = RunToEnd(setup);
    EXPECT_EQ(run.outcome, (Outcome{0, 0}));
    EXPECT_EQ(run.errors, "");
    return scratch_.Read("dump");
  }

  // The lines that begin with `word`.
  static std::string Only(const std::string& dump, const std::string& word) {
    std::istringstream lines(dump);
    std::string found;
    for (std::string line; std::getline(lines, line);) {
      found += line.starts_with(word + " ") ? line + "\n" : "";
    }
    return found;
  }

  // All but the lines about who it is and to whom it belongs, and its standard error, which is a
  // pipe made for one run.
  static std::string Comparable(const std::string& dump) {
    std::string kept;
    for (const char* word : {"mask", "action", "folder", "umask", "nice", "limit", "argument",
                             "variable", "open 0", "open 1", "open 3", "open 7", "open 100"}) {
      kept += Only(dump, word);
    }
    return kept + std::to_string(Count(dump, "open")) + " open descriptors\n";
  }

  static long Count(const std::string& dump, const std::string& word) {
    const std::string lines = Only(dump, word);
    return std::count(lines.begin(), lines.end(), '\n');
  }

  // Compares in every mode and both places. Returns the last dump.
  std::string ExpectTheSame(Given given) {
    std::string dump;
    for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
      given.place = place;
      const std::string direct = Dump(std::nullopt, given);
      EXPECT_NE(direct, "");
      for (const Mode mode : kEveryMode) {
        SCOPED_TRACE(NameOf({place, mode}));
        dump = Dump(mode, given);
        EXPECT_EQ(Comparable(dump), Comparable(direct));
      }
    }
    return dump;
  }

  static void SetMask(std::uint64_t mask) {
    ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, nullptr, sizeof(mask));
  }

  static constexpr std::uint64_t Bit(int signal) { return std::uint64_t{1} << (signal - 1); }

  Scratch scratch_;
};

}  // namespace dumb_init::testing
