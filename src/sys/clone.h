// A child that borrows our memory until it calls exec or exits.
#pragma once

#include <cstddef>
#include <span>

// For functions whose frame is alive when such a child execs or exits: it never unwinds, and the
// address sanitizer would go on guarding stack that its parent uses again.
#define DUMB_INIT_NO_SANITIZE __attribute__((no_sanitize("address")))

namespace dumb_init::sys {

// Stack for a child that makes a few system calls, in bytes. Small, since every page of it that is
// touched stays ours. In a dynamic program the first call of a library function runs the dynamic
// linker on it, which saves all vector registers.
#ifdef __GLIBC__
constexpr std::size_t kSmallStack = 16384;
#else
constexpr std::size_t kSmallStack = 2048;
#endif

// Runs `run(argument)` in a new process on `stack`; returns its pid, or -1 with errno. We sleep
// until it has called execve(2) or _exit(2) (clone(2), CLONE_VM | CLONE_VFORK). The descriptors are
// shared as well until then, which no emulator turns into a plain fork(2): qemu-user answers
// EINVAL, for it cannot do it.
int CloneWithSharedMemory(int (*run)(void*), void* argument, std::span<std::byte> stack);

// The same where the above gave EINVAL: the child may get a copy of our memory and descriptors, and
// we may go on at once.
int CloneWithCopiedMemory(int (*run)(void*), void* argument, std::span<std::byte> stack);

}  // namespace dumb_init::sys
