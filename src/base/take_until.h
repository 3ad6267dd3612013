// Taking a text apart, piece by piece.
#pragma once

#include <algorithm>
#include <string_view>

namespace dumb_init {

// Takes everything before the next `end` away from `text`, and the end itself; without one, all.
inline std::string_view TakeUntil(std::string_view& text, char end) {
  const std::string_view taken(text.data(), std::min(text.find(end), text.size()));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

// Whether `wanted` is one of the words of `list`, between which there is one `separator` each.
inline bool Lists(std::string_view list, char separator, std::string_view wanted) {
  while (!list.empty()) {
    if (TakeUntil(list, separator) == wanted) {
      return true;
    }
  }
  return false;
}

}  // namespace dumb_init
