// PID namespaces for tests.
#include "kernel/namespaces.h"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace dumb_init::testing {

void ChildrenLeaveTheNamespace() {
  if (::unshare(CLONE_NEWPID | CLONE_NEWNS) == -1 ||
      ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1) {
    ::_exit(95);
  }
}

void MountOwnProc() {
  if (::mount("proc", "/proc", "proc", 0, nullptr) == -1) {
    ::_exit(95);
  }
}

}  // namespace dumb_init::testing
