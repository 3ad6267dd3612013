// sys/descriptors.h tells the truth about descriptors, also where calls are missing.
#include "sys/descriptors.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <climits>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "kernel/surroundings.h"

namespace dumb_init::sys {
namespace {

using testing::ForbidCall;
using testing::HideProc;
using testing::InChild;

bool IsOpen(int descriptor) { return ::fcntl(descriptor, F_GETFD) != -1; }

// Opens many descriptors, low and high, and closes those from `first` up; names what is open and
// should not be, or the reverse. The way home of the result goes too, so the status tells.
[[noreturn]] void OpenManyAndCloseFrom(int first) {
  constexpr int kMany = 300;
  for (int descriptor = 3; descriptor < kMany; ++descriptor) {
    ::dup2(0, descriptor);
  }
  CloseFrom(first);
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    const bool kept = descriptor < first;
    if (IsOpen(descriptor) != kept) {
      ::_exit(1);
    }
  }
  ::_exit(42);
}

TEST(CloseFrom, ClosesAllFromThereAndNoneBefore) {
  for (const int first : {3, 4, 100}) {
    EXPECT_EQ(InChild([&]() -> std::string { OpenManyAndCloseFrom(first); }), "(status 42)");
  }
}

TEST(CloseFrom, DoesSoWhereCloseRangeIsMissingOrForbidden) {
  for (const int error : {ENOSYS, EPERM}) {
    EXPECT_EQ(InChild([&]() -> std::string {
                if (!ForbidCall(SYS_close_range, error)) {
                  return "no filter";
                }
                OpenManyAndCloseFrom(3);
              }),
              "(status 42)");
  }
}

TEST(CloseFrom, DoesSoWithoutProcToo) {
  EXPECT_EQ(InChild([]() -> std::string {
              if (!HideProc() || !ForbidCall(SYS_close_range, ENOSYS)) {
                return "this test needs root";
              }
              OpenManyAndCloseFrom(3);
            }),
            "(status 42)");
}

TEST(CloseFrom, FindsDescriptorsAboveALimitThatWasLoweredLater) {
  EXPECT_EQ(InChild([]() -> std::string {
              struct rlimit limit {};
              ::getrlimit(RLIMIT_NOFILE, &limit);
              limit.rlim_cur = 10;
              ::dup2(0, 800);
              ::setrlimit(RLIMIT_NOFILE, &limit);
              if (!ForbidCall(SYS_close_range, ENOSYS)) {
                return "no filter";
              }
              CloseFrom(3);
              ::_exit(IsOpen(800) ? 1 : 42);
            }),
            "(status 42)");
}

TEST(Close, OfAClosedDescriptorIsFine) {
  Close(-1);
  Close(12345);
}

TEST(CloseInputAndOutput, LeavesStandardError) {
  EXPECT_EQ(InChild([]() -> std::string {
              CloseInputAndOutput();
              return std::to_string(IsOpen(0)) + std::to_string(IsOpen(1)) +
                     std::to_string(IsOpen(2));
            }),
            "001");
}

TEST(LeaveWorkingDirectory, GoesToTheRoot) {
  EXPECT_EQ(InChild([]() -> std::string {
              const bool done = LeaveWorkingDirectory().ok();
              char folder[PATH_MAX];
              return done && ::getcwd(folder, sizeof(folder)) != nullptr ? folder : "nowhere";
            }),
            "/");
}

TEST(OpenPipe, IsNeverAStandardDescriptorWhateverIsClosed) {
  for (int closed = 0; closed < 8; ++closed) {
    EXPECT_EQ(InChild([&]() -> std::string {
                for (int descriptor = 0; descriptor < 3; ++descriptor) {
                  if ((closed & (1 << descriptor)) != 0) {
                    ::close(descriptor);
                  }
                }
                const auto pipe = OpenPipe();
                if (!pipe.ok()) {
                  return pipe.error().call;
                }
                const auto [in, out] = pipe.value();
                char byte = 0;
                const bool works = ::write(out, "x", 1) == 1 && ::read(in, &byte, 1) == 1;
                std::string said = works && in > 2 && out > 2 ? "works" : "does not work";
                for (const int end : {in, out}) {
                  said += (::fcntl(end, F_GETFD) & FD_CLOEXEC) != 0 ? "" : ", leaks";
                }
                for (int descriptor = 0; descriptor < 3; ++descriptor) {
                  const bool wanted = (closed & (1 << descriptor)) == 0;
                  said += IsOpen(descriptor) == wanted ? "" : ", changes a standard descriptor";
                }
                return said;
              }),
              "works")
        << "closed: " << closed;
  }
}

TEST(OpenPipe, SaysThatThereAreNoDescriptorsAndLeavesNone) {
  for (const rlim_t allowed : {0U, 1U, 2U, 3U, 4U}) {
    EXPECT_EQ(InChild([&]() -> std::string {
                for (int descriptor = 0; descriptor < 10; ++descriptor) {
                  ::close(descriptor);
                }
                const struct rlimit limit { allowed, allowed };
                ::setrlimit(RLIMIT_NOFILE, &limit);
                const auto pipe = OpenPipe();
                if (pipe.ok()) {
                  return "there was room";
                }
                for (int descriptor = 0; descriptor < 10; ++descriptor) {
                  if (IsOpen(descriptor)) {
                    return "one is left open";
                  }
                }
                const int error = pipe.error().error;
                return error == EMFILE || error == EINVAL ? "no room" : std::strerror(error);
              }),
              "no room")
        << allowed;
  }
}

}  // namespace
}  // namespace dumb_init::sys
