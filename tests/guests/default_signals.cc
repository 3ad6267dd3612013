// "default_signals PROGRAM..." becomes PROGRAM with no signal blocked or ignored, also those that
// env(1) cannot reset, since the C library keeps them for itself.
#include "support/default_signals.h"

#include <unistd.h>
#include <cstdio>

int main(int argc, char** argv) {
  if (argc < 2) {
    return 98;
  }
  dumb_init::testing::SetDefaultSignals();
  ::execvp(argv[1], argv + 1);
  std::perror(argv[1]);
  return 97;
}
