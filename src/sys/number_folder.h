// Folders of /proc whose entries have numbers as their names: processes, descriptors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace dumb_init::sys {

// Reads such a folder entry by entry (getdents64(2)). What appears behind the place that was
// reached is still found, but for what comes once the last entries have been fetched.
class NumberFolder {
 public:
  // Opens it, closed on exec and above 2.
  explicit NumberFolder(const char* path);
  NumberFolder(const NumberFolder&) = delete;
  NumberFolder& operator=(const NumberFolder&) = delete;
  ~NumberFolder();

  // Whether it could be opened and nothing went wrong since.
  bool ok() const { return ok_; }
  int descriptor() const { return descriptor_; }

  // The next number; nothing at the end. Other names are passed over.
  std::optional<int> Next();
  // From the start again.
  void Rewind();

 private:
  bool Refill();

  int descriptor_ = -1;
  bool ok_ = false;
  std::size_t place_ = 0;
  std::size_t size_ = 0;
  alignas(std::uint64_t) std::array<char, 1024> records_;
};

}  // namespace dumb_init::sys
