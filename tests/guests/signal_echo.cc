// Says "ready", then the number of each signal it gets, one a line; with a sigqueue value: "34 7".
// Real-time signals come in the order sent. Arguments: "-e N" makes signal N end it with status 0.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

int main(int argc, char** argv) {
  const int last = argc == 3 && std::strcmp(argv[1], "-e") == 0 ? std::atoi(argv[2]) : 0;
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  std::puts("ready");
  std::fflush(stdout);
  for (;;) {
    siginfo_t info{};
    const int number = sigwaitinfo(&all, &info);
    if (number == -1) {
      continue;
    }
    if (info.si_code == SI_QUEUE) {
      std::printf("%d %d\n", number, info.si_value.sival_int);
    } else {
      std::printf("%d\n", number);
    }
    std::fflush(stdout);
    if (number == last) {
      return 0;
    }
  }
}
