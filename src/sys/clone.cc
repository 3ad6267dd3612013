// A child that borrows our memory until it calls exec or exits.
#include "sys/clone.h"

#include <sched.h>
#include <csignal>

namespace dumb_init::sys {

int CloneWithSharedMemory(int (*run)(void*), void* argument, std::span<std::byte> stack) {
  return ::clone(run, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, argument);
}

}  // namespace dumb_init::sys
