// What the command is given: exactly what it would have without the init.
#include <elf.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/namespace_test.h"
#include "support/scratch.h"

namespace dumb_init::testing {
namespace {

enum class Mode { kDirect, kGroup, kChild };

// What both ways of starting the program share.
struct Given {
  Place place = Place::kPidOne;
  std::vector<std::string> arguments{};
  std::optional<std::vector<std::string>> environment{};
  std::function<void()> before_exec = [] {};
};

class WhatTheCommandSees : public NamespaceTest {
 protected:
  // The dump of a program that was started that way.
  std::string Dump(Mode mode, const Given& given) {
    std::filesystem::remove(scratch_ / "dump");
    testing::Setup setup;
    if (mode != Mode::kDirect) {
      setup.words = {Init()};
      if (mode == Mode::kChild) {
        setup.words.push_back("-c");
      }
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

  // Compares in both modes and both places. Returns the last dump.
  std::string ExpectTheSame(Given given) {
    std::string dump;
    for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
      given.place = place;
      const std::string direct = Dump(Mode::kDirect, given);
      EXPECT_NE(direct, "");
      for (const Mode mode : {Mode::kGroup, Mode::kChild}) {
        SCOPED_TRACE(std::string(place == Place::kPidOne ? "PID 1" : "ordinary") +
                     (mode == Mode::kChild ? ", -c" : ""));
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

TEST_F(WhatTheCommandSees, NothingDiffersByDefault) { ExpectTheSame({}); }

TEST_F(WhatTheCommandSees, EveryMaskIsKept) {
  const std::uint64_t all = ~std::uint64_t{0} & ~Bit(SIGKILL) & ~Bit(SIGSTOP);
  for (const std::uint64_t mask :
       {std::uint64_t{0}, Bit(SIGTERM), Bit(SIGCHLD), Bit(32), Bit(33), Bit(34), Bit(64), all}) {
    const std::string dump = ExpectTheSame({.before_exec = [=] { SetMask(mask); }});
    EXPECT_EQ(Only(dump, "mask"), "mask " + std::to_string(mask) + "\n");
  }
}

TEST_F(WhatTheCommandSees, EachIgnoredSignalStaysIgnored) {
  const std::string dump = ExpectTheSame({.before_exec = [] {
    for (int signal = 1; signal <= SIGRTMAX; ++signal) {
      ::signal(signal, SIG_IGN);
    }
  }});
  for (const int signal : {SIGHUP, SIGPIPE, SIGCHLD, SIGTTOU, 34, 64}) {
    EXPECT_EQ(Only(dump, "action " + std::to_string(signal)),
              "action " + std::to_string(signal) + " 1\n");
  }
}

TEST_F(WhatTheCommandSees, AnIgnoredSigchldAloneStaysIgnored) {
  const std::string dump = ExpectTheSame({.before_exec = [] { ::signal(SIGCHLD, SIG_IGN); }});
  EXPECT_EQ(Only(dump, "action 17"), "action 17 1\n");
}

TEST_F(WhatTheCommandSees, NohupWorks) {
  Guest guest({"/usr/bin/nohup", Init(), "/bin/sh", "-c", "kill -HUP $$; echo alive"});
  EXPECT_EQ(guest.ReadLine(), "alive");
}

TEST_F(WhatTheCommandSees, FolderUmaskAndNiceAreKept) {
  const std::string dump = ExpectTheSame({.before_exec = [&] {
    if (::chdir(scratch_.path().c_str()) == -1 || ::setpriority(PRIO_PROCESS, 0, 5) == -1) {
      ::_exit(97);
    }
    ::umask(0137);
  }});
  EXPECT_EQ(Only(dump, "folder"), "folder " + scratch_.path() + "\n");
  EXPECT_EQ(Only(dump, "umask"), "umask " + std::to_string(0137) + "\n");
  EXPECT_EQ(Only(dump, "nice"), "nice 5\n");
}

TEST_F(WhatTheCommandSees, AllLimitsAreKept) {
  const std::string dump = ExpectTheSame({.before_exec = [] {
    for (int resource = 0; resource < 16; ++resource) {
      struct rlimit limit {};
      ::syscall(SYS_getrlimit, resource, &limit);
      // A value of its own for each, high enough to run with, never above what we may have.
      const rlim_t own =
          resource == RLIMIT_AS || resource == RLIMIT_DATA ? rlim_t{1} << 46 : rlim_t{64} << 20;
      limit.rlim_max = std::min(limit.rlim_max, own + static_cast<rlim_t>(resource) * 4096);
      limit.rlim_cur = limit.rlim_max - limit.rlim_max / 4;
      ::syscall(SYS_setrlimit, resource, &limit);
    }
  }});
  EXPECT_EQ(Count(dump, "limit"), 16);
}

TEST_F(WhatTheCommandSees, ClosedDescriptorsStayClosedAndOpenOnesOpen) {
  for (int closed = 0; closed < 8; ++closed) {
    SCOPED_TRACE("closed, as bits: " + std::to_string(closed));
    const std::string dump = ExpectTheSame({.before_exec = [=] {
      for (const int extra : {3, 7, 100}) {
        const int file = ::open("/dev/zero", O_RDONLY);
        ::dup2(file, extra);
        if (file != extra) {
          ::close(file);
        }
      }
      for (int descriptor = 0; descriptor < 3; ++descriptor) {
        if ((closed & (1 << descriptor)) != 0) {
          ::close(descriptor);
        }
      }
    }});
    EXPECT_EQ(Count(dump, "open"), 6 - __builtin_popcount(static_cast<unsigned>(closed)));
    for (int descriptor = 0; descriptor < 3; ++descriptor) {
      EXPECT_EQ(Count(dump, "open " + std::to_string(descriptor)),
                (closed & (1 << descriptor)) != 0 ? 0 : 1);
    }
  }
}

// Whether the kernel loads this program alone. A loader of shared libraries needs a descriptor.
bool IsStatic(const std::string& program) {
  std::ifstream file(program, std::ios::binary);
  Elf64_Ehdr header{};
  file.read(reinterpret_cast<char*>(&header), sizeof(header));
  file.seekg(static_cast<std::streamoff>(header.e_phoff));
  for (int i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment{};
    file.read(reinterpret_cast<char*>(&segment), sizeof(segment));
    if (segment.p_type == PT_INTERP) {
      return false;
    }
  }
  return header.e_phnum > 0;
}

TEST_F(WhatTheCommandSees, NoDescriptorIsNeededToStartIt) {
  // Three are in use; one more is too few for a pipe, and none is left for the static program.
  const rlim_t number = IsStatic(Init()) ? 3 : 4;
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    for (const char* const option : {"-c", "--"}) {
      testing::Setup setup;
      setup.words = {Init(), option, Program("state_dump")};
      setup.place = place;
      setup.before_exec = [=] {
        const struct rlimit limit { number, number };
        ::setrlimit(RLIMIT_NOFILE, &limit);
      };
      const Transcript run = RunToEnd(setup);
      EXPECT_EQ(run.outcome, (Outcome{0, 0})) << run.errors;
      EXPECT_EQ(Count(run.output, "open"), 3);
      setup.words.back() = "/nowhere/at/all";
      const Transcript failing = RunToEnd(setup);
      EXPECT_EQ(failing.outcome, (Outcome{127, 0}));
      EXPECT_EQ(failing.errors, "[dumb-init] /nowhere/at/all: No such file or directory\n");
    }
  }
}

TEST_F(WhatTheCommandSees, EnvironmentIsKeptByteForByte) {
  std::vector<std::string> environment{"A=1",
                                       "A=2",
                                       "=",
                                       "=odd",
                                       "no equals sign",
                                       "EMPTY=",
                                       "LISTEN_PID=77",
                                       "WATCHDOG_PID=78",
                                       "LISTEN_PIDFDID=5",
                                       "LISTEN_FDS=1",
                                       "BYTES=\x01\n\t\xff\xfe",
                                       "PATH=/nowhere"};
  environment.push_back("LONG=" + std::string(100000, 'x'));
  for (int i = 0; i < 5000; ++i) {
    environment.push_back("V" + std::to_string(i) + "=" + std::string(100, 'y'));
  }
  const std::string dump = ExpectTheSame({.environment = environment});
  EXPECT_EQ(Count(dump, "variable"), static_cast<long>(environment.size()));
}

TEST_F(WhatTheCommandSees, AnEmptyEnvironmentStaysEmpty) {
  const std::string dump = ExpectTheSame({.environment = std::vector<std::string>{}});
  EXPECT_EQ(Count(dump, "variable"), 0);
}

TEST_F(WhatTheCommandSees, ArgumentsAreKeptByteForByte) {
  const std::string dump =
      ExpectTheSame({.arguments = {"", "--", "-v", "--help", "two words", "$HOME", "\x01\n\xff",
                                   std::string(100000, 'z')}});
  EXPECT_EQ(Count(dump, "argument"), 11);
}

// Started by a shell that names its own pid, which is then the init's.
std::vector<std::string> AfterNaming(const std::string& variables, const std::string& command) {
  return {"/bin/sh", "-c", "export " + variables + "; exec " + Init() + " " + command};
}

TEST_F(WhatTheCommandSees, PidVariablesThatNameTheInitNameTheCommand) {
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    const Transcript run = RunToEnd(
        {.words = AfterNaming("LISTEN_PID=$$ WATCHDOG_PID=$$ LISTEN_PIDFDID=9 LISTEN_FDS=1",
                              "/bin/sh -c 'echo $LISTEN_PID-$WATCHDOG_PID-$LISTEN_FDS-"
                              "${LISTEN_PIDFDID:-gone}-$$'"),
         .place = place});
    const std::string own = run.output.substr(0, run.output.find('-'));
    EXPECT_EQ(run.output, own + "-" + own + "-1-gone-" + own + "\n");
    EXPECT_EQ(run.outcome, (Outcome{0, 0}));
  }
}

TEST_F(WhatTheCommandSees, PidVariablesOfSomebodyElseStay) {
  const Transcript run =
      RunToEnd({.words = AfterNaming("LISTEN_PID=$$0 WATCHDOG_PID=+$$ LISTEN_PIDFDID=9",
                                     "/bin/sh -c 'echo $LISTEN_PID $WATCHDOG_PID "
                                     "${LISTEN_PIDFDID:-gone}'")});
  EXPECT_EQ(run.output, "10 +1 9\n");
}

TEST_F(WhatTheCommandSees, LeadsASessionInGroupModeAndNothingAlone) {
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    const std::string group = Dump(Mode::kGroup, {.place = place});
    EXPECT_EQ(Only(group, "session") + Only(group, "group"), "session own\ngroup own\n");
    const std::string child = Dump(Mode::kChild, {.place = place});
    EXPECT_EQ(Only(child, "session") + Only(child, "group"), "session other\ngroup other\n");
  }
}

}  // namespace
}  // namespace dumb_init::testing
