// FixedList<T, N>: up to N values in place, no heap.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>

#include "base/check.h"

namespace dumb_init {

// Up to `Capacity` values, in order. Pushing one more is a bug of ours.
template <typename T, std::size_t Capacity>
class FixedList {
 public:
  constexpr FixedList() = default;
  constexpr FixedList(std::initializer_list<T> values) {
    for (const T& value : values) {
      push_back(value);
    }
  }

  constexpr void push_back(const T& value) {
    DUMB_INIT_CHECK(size_ < Capacity);
    values_[size_] = value;
    ++size_;
  }

  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr const T& operator[](std::size_t index) const {
    DUMB_INIT_CHECK(index < size_);
    return values_[index];
  }
  constexpr const T* begin() const { return values_.data(); }
  constexpr const T* end() const { return values_.data() + size_; }

  friend constexpr bool operator==(const FixedList& left, const FixedList& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end());
  }

 private:
  std::array<T, Capacity> values_{};
  std::size_t size_ = 0;
};

}  // namespace dumb_init
