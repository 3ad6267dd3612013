// Result<T, E>: a value, or the reason there is none.
#pragma once

#include <utility>
#include <variant>

#include "base/check.h"

namespace dumb_init {

// What a call returns that can fail but has nothing to give back.
struct Done {
  friend constexpr bool operator==(const Done&, const Done&) = default;
};

// A value, or the reason there is none. Asking for the one that is not there is a bug of ours.
template <typename T, typename E>
class [[nodiscard]] Result {
 public:
  constexpr Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT
  constexpr Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  constexpr bool ok() const { return state_.index() == 0; }

  constexpr const T& value() const {
    DUMB_INIT_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  constexpr const E& error() const {
    DUMB_INIT_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, E> state_;
};

// The only way to drop a result; `why_harmless` is for the reader.
template <typename T, typename E>
constexpr void Tolerate(const Result<T, E>&, const char* why_harmless) {
  static_cast<void>(why_harmless);
}

}  // namespace dumb_init
