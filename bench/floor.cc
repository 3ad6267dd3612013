// The least that an init can cost, in raw system calls and without libc. Starts the command the
// cheapest way there is, waits for it, and leaves with its status. Without a command it exits at
// once with status 0: then it is the cheapest command.
//
// With FLOOR_DUTIES it is the floor: it makes the system calls that an init owes its users, so that
// no signal is lost, the command leads a session, nothing of it is held on to, and its group is
// told at the end. What an init costs above that is its own doing. Without, it only waits.
#include <asm/unistd.h>

namespace {

// clone(2) and wait(2) in numbers, since no libc header may be at hand.
constexpr long kCloneVm = 0x100;
constexpr long kCloneVfork = 0x4000;
[[maybe_unused]] constexpr long kSigTerm = 15;
constexpr long kSigChld = 17;
constexpr long kNotFound = 127;
constexpr long kSignalBase = 128;

#if defined(__x86_64__)
long Call(long number, long a = 0, long b = 0, long c = 0, long d = 0) {
  register long fourth __asm__("r10") = d;
  long answer = 0;
  __asm__ volatile("syscall"
                   : "=a"(answer)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
                   : "rcx", "r11", "memory");
  return answer;
}
__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call Floor\n");
#elif defined(__aarch64__)
long Call(long number, long a = 0, long b = 0, long c = 0, long d = 0) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
}
__asm__(".globl _start\n_start: mov x0, sp\n bl Floor\n");
#else
#error "The floor is written for x86-64 and aarch64."
#endif

#ifdef FLOOR_DUTIES
constexpr unsigned long kAllSignals = ~0UL;
unsigned long Mask(unsigned long mask) {
  unsigned long before = 0;
  Call(__NR_rt_sigprocmask, 2, reinterpret_cast<long>(&mask), reinterpret_cast<long>(&before), 8);
  return before;
}
void WaitForSignal() { Call(__NR_rt_sigtimedwait, reinterpret_cast<long>(&kAllSignals), 0, 0, 8); }
#endif

}  // namespace

// `start` is what the kernel leaves on the stack: the number of words, the words, the environment.
extern "C" [[noreturn]] void Floor(long* start) {
  const long words = *start;
  long* const command = start + 2;
  if (words < 2) {
    for (;;) {
      Call(__NR_exit_group, 0);
    }
  }
#ifdef FLOOR_DUTIES
  const unsigned long inherited = Mask(kAllSignals);
#endif
  // The stack goes on below ours. The child runs in this frame and never returns from it.
  const long child = Call(__NR_clone, kCloneVm | kCloneVfork | kSigChld);
  if (child == 0) {
#ifdef FLOOR_DUTIES
    Call(__NR_setsid);
    Mask(inherited);
#endif
    Call(__NR_execve, *command, reinterpret_cast<long>(command),
         reinterpret_cast<long>(start + words + 2));
    Call(__NR_exit_group, kNotFound);
  }
#ifdef FLOOR_DUTIES
  Call(__NR_chdir, reinterpret_cast<long>("/"));
  Call(__NR_close_range, 3, ~0U);
  WaitForSignal();
  Call(__NR_kill, -child, kSigTerm);
#endif
  int status = 0;
  Call(__NR_wait4, child, reinterpret_cast<long>(&status));
  const int signal = status & 0x7f;
  for (;;) {
    Call(__NR_exit_group, signal == 0 ? (status >> 8) & 0xff : kSignalBase + signal);
  }
}
