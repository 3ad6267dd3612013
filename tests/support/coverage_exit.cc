// In the coverage build: writes the counters where the program leaves by _exit(2), too. The linker
// puts this in the place of _exit (cmake/coverage.cmake).
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

extern "C" {
void __gcov_dump();
void __gcov_reset();
[[noreturn]] void __real__exit(int status);
[[noreturn]] void __wrap__exit(int status);
}

namespace {

// Whose counters are in this memory. A child that borrows it (clone(2), CLONE_VM) counts for its
// parent, and runs on a stack that is too small to write anything.
pid_t owner = 0;

// What a child of fork(2) has a copy of is written by its parent.
void StartAnew() {
  owner = ::getpid();
  __gcov_reset();
}

[[gnu::constructor]] void NoteOwner() {
  owner = ::getpid();
  ::pthread_atfork(nullptr, nullptr, StartAnew);
}

}  // namespace

void __wrap__exit(int status) {
  if (::getpid() == owner) {
    // Where the files cannot be written, as in an empty root, that is not for the test to read.
    ::dup2(::memfd_create("messages", MFD_CLOEXEC), STDERR_FILENO);
    __gcov_dump();
  }
  __real__exit(status);
}
