// Which statuses of the command count as success.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/exit_codes.h"

namespace dumb_init::core {

// Any of the 256 statuses, each counted as 0 whoever or whatever caused it; and "stop": an end by a
// signal counts as 0 where that signal went out through us.
class OkExits {
 public:
  constexpr void Add(ShellCode code) { words_[Word(code)] |= Bit(code); }
  constexpr void AddStop() { stop_ = true; }

  constexpr bool Has(ShellCode code) const { return (words_[Word(code)] & Bit(code)) != 0; }
  constexpr bool has_stop() const { return stop_; }

  friend constexpr bool operator==(const OkExits&, const OkExits&) = default;

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr std::size_t Word(ShellCode code) { return code / kBits; }
  static constexpr std::uint64_t Bit(ShellCode code) { return std::uint64_t{1} << (code % kBits); }

  std::array<std::uint64_t, 4> words_{};
  bool stop_ = false;
};

}  // namespace dumb_init::core
