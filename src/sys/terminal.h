// The controlling terminal: giving up ours, so that the command's session can have it.
#pragma once

#include "sys/error.h"

namespace dumb_init::sys {

// Whether standard input is a terminal (isatty(3)).
bool StandardInputIsTerminal();

// Gives up the terminal on standard input if we are the leader of the session that it controls;
// otherwise there is nothing to give up. Sends no signal to anyone who is running.
Result<Done> GiveUpTerminal();

}  // namespace dumb_init::sys
