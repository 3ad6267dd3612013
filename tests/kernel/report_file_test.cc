// sys/report_file.h writes a file whole or not at all, and never waits.
#include "sys/report_file.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "support/scratch.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;
using testing::Scratch;

// "done", or why not.
std::string Write(const std::string& path, const std::string& text = "new\n") {
  const auto written = WriteWholeFile(path.c_str(), text);
  return written.ok() ? "done" : std::strerror(written.error().error);
}

TEST(WriteWholeFile, MakesTheFileReadableByAll) {
  const Scratch scratch;
  const mode_t before = ::umask(0);
  EXPECT_EQ(Write(scratch / "file"), "done");
  ::umask(before);
  EXPECT_EQ(scratch.Read("file"), "new\n");
  struct stat status {};
  ::stat((scratch / "file").c_str(), &status);
  EXPECT_EQ(status.st_mode & 07777U, 0644U);
}

TEST(WriteWholeFile, ReplacesWhatWasThereLongerOrShorter) {
  const Scratch scratch;
  for (const std::string old : {"", "x", "longer than the new one\n"}) {
    scratch.Put("file", old, 0600);
    EXPECT_EQ(Write(scratch / "file"), "done");
    EXPECT_EQ(scratch.Read("file"), "new\n");
  }
}

TEST(WriteWholeFile, WritesInPlaceWhereAFileIsMounted) {
  const Scratch scratch;
  scratch.Put("outside", "", 0600);
  scratch.Put("inside", "", 0600);
  EXPECT_EQ(InChild([&]() -> std::string {
              if (::unshare(CLONE_NEWNS) == -1 ||
                  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1 ||
                  ::mount((scratch / "outside").c_str(), (scratch / "inside").c_str(), nullptr,
                          MS_BIND, nullptr) == -1) {
                return "this test needs root";
              }
              return Write(scratch / "inside");
            }),
            "done");
  EXPECT_EQ(scratch.Read("outside"), "new\n");
  EXPECT_EQ(scratch.Read("inside"), "");
}

TEST(WriteWholeFile, FollowsNoSymbolicLink) {
  const Scratch scratch;
  scratch.Put("precious", "old\n", 0600);
  ASSERT_EQ(::symlink("precious", (scratch / "link").c_str()), 0);
  EXPECT_EQ(Write(scratch / "link"), "Too many levels of symbolic links");
  EXPECT_EQ(scratch.Read("precious"), "old\n");
}

TEST(WriteWholeFile, OverwritesNoFileThatHasAnotherName) {
  const Scratch scratch;
  scratch.Put("precious", "old\n", 0600);
  ASSERT_EQ(::link((scratch / "precious").c_str(), (scratch / "file").c_str()), 0);
  EXPECT_EQ(Write(scratch / "file"), "Too many links");
  EXPECT_EQ(scratch.Read("precious"), "old\n");
}

TEST(WriteWholeFile, SaysWhatIsInTheWay) {
  const Scratch scratch;
  EXPECT_EQ(Write(scratch / "missing/file"), "No such file or directory");
  EXPECT_EQ(Write(scratch.path()), "Is a directory");
  EXPECT_EQ(InChild([&]() -> std::string {
              return ::unshare(CLONE_NEWNS) == 0 &&
                             ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                             ::mount("none", scratch.path().c_str(), "tmpfs", MS_RDONLY, nullptr) ==
                                 0
                         ? Write(scratch / "file")
                         : "this test needs root";
            }),
            "Read-only file system");
}

// On a file system with room for one page.
std::string OnASmallDisk(const Scratch& scratch, const std::string& old) {
  return InChild([&]() -> std::string {
    if (::unshare(CLONE_NEWNS) == -1 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1 ||
        ::mount("none", scratch.path().c_str(), "tmpfs", 0, "size=8k") == -1) {
      return "this test needs root";
    }
    if (!old.empty()) {
      scratch.Put("file", old, 0600);
    }
    scratch.Put("other", std::string(8192 - (old.empty() ? 0 : 4096), 'x'), 0600);
    const std::string written = Write(scratch / "file", std::string(4096, 'n'));
    return written + ", then '" + scratch.Read("file").substr(0, 4) + "'";
  });
}

TEST(WriteWholeFile, WritesNothingOnAFullDisk) {
  EXPECT_EQ(OnASmallDisk(Scratch(), ""), "No space left on device, then ''");
}

TEST(WriteWholeFile, NeedsNoRoomWhereTheOldReportHadIt) {
  EXPECT_EQ(OnASmallDisk(Scratch(), "old\n"), "done, then 'nnnn'");
}

TEST(WriteWholeFile, WritesNothingBeyondTheLimitOfFileSize) {
  const Scratch scratch;
  EXPECT_EQ(InChild([&] {
              ::signal(SIGXFSZ, SIG_IGN);
              const struct rlimit limit { 2, 2 };
              ::setrlimit(RLIMIT_FSIZE, &limit);
              return Write(scratch / "file");
            }),
            "File too large");
  EXPECT_EQ(scratch.Read("file"), "");
}

TEST(WriteWholeFile, DoesNotWaitForTheReaderOfAPipe) {
  const Scratch scratch;
  const std::string pipe = scratch / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(Write(pipe), "No such device or address");
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  EXPECT_EQ(Write(pipe), "done");
  char bytes[8] = {};
  EXPECT_EQ(::read(reader, bytes, sizeof(bytes)), 4);
  EXPECT_EQ(std::string(bytes), "new\n");
  const int filler = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK);
  while (::write(filler, "x", 1) == 1) {
  }
  EXPECT_EQ(Write(pipe), "Resource temporarily unavailable");
  ::close(filler);
  ::close(reader);
}

TEST(WriteWholeFile, LeavesNoDescriptorOpen) {
  const Scratch scratch;
  EXPECT_EQ(InChild([&] {
              ::close(0);
              const std::string written = Write(scratch / "file");
              return ::dup(1) == 0 ? written : "one is open";
            }),
            "done");
}

}  // namespace
}  // namespace dumb_init::sys
