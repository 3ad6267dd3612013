// Becoming the command.
#pragma once

#include <span>
#include <string_view>

namespace dumb_init::sys {

// What to run. `words` is the null-terminated argument list of the command; the slot in front of
// its first word must be writable (for us that is our own argument list), and so must
// `environment`: a script without "#!" is handed to /bin/sh in place.
struct Command {
  char** words;
  char** environment;
};

// Looks for the command in `search_path`, putting file names together in `room`, and executes it.
// Returns only where that fails, with the errno that tells best why. Async-signal-safe.
int SearchAndExecute(const Command& command, std::string_view search_path, std::span<char> room);

}  // namespace dumb_init::sys
