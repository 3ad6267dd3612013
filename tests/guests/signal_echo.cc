// Says "ready", then the number of each signal it gets, one a line; with a sigqueue value: "34 7".
// Real-time signals come in the order sent. Arguments: "-e N" makes signal N end it with status 0,
// "-o N" makes descriptor N its output, "-g" makes it lead a process group of its own, and "-r"
// makes it root in every respect where the file is set-user-ID.
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

constexpr std::size_t kSetBytes = sizeof(std::uint64_t);
// sigfillset(3) leaves out the signals that the C library keeps for itself.
constexpr std::uint64_t kAll = ~std::uint64_t{0};

struct Options {
  int last = 0;
  int output = 1;
};

Options Parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "-e" && i + 1 < argc) {
      options.last = std::atoi(argv[++i]);
    } else if (word == "-o" && i + 1 < argc) {
      options.output = std::atoi(argv[++i]);
    } else if (word == "-g") {
      ::setpgid(0, 0);
    } else if (word == "-r" && ::setuid(0) == -1) {
      std::exit(98);
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, kSetBytes);
  const Options options = Parse(argc, argv);
  ::dprintf(options.output, "ready\n");
  for (;;) {
    siginfo_t info{};
    const int number =
        static_cast<int>(::syscall(SYS_rt_sigtimedwait, &kAll, &info, nullptr, kSetBytes));
    if (number == -1) {
      continue;
    }
    if (info.si_code == SI_QUEUE) {
      ::dprintf(options.output, "%d %d\n", number, info.si_value.sival_int);
    } else {
      ::dprintf(options.output, "%d\n", number);
    }
    if (number == options.last) {
      return 0;
    }
  }
}
