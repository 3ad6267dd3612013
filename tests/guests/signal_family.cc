// Three processes that each say which signals they get, as "leader 15": the command itself
// ("leader"), a child in its process group ("member"), and a child with a session of its own
// ("stranger"). Says "ready" when all three listen.
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdio>

namespace {

constexpr std::size_t kSetBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kAll = ~std::uint64_t{0};

[[noreturn]] void Tell(const char* name) {
  for (;;) {
    siginfo_t info{};
    const long number = ::syscall(SYS_rt_sigtimedwait, &kAll, &info, nullptr, kSetBytes);
    if (number > 0) {
      ::dprintf(1, "%s %ld\n", name, number);
    }
  }
}

}  // namespace

int main() {
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, kSetBytes);
  if (::fork() == 0) {
    Tell("member");
  }
  int ends[2];
  if (::pipe(ends) == -1) {
    return 1;
  }
  if (::fork() == 0) {
    ::setsid();
    ::close(ends[0]);
    ::close(ends[1]);
    Tell("stranger");
  }
  ::close(ends[1]);
  char nothing = 0;
  // End of file: the stranger has its session.
  if (::read(ends[0], &nothing, 1) != 0) {
    return 1;
  }
  ::dprintf(1, "ready\n");
  Tell("leader");
}
