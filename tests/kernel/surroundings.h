// Making the surroundings of this process hostile.
#pragma once

namespace dumb_init::testing {

// From now on close_range(2) is answered with `error`. False if no filter can be set.
bool ForbidCloseRange(int error);

// From now on there is nothing in /proc, for this process and its children. False without root.
bool HideProc();

}  // namespace dumb_init::testing
