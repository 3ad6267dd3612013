// The environment: looking into it, and telling the command its own pid in it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/process.h"

namespace dumb_init::core {

// The value of the first `name=value` in the null-terminated list, as getenv(3) finds it.
std::optional<std::string_view> FindVariable(char* const* environment, std::string_view name);

// Room for the rewritten variables. It must outlive the environment that points into it.
class PidVariables {
 public:
  // Replaces LISTEN_PID and WATCHDOG_PID (sd_listen_fds(3), sd_watchdog_enabled(3)) where they are
  // `init` by `command`, in the null-terminated list `environment`, and takes LISTEN_PIDFDID out
  // when LISTEN_PID was replaced, since it names the same process another way. Any other value and
  // any other variable stay byte for byte.
  void Rewrite(char** environment, Pid init, Pid command);

 private:
  static constexpr std::size_t kRoom = 32;
  std::array<char, kRoom> listen_{};
  std::array<char, kRoom> watchdog_{};
};

}  // namespace dumb_init::core
