// What the init lets go of once the command runs, and what it keeps.
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "support/namespace_test.h"
#include "support/scratch.h"
#include "support/seccomp.h"

namespace dumb_init::testing {
namespace {

using Numbers = std::set<int>;

class LettingGo : public NamespaceTest {
 protected:
  static Numbers DescriptorsOf(pid_t pid) {
    Numbers numbers;
    std::error_code gone;
    const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
    for (const auto& entry : std::filesystem::directory_iterator(folder, gone)) {
      // Where the kernel reaps, two of the init's own tell it of the command and of signals.
      const std::string file = std::filesystem::read_symlink(entry.path(), gone);
      if (file != "anon_inode:[pidfd]" && file != "anon_inode:[signalfd]") {
        numbers.insert(std::stoi(entry.path().filename()));
      }
    }
    return numbers;
  }

  // The command runs, so the init will have let go in a moment; it may need that moment.
  static Numbers WaitForDescriptors(const Guest& guest, const Numbers& wanted) {
    Numbers open;
    Eventually([&] {
      open = DescriptorsOf(guest.pid());
      return open == wanted;
    });
    return open;
  }

  static void OpenExtra() {
    for (const int extra : {3, 7, 100, 300}) {
      const int file = ::open("/dev/zero", O_RDONLY);
      ::dup2(file, extra);
      if (file != extra) {
        ::close(file);
      }
    }
  }

  static void HideProc() {
    if (::unshare(CLONE_NEWNS) == -1 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1 ||
        ::mount("none", "/proc", "tmpfs", 0, nullptr) == -1) {
      ::_exit(97);
    }
  }

  // The init closes what was open beyond 2 under these surroundings, in both places, and the
  // command keeps it.
  static void ExpectClosed(const std::function<void()>& surroundings) {
    for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
      SCOPED_TRACE(place == Place::kPidOne ? "PID 1" : "ordinary");
      Guest guest({.words = {Init(), Program("signal_echo")}, .place = place, .before_exec = [&] {
                     OpenExtra();
                     surroundings();
                   }});
      ASSERT_EQ(guest.ReadLine(), "ready");
      const Numbers kept = place == Place::kPidOne ? Numbers{0, 1, 2} : Numbers{2};
      EXPECT_EQ(WaitForDescriptors(guest, kept), kept);
      ASSERT_EQ(guest.Descendants().size(), 1U);
      EXPECT_EQ(DescriptorsOf(guest.Descendants().front()), (Numbers{0, 1, 2, 3, 7, 100, 300}));
    }
  }
};

TEST_F(LettingGo, ClosesWhatIsOnlyTheCommands) {
  ExpectClosed([] {});
}

TEST_F(LettingGo, ClosesItWhereCloseRangeIsMissing) {
  ExpectClosed([] { AnswerWith(ENOSYS, {SYS_close_range}); });
}

TEST_F(LettingGo, ClosesItWhereCloseRangeIsForbidden) {
  ExpectClosed([] { AnswerWith(EPERM, {SYS_close_range}); });
}

TEST_F(LettingGo, ClosesItWithoutProc) { ExpectClosed(HideProc); }

TEST_F(LettingGo, ClosesItWithNeitherProcNorCloseRange) {
  ExpectClosed([] {
    HideProc();
    AnswerWith(ENOSYS, {SYS_close_range});
  });
}

TEST_F(LettingGo, ClosesItWhereTheLimitIsLowerThanItsNumber) {
  ExpectClosed([] {
    struct rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 5;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    HideProc();
    AnswerWith(ENOSYS, {SYS_close_range});
  });
}

TEST_F(LettingGo, LeavesTheWorkingDirectory) {
  const Scratch scratch;
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    Guest guest({.words = {Init(), Program("signal_echo")}, .place = place, .before_exec = [&] {
                   if (::chdir(scratch.path().c_str()) == -1) {
                     ::_exit(97);
                   }
                 }});
    ASSERT_EQ(guest.ReadLine(), "ready");
    const std::string process = "/proc/" + std::to_string(guest.pid());
    EXPECT_TRUE(Eventually(
        [&] { return std::filesystem::equivalent(process + "/cwd", process + "/root"); }));
  }
}

TEST_F(LettingGo, OutputEndsWhenTheCommandClosesIt) {
  Guest guest({.words = {Init(), "/bin/sh", "-c", "echo last; exec sleep infinity >&-"},
               .place = Place::kOrdinary});
  EXPECT_EQ(guest.ReadOutput(), "last\n");
  EXPECT_TRUE(guest.Alive());
}

TEST_F(LettingGo, WritersOfInputLearnThatTheCommandClosedIt) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  // The fixture closes descriptors from 3 up, so the pipe is opened again through our own folder.
  const std::string reader =
      "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(ends[0]);
  Guest guest({.words = {Init(), "/bin/sh", "-c", "echo runs; exec sleep infinity <&-"},
               .place = Place::kOrdinary,
               .before_exec = [&] {
                 const int input = ::open(reader.c_str(), O_RDONLY);
                 ::dup2(input, 0);
                 ::close(input);
               }});
  ASSERT_EQ(guest.ReadLine(), "runs");
  ::close(ends[0]);
  struct pollfd writer {
    ends[1], 0, 0
  };
  EXPECT_TRUE(Eventually([&] { return ::poll(&writer, 1, 0) == 1; }));
  EXPECT_NE(writer.revents & POLLERR, 0);
  EXPECT_TRUE(guest.Alive());
  ::close(ends[1]);
}

TEST_F(LettingGo, AnyProcessCanWriteToTheOutputOfPidOne) {
  Guest guest(
      {Init(), "/bin/sh", "-c",
       "sh -c 'echo job > /proc/1/fd/1; echo trouble > /proc/1/fd/2' >/dev/null 2>&1; cat"});
  EXPECT_EQ(guest.ReadLine(), "job");
  EXPECT_EQ(guest.ReadErrorLine(), "trouble");
  guest.CloseInput();
  EXPECT_EQ(guest.Wait(), (Outcome{0, 0}));
}

}  // namespace
}  // namespace dumb_init::testing
