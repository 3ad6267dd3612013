// Where a command may be found.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace dumb_init::core {

// What is searched when PATH is not set.
constexpr std::string_view kDefaultPath = "/usr/local/bin:/bin:/usr/bin";

// The file names to try for a command, in order. One with a slash is tried as it is; any other is
// looked for in each element of the search path, an empty element being the working directory.
class Candidates {
 public:
  // Longest file name the kernel takes, with its terminating null (PATH_MAX, limits.h).
  static constexpr std::size_t kCapacity = 4096;

  // How many characters of room the longest of the names needs, at most kCapacity.
  static std::size_t RoomFor(std::string_view command, std::string_view search_path);

  // `room` is where names are put together.
  Candidates(const char* command, std::string_view search_path, std::span<char> room);

  // The next file to try, or null when there are no more. Names too long for the kernel, or for
  // the room, are passed over. The text stays until the next call.
  const char* Next();

 private:
  bool Join(std::string_view folder);

  std::string_view command_;
  std::string_view rest_;
  bool exhausted_ = false;
  bool has_slash_ = false;
  const char* as_given_;
  std::span<char> room_;
};

}  // namespace dumb_init::core
