// What a signal may carry.
#pragma once

#include <compare>
#include <cstdint>

namespace dumb_init::core {

// What sigqueue(3) attaches to a signal: a value, and the sender's identity.
struct Payload {
  bool present = false;
  int sender_pid = 0;
  std::uint32_t sender_uid = 0;
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(const Payload&, const Payload&) = default;
};

}  // namespace dumb_init::core
