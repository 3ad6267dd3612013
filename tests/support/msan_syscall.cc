// For the memory sanitizer, which does not know what syscall(2) writes: the linker puts this in its
// place (tests/proof/analysis).
#include <sanitizer/msan_interface.h>
#include <sys/syscall.h>

extern "C" {
long __real_syscall(long number, long a, long b, long c, long d, long e, long f);

// Everything else that is written by way of syscall(2) is initialised before.
[[clang::no_sanitize("memory")]] long __wrap_syscall(long number, long a, long b, long c, long d,
                                                     long e, long f) {
  const long result = __real_syscall(number, a, b, c, d, e, f);
  if (number == SYS_getdents64 && result > 0) {
    __msan_unpoison(reinterpret_cast<void*>(b), static_cast<unsigned long>(result));
  }
  return result;
}
}
