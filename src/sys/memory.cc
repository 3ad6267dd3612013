// Memory that is not needed for now.
#include "sys/memory.h"

#include <sys/mman.h>
#include <cstddef>
#include <cstdint>

// What cmake/layout.ld keeps apart from the loop; null where another layout was linked.
extern "C" {
[[gnu::weak]] extern char dumb_init_seldom_begin[];
[[gnu::weak]] extern char dumb_init_seldom_end[];
}

namespace dumb_init::sys {
namespace {

// Where pages are larger the call fails, and nothing is given back.
constexpr std::ptrdiff_t kPage = 4096;

void GiveBack(char* begin, char* end) {
  if (begin < end) {
    ::madvise(begin, static_cast<std::size_t>(end - begin), MADV_DONTNEED);
  }
}

}  // namespace

void TrimMemory() {
  GiveBack(dumb_init_seldom_begin, dumb_init_seldom_end);
  // Of the stack, what is further down than the calls of an idle loop reach.
  constexpr std::ptrdiff_t kIdle = 512;
  constexpr std::ptrdiff_t kDeepest = 16 * kPage;
  char* end = static_cast<char*>(__builtin_frame_address(0)) - kIdle;
  end -= static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(end) % kPage);
  GiveBack(end - kDeepest, end);
}

}  // namespace dumb_init::sys
