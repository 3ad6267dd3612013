// A child that borrows our memory until it calls exec or exits.
#include "sys/clone.h"

#include <sched.h>
#include <csignal>

namespace dumb_init::sys {

int CloneWithSharedMemory(int (*run)(void*), void* argument, std::span<std::byte> stack) {
  constexpr int kShared = CLONE_VM | CLONE_VFORK | CLONE_FILES;
  return ::clone(run, stack.data() + stack.size(), kShared | SIGCHLD, argument);
}

int CloneWithCopiedMemory(int (*run)(void*), void* argument, std::span<std::byte> stack) {
  return ::clone(run, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, argument);
}

}  // namespace dumb_init::sys
