// "default_signals PROGRAM..." becomes PROGRAM with no signal ignored, also those that the C
// library keeps for itself: posix_spawn(3) of glibc leaves 32 and 33 ignored, and env(1) cannot
// change that.
#include <sys/syscall.h>
#include <unistd.h>
#include <cstdio>

namespace {

// As the kernel has it, see rt_sigaction(2): a handler, flags, maybe a restorer, 64 bits of a mask.
struct KernelAction {
  unsigned long handler_flags_restorer[3];
  unsigned long mask;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    return 98;
  }
  const KernelAction by_default{};
  for (int number = 1; number <= 64; ++number) {
    // SIGKILL and SIGSTOP are refused, and are never ignored.
    ::syscall(SYS_rt_sigaction, number, &by_default, nullptr, sizeof by_default.mask);
  }
  ::execvp(argv[1], argv + 1);
  std::perror(argv[1]);
  return 97;
}
