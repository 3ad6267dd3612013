// Memory that is not needed for now.
#pragma once

namespace dumb_init::sys {

// Gives back what is not needed while nothing happens (madvise(2), MADV_DONTNEED): code that the
// loop does not run, which comes back from the file when it is called after all, and the stack
// below the caller. An init sleeps for as long as its container lives.
void TrimMemory();

}  // namespace dumb_init::sys
