// Making the surroundings of this process hostile.
#pragma once

namespace dumb_init::testing {

// From now on this system call is answered with `error`. False if no filter can be set.
bool ForbidCall(long call, int error);

// From now on there is nothing in /proc, for this process and its children. False without root.
bool HideProc();

}  // namespace dumb_init::testing
