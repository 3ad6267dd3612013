// Folders of /proc whose entries have numbers as their names.
#include "sys/number_folder.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cstring>

#include "base/number.h"
#include "sys/descriptors.h"

namespace dumb_init::sys {
namespace {

// The head of one record of getdents64(2); the name follows it.
struct RecordHead {
  std::uint64_t inode;
  std::int64_t offset;
  std::uint16_t length;
  std::uint8_t type;
};
constexpr std::size_t kNameOffset = 19;

}  // namespace

NumberFolder::NumberFolder(const char* path)
    : descriptor_(MoveAboveStandard(Open(path, O_RDONLY | O_DIRECTORY))), ok_(descriptor_ != -1) {}

NumberFolder::~NumberFolder() { Close(descriptor_); }

std::optional<int> NumberFolder::Next() {
  while (place_ < size_ || Refill()) {
    RecordHead head{};
    std::memcpy(&head, records_.data() + place_, kNameOffset);
    const char* const name = records_.data() + place_ + kNameOffset;
    place_ += head.length;
    if (const std::optional<int> number = ParseNumber(name)) {
      return number;
    }
  }
  return std::nullopt;
}

void NumberFolder::Rewind() {
  ::lseek(descriptor_, 0, SEEK_SET);
  place_ = 0;
  size_ = 0;
}

bool NumberFolder::Refill() {
  const long size =
      ok_ ? ::syscall(SYS_getdents64, descriptor_, records_.data(), records_.size()) : 0;
  ok_ = ok_ && size >= 0;
  place_ = 0;
  size_ = size > 0 ? static_cast<std::size_t>(size) : 0;
  return size_ > 0;
}

}  // namespace dumb_init::sys
