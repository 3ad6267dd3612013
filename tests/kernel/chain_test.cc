// A chain of processes, each of which forks the next and ends, does not escape from sys/rest.h.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <csignal>
#include <functional>
#include <new>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"
#include "sys/process.h"
#include "sys/rest.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;

enum class Group { kOurs, kOwn };

// "caught", or "escaped" where the chain came to its end by itself.
std::string Chase(Group group, const std::function<Result<Done>()>& tell) {
  constexpr int kMost = 5000;
  Tolerate(BecomeSubreaper(), "seen by who escapes");
  void* const page =
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto& links = *new (page) std::atomic<int>(0);
  if (::fork() == 0) {
    if (group == Group::kOwn) {
      ::setpgid(0, 0);
    }
    while (++links < kMost && ::fork() == 0) {
    }
    ::_exit(0);
  }
  while (links < 20) {
  }
  Tolerate(tell(), "seen by who escapes");
  while (::waitpid(-1, nullptr, 0) > 0) {
  }
  return links >= kMost ? "escaped" : "caught";
}

std::string KillChain(Group group) {
  ::signal(SIGTERM, SIG_IGN);
  return Chase(group, KillDescendants);
}

TEST(Chain, DoesNotEscapeFromTermInAGroupOfItsOwn) {
  for (int run = 0; run < 10; ++run) {
    EXPECT_EQ(InChild([] { return Chase(Group::kOwn, EndDescendants); }), "caught");
  }
}

TEST(Chain, DoesNotEscapeFromKillInAGroupOfItsOwn) {
  for (int run = 0; run < 10; ++run) {
    EXPECT_EQ(InChild([] { return KillChain(Group::kOwn); }), "caught");
  }
}

// Nothing but speed catches one there, so one that escapes is no failure; ten are.
TEST(Chain, IsCaughtInOurGroupToo) {
  int caught = 0;
  for (int run = 0; run < 10; ++run) {
    caught += InChild([] { return Chase(Group::kOurs, EndDescendants); }) == "caught" ? 1 : 0;
    caught += InChild([] { return KillChain(Group::kOurs); }) == "caught" ? 1 : 0;
  }
  EXPECT_GT(caught, 0);
}

}  // namespace
}  // namespace dumb_init::sys
