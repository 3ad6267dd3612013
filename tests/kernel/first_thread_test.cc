// A process whose first thread has ended looks like a zombie, and its other threads run on.
#include <pthread.h>
#include <unistd.h>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/told.h"
#include "sys/kinship.h"
#include "sys/process.h"
#include "sys/rest.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;
using testing::Told;

void LiveOnWithoutTheFirstThread() {
  std::thread([] {
    for (;;) {
      ::pause();
    }
  }).detach();
  ::pthread_exit(nullptr);
}

// Waits until the kernel shows it as a zombie.
void AwaitLookOfAZombie(core::Pid pid) {
  for (;;) {
    std::ifstream status("/proc/" + std::to_string(pid.number) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("State:\tZ")) {
        return;
      }
    }
  }
}

TEST(KinshipOf, KnowsThatSomeOfItsThreadsLive) {
  EXPECT_EQ(InChild([] {
              const Child child(LiveOnWithoutTheFirstThread);
              AwaitLookOfAZombie(child.pid());
              return KinshipOf(child.pid())->alive ? "alive" : "dead";
            }),
            "alive");
}

TEST(KillDescendants, TellsAProcessWithoutItsFirstThread) {
  EXPECT_EQ(InChild([] {
              const Child child(LiveOnWithoutTheFirstThread);
              AwaitLookOfAZombie(child.pid());
              const Told told;
              Tolerate(KillDescendants(), "seen by who is told");
              return told.To(child.pid().number);
            }),
            "9 ");
}

}  // namespace
}  // namespace dumb_init::sys
