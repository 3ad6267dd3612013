// The controlling terminal: giving up ours, so that the command's session can have it, or passing
// it to the command's group.
#pragma once

#include "core/process.h"
#include "sys/error.h"

namespace dumb_init::sys {

// Whether standard input is a terminal (isatty(3)).
bool StandardInputIsTerminal();

// Gives up the terminal on standard input if we are the leader of the session that it controls;
// otherwise there is nothing to give up. Sends no signal to anyone who is running.
[[gnu::noinline]] Result<Done> GiveUpTerminal();

// Whether our session has a controlling terminal that can be opened (tty(4)).
bool HasControllingTerminal();

// Makes the process group `to` the foreground of our session's terminal if `from` is that now
// (tcsetpgrp(3)); otherwise, and without a terminal, changes nothing. SIGTTOU must be blocked.
// Async-signal-safe.
void PassForeground(core::Pid from, core::Pid to);

}  // namespace dumb_init::sys
