// What this process tells others with kill(2), in order.
#pragma once

#include <sys/types.h>
#include <functional>
#include <string>

namespace dumb_init::testing {

// Notes each kill(2) of ours from now on, with a seccomp filter that lasts until we end. So it is
// for a process that was made for the test; whoever is forked before is not noted.
class Told {
 public:
  // `before` is called while the call waits, in another thread, and after this object has gone as
  // well: what it uses has to outlive whoever is still to be killed.
  using Before = std::function<void(pid_t pid, int signal)>;
  explicit Told(const Before& before = [](pid_t, int) {});

  // The signals sent to `pid`: "15 18 ".
  std::string To(pid_t pid) const;

 private:
  struct Notes;
  Notes* notes_;
};

}  // namespace dumb_init::testing
