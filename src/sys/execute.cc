// Becoming the command.
#include "sys/execute.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>

#include "core/search_path.h"
#include "sys/clone.h"
#include "sys/descriptors.h"

namespace dumb_init::sys {
namespace {

// DANGER (the whole file): runs between clone and exec with our parent's memory. Only
// async-signal-safe calls.

// execve(2) fails with ENOEXEC for a file that is neither a program of this machine nor starts with
// "#!". POSIX has such a file run by the shell, but a program of another machine is no script.
DUMB_INIT_NO_SANITIZE bool MayBeScript(const char* file) {
  constexpr std::string_view kElfMagic = "\177ELF";
  constexpr std::string_view kInterpreterMagic = "#!";
  std::array<char, 4> start{};
  const int descriptor = Open(file, O_RDONLY);
  if (descriptor == -1) {
    return false;
  }
  const ssize_t size = ::read(descriptor, start.data(), start.size());
  Close(descriptor);
  const std::string_view magic(start.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return size >= 0 && magic != kElfMagic && !magic.starts_with(kInterpreterMagic);
}

// Returns the errno when `file` cannot be executed.
DUMB_INIT_NO_SANITIZE int Execute(const char* file, const Command& command) {
  ::execve(file, command.words, command.environment);
  const int error = errno;
  if (error != ENOEXEC || !MayBeScript(file)) {
    return error;
  }
  static constexpr const char* kShell = "/bin/sh";
  char* const name = command.words[0];
  char* const before = command.words[-1];
  command.words[-1] = const_cast<char*>(kShell);
  command.words[0] = const_cast<char*>(file);
  ::execve(kShell, command.words - 1, command.environment);
  command.words[-1] = before;
  command.words[0] = name;
  return error;
}

// Whether the search goes on in the next folder after `error`.
DUMB_INIT_NO_SANITIZE bool MayBeElsewhere(int error) {
  return error == ENOENT || error == ENOTDIR || error == EACCES || error == ESTALE ||
         error == ENODEV || error == ETIMEDOUT || error == ENAMETOOLONG || error == ELOOP;
}

}  // namespace

DUMB_INIT_NO_SANITIZE int SearchAndExecute(const Command& command, std::string_view search_path,
                                           std::span<char> room) {
  core::Candidates candidates(command.words[0], search_path, room);
  int told = ENOENT;
  int last = ENOENT;
  for (const char* file = candidates.Next(); file != nullptr; file = candidates.Next()) {
    last = Execute(file, command);
    if (file == command.words[0] || !MayBeElsewhere(last)) {
      return last;
    }
    if (told == ENOENT && last != ENOTDIR) {
      told = last;
    }
  }
  return told;
}

}  // namespace dumb_init::sys
