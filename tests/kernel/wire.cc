// Lines between the processes of a test.
#include "kernel/wire.h"

#include <fcntl.h>
#include <unistd.h>

namespace dumb_init::testing {

Wire::Wire() {
  if (::pipe2(ends_, O_CLOEXEC) == -1) {
    ::_exit(97);
  }
}

Wire::~Wire() {
  ::close(ends_[0]);
  ::close(ends_[1]);
}

void Wire::Say(const std::string& line) const {
  const std::string text = line + "\n";
  if (::write(ends_[1], text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    ::_exit(97);
  }
}

std::string Wire::Hear() const {
  std::string line;
  for (char byte = 0; ::read(ends_[0], &byte, 1) == 1 && byte != '\n';) {
    line += byte;
  }
  return line;
}

}  // namespace dumb_init::testing
