// A clone(2) for valgrind, which runs the child of none that shares descriptors: it is refused as
// qemu-user refuses it, and what comes instead is a fork(2). Preloaded by tests/proof/analysis.
#include <sched.h>
#include <unistd.h>
#include <cerrno>

extern "C" int clone(int (*run)(void*), void*, int flags, void* argument, ...) noexcept {
  if ((flags & CLONE_FILES) != 0) {
    errno = EINVAL;
    return -1;
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(run(argument));
  }
  return child;
}
