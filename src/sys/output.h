// Writing: messages that never block, and text that somebody asked for.
#pragma once

#include <string_view>

#include "sys/error.h"

namespace dumb_init::sys {

// What a message may cost.
enum class Stake {
  kNothing,    // There is no command: a terminal may make us wait for its reader.
  kContainer,  // While we waited no signal would be forwarded: the message is lost instead.
};

// Writes one message to standard error in one piece. EAGAIN: there is no room, and the message is
// lost. A reader that is gone raises a SIGPIPE that NextSignal shows as sent by ourselves. At most
// PIPE_BUF bytes.
Result<Done> WriteMessage(std::string_view message, Stake stake);

// Writes all of `text` to standard output, waiting as long as it takes.
Result<Done> WriteOutput(std::string_view text);

// The kernel's words for an errno (strerror(3)).
std::string_view ErrorText(int error);

}  // namespace dumb_init::sys
