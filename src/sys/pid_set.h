// A set of pids.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/process.h"

namespace dumb_init::sys {

// Any of the pids that Linux gives (proc(5), /proc/sys/kernel/pid_max), half a megabyte of bits. As
// a static object it takes memory only where pids are put into it.
class PidSet {
 public:
  bool Has(core::Pid pid) const { return InRange(pid) && (words_[Word(pid)] & Bit(pid)) != 0; }

  void Add(core::Pid pid) {
    if (InRange(pid)) {
      words_[Word(pid)] |= Bit(pid);
    }
  }

  void Clear() {
    for (std::uint64_t& word : words_) {
      // Only looked at, a page is still nobody's.
      if (word != 0) {
        word = 0;
      }
    }
  }

  // Calls `visit` for each, the lowest first.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (std::size_t word = 0; word < words_.size(); ++word) {
      for (std::uint64_t rest = words_[word]; rest != 0; rest &= rest - 1) {
        visit(core::Pid{static_cast<int>(word * kBits) + __builtin_ctzll(rest)});
      }
    }
  }

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr int kMost = 4194304;
  static bool InRange(core::Pid pid) { return pid.number >= 0 && pid.number < kMost; }
  static std::size_t Word(core::Pid pid) { return static_cast<std::size_t>(pid.number) / kBits; }
  static std::uint64_t Bit(core::Pid pid) {
    return std::uint64_t{1} << (static_cast<std::size_t>(pid.number) % kBits);
  }

  std::array<std::uint64_t, kMost / kBits> words_{};
};

}  // namespace dumb_init::sys
