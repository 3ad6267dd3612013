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
#include <string>
#include <vector>

#include "support/direct_exec.h"

namespace dumb_init::testing {
namespace {

class WhatTheCommandSees : public ComparedWithDirectExec {};

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

TEST_F(WhatTheCommandSees, LeadsASessionOrAGroupOrNothing) {
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    for (const Mode mode : kEveryMode) {
      const std::string dump = Dump(mode, {.place = place});
      const std::string session = mode == Mode::kGroup ? "own" : "other";
      const std::string group = mode == Mode::kSingleChild ? "other" : "own";
      EXPECT_EQ(Only(dump, "session") + Only(dump, "group"),
                "session " + session + "\ngroup " + group + "\n")
          << NameOf({place, mode});
    }
  }
}

}  // namespace
}  // namespace dumb_init::testing
