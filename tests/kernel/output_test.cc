// sys/output.h tells the truth about writing: messages never wait for a reader.
#include "sys/output.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "kernel/surroundings.h"
#include "support/scratch.h"
#include "support/seccomp.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;

std::string Text(const Result<Done>& result) {
  return result.ok() ? "done" : std::strerror(result.error().error);
}

// Writes full lines to standard error until one is refused; a write that waited would never come
// back. The first result that is not "done".
std::string WriteUntilRefused() {
  const std::string line(4096, 'x');
  for (int i = 0; i < 100000; ++i) {
    const std::string said = Text(WriteMessage(line, Stake::kContainer));
    if (said != "done") {
      return said;
    }
  }
  return "never refused";
}

// Returns where it can be read.
int PutAPipeOnStandardError() {
  int ends[2] = {-1, -1};
  if (::pipe(ends) == -1) {
    std::abort();
  }
  ::dup2(ends[1], 2);
  return ends[0];
}

// Nobody reads it.
void PutATerminalOnStandardError() {
  int master = -1;
  int slave = -1;
  if (::openpty(&master, &slave, nullptr, nullptr, nullptr) == -1) {
    std::abort();
  }
  ::dup2(slave, 2);
}

constexpr char kNoRoom[] = "Resource temporarily unavailable";

TEST(WriteMessage, WritesAllOfItToStandardError) {
  EXPECT_EQ(InChild([] {
              const int reader = PutAPipeOnStandardError();
              const std::string said = Text(WriteMessage("hello\n", Stake::kContainer));
              char bytes[16];
              const ssize_t size = ::read(reader, bytes, sizeof(bytes));
              return said + " " + std::string(bytes, static_cast<std::size_t>(size));
            }),
            "done hello\n");
}

TEST(WriteMessage, DoesNotWaitForAFullPipeAndTearsNothing) {
  EXPECT_EQ(InChild([] {
              const int reader = PutAPipeOnStandardError();
              const std::string said = WriteUntilRefused();
              ::fcntl(reader, F_SETFL, O_NONBLOCK);
              char bytes[4096];
              ssize_t total = 0;
              for (ssize_t size = 1; size > 0; total += size > 0 ? size : 0) {
                size = ::read(reader, bytes, sizeof(bytes));
              }
              return said + (total > 0 && total % 4096 == 0 ? ", whole lines" : ", torn");
            }),
            std::string(kNoRoom) + ", whole lines");
}

TEST(WriteMessage, LeavesTheOpenFileBlockingForEverybodyElse) {
  EXPECT_EQ(InChild([] {
              PutAPipeOnStandardError();
              WriteUntilRefused();
              return std::to_string(::fcntl(2, F_GETFL) & O_NONBLOCK);
            }),
            "0");
}

TEST(WriteMessage, DoesNotWaitForAFullTerminal) {
  EXPECT_EQ(InChild([] {
              PutATerminalOnStandardError();
              return WriteUntilRefused();
            }),
            kNoRoom);
}

TEST(WriteMessage, DoesNotWaitForATerminalThatWasToldToPause) {
  EXPECT_EQ(InChild([] {
              PutATerminalOnStandardError();
              ::tcflow(2, TCOOFF);
              return WriteUntilRefused();
            }),
            kNoRoom);
}

// DANGER of this one: poll(2) calls a terminal writable that has room for a part of the message.
TEST(WriteMessage, DoesNotWaitForAFullTerminalWithoutProc) {
  EXPECT_EQ(InChild([]() -> std::string {
              PutATerminalOnStandardError();
              return testing::HideProc() ? WriteUntilRefused() : "this test needs root";
            }),
            kNoRoom);
}

TEST(WriteMessage, DoesNotWaitForAFullPipeWhereThatCannotBeAskedFor) {
  EXPECT_EQ(InChild([] {
              PutAPipeOnStandardError();
              testing::AnswerWith(ENOSYS, {SYS_pwritev2});
              return WriteUntilRefused();
            }),
            kNoRoom);
}

TEST(WriteMessage, IsNotLostOnATerminalWithoutProcWhereNobodyElseWouldWait) {
  EXPECT_EQ(InChild([]() -> std::string {
              PutATerminalOnStandardError();
              return testing::HideProc() ? Text(WriteMessage("hello\n", Stake::kNothing))
                                         : "this test needs root";
            }),
            "done");
}

TEST(WriteMessage, DoesNotWaitForAFullSocket) {
  for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
    EXPECT_EQ(InChild([&] {
                int ends[2];
                ::socketpair(AF_UNIX, type, 0, ends);
                ::dup2(ends[0], 2);
                return WriteUntilRefused();
              }),
              kNoRoom)
        << type;
  }
}

TEST(WriteMessage, SaysThatStandardErrorIsClosed) {
  EXPECT_EQ(InChild([] {
              ::close(2);
              return Text(WriteMessage("x", Stake::kContainer));
            }),
            "Bad file descriptor");
}

TEST(WriteMessage, SaysThatTheReaderIsGone) {
  EXPECT_EQ(InChild([] {
              ::signal(SIGPIPE, SIG_IGN);
              const int reader = PutAPipeOnStandardError();
              ::close(reader);
              return Text(WriteMessage("x", Stake::kContainer));
            }),
            "Broken pipe");
}

TEST(WriteMessage, SaysThatTheDiskIsFull) {
  EXPECT_EQ(InChild([] {
              ::dup2(::open("/dev/full", O_WRONLY), 2);
              return Text(WriteMessage("x", Stake::kContainer));
            }),
            "No space left on device");
}

TEST(WriteMessage, AppendsToARegularFile) {
  EXPECT_EQ(InChild([] {
              const testing::Scratch scratch;
              const int file = ::open((scratch / "log").c_str(), O_RDWR | O_CREAT, 0600);
              ::dup2(file, 2);
              std::string said = Text(WriteMessage("one\n", Stake::kContainer));
              said += Text(WriteMessage("two\n", Stake::kContainer));
              char bytes[16];
              const ssize_t size = ::pread(file, bytes, sizeof(bytes), 0);
              return said.append(bytes, static_cast<std::size_t>(size));
            }),
            "donedoneone\ntwo\n");
}

TEST(WriteMessage, WritesToNowhere) {
  EXPECT_EQ(InChild([] {
              ::dup2(::open("/dev/null", O_WRONLY), 2);
              return Text(WriteMessage("x", Stake::kContainer));
            }),
            "done");
}

TEST(WriteOutput, WritesMoreThanAPipeHolds) {
  EXPECT_EQ(InChild([] {
              int ends[2];
              if (::pipe(ends) == -1) {
                return std::string("no pipe");
              }
              constexpr std::size_t kMuch = 1000000;
              if (::fork() == 0) {
                ::dup2(ends[1], 1);
                ::close(ends[0]);
                ::_exit(WriteOutput(std::string(kMuch, 'x')).ok() ? 0 : 1);
              }
              ::close(ends[1]);
              char bytes[4096];
              std::size_t total = 0;
              for (ssize_t size = 1; size > 0; total += static_cast<std::size_t>(size)) {
                size = ::read(ends[0], bytes, sizeof(bytes));
              }
              return total == kMuch ? std::string("all") : std::to_string(total);
            }),
            "all");
}

TEST(WriteOutput, SaysWhyItCannot) {
  EXPECT_EQ(InChild([] {
              ::dup2(::open("/dev/full", O_WRONLY), 1);
              std::string said = Text(WriteOutput("x")) + "; ";
              ::close(1);
              return said + Text(WriteOutput("x"));
            }),
            "No space left on device; Bad file descriptor");
}

TEST(ErrorText, IsTheKernelsWord) { EXPECT_EQ(ErrorText(ENOENT), "No such file or directory"); }

}  // namespace
}  // namespace dumb_init::sys
