// Where a command may be found.
#include "core/search_path.h"

#include <algorithm>

namespace dumb_init::core {

std::size_t Candidates::RoomFor(std::string_view command, std::string_view search_path) {
  // An element is no longer than the whole path; a slash and a null come on top.
  return std::min(search_path.size() + command.size() + 2, kCapacity);
}

Candidates::Candidates(const char* command, std::string_view search_path, std::span<char> room)
    : command_(command),
      rest_(search_path),
      has_slash_(command_.find('/') != std::string_view::npos),
      as_given_(command),
      room_(room) {}

const char* Candidates::Next() {
  // An empty name is no file anywhere; the kernel says so if it is asked as it is.
  if ((has_slash_ || command_.empty()) && !exhausted_) {
    exhausted_ = true;
    return as_given_;
  }
  while (!exhausted_) {
    const std::size_t colon = std::min(rest_.find(':'), rest_.size());
    const std::string_view folder(rest_.data(), colon);
    exhausted_ = colon == rest_.size();
    rest_.remove_prefix(exhausted_ ? colon : colon + 1);
    if (Join(folder)) {
      return room_.data();
    }
  }
  return nullptr;
}

bool Candidates::Join(std::string_view folder) {
  if (folder.size() + command_.size() + 2 > room_.size()) {
    return false;
  }
  char* end = room_.data() + folder.copy(room_.data(), folder.size());
  if (!folder.empty()) {
    *end++ = '/';
  }
  end[command_.copy(end, command_.size())] = '\0';
  return true;
}

}  // namespace dumb_init::core
