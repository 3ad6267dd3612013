// Exhaustive dispatch over a variant: one handler per alternative, or it does not compile.
#pragma once

#include <utility>
#include <variant>

namespace dumb_init {

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

// Calls the handler for what `variant` holds and returns its answer. A new alternative does not
// compile until every Match has answered it.
template <typename Variant, typename... Handlers>
constexpr decltype(auto) Match(Variant&& variant, Handlers&&... handlers) {
  return std::visit(Overloaded<std::decay_t<Handlers>...>{std::forward<Handlers>(handlers)...},
                    std::forward<Variant>(variant));
}

}  // namespace dumb_init
