// Terminals for tests that must not touch the one they are run from.
#pragma once

#include <sys/types.h>

namespace dumb_init::testing {

// Puts a new terminal on standard input, which is no session's yet. Its other end.
int OpenTerminal();

// Makes us the leader of a session whose terminal is a new one on standard input.
bool LeadSessionOnTerminal();

// Whether our session has a terminal.
bool HasTerminal();

// The foreground process group of our session's terminal; -1 without one.
pid_t Foreground();

}  // namespace dumb_init::testing
