// Ends by whatever signal ends a program; with an argument N, which must be blocked on entry, with
// status 0 when signal N comes. Sleeps otherwise.
#include <unistd.h>
#include <csignal>
#include <cstdlib>

int main(int argc, char** argv) {
  if (argc == 2) {
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, std::atoi(argv[1]));
    while (sigwaitinfo(&awaited, nullptr) == -1) {
    }
    return 0;
  }
  for (;;) {
    pause();
  }
}
