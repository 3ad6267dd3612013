// An invariant of ours. A broken one is a bug in this program, never bad input and never the
// kernel.
#pragma once

// Stops the program at the spot when `condition` is false. It stays on in the release build: a
// wrong init that carries on is worse than one that is seen to be wrong.
#define DUMB_INIT_CHECK(condition) \
  do {                             \
    if (!(condition)) {            \
      __builtin_trap();            \
    }                              \
  } while (false)
