// Applies every event to every state, until nothing new appears.
#include "unit/core/explorer.h"

#include <cstdint>
#include <deque>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "support/printers.h"
#include "unit/core/laws.h"
#include "unit/core/reductions.h"
#include "unit/core/run_laws.h"

namespace dumb_init::core {
namespace {

// A state that was reached, and what happened on the way as far as laws ask.
struct Place {
  State state;
  History history;
  friend bool operator==(const Place&, const Place&) = default;
};

struct HashOfPlace {
  std::size_t operator()(const Place& place) const {
    std::uint64_t hash = 0;
    const auto add = [&](auto value) {
      hash = (hash ^ static_cast<std::uint64_t>(value)) * 0x9E3779B97F4A7C15U;
      hash ^= hash >> 29U;
    };
    const State& state = place.state;
    const auto* const killed = std::get_if<Killed>(&state.outcome.ending);
    add(state.older_than_command.bits());
    add(state.forwarded.bits());
    add(state.held.bits());
    add(static_cast<int>(state.phase) * 64 + static_cast<int>(state.groups) * 32 +
        static_cast<int>(state.reaping) * 16 + static_cast<int>(state.stop) * 4 +
        static_cast<int>(state.our_kill));
    add(killed != nullptr ? 256 + killed->signal.number
                          : int{std::get<Exited>(state.outcome.ending).code});
    add(static_cast<int>(state.outcome.cause) * 512 + static_cast<int>(state.outcome.grace) * 256 +
        state.outcome.status);
    add(place.history.timers.kinds * 4 + place.history.stop_requests);
    return static_cast<std::size_t>(hash);
  }
};

// The event that led to a place, from where. Breadth comes first, so this way is the shortest.
struct Arrival {
  const Place* from = nullptr;
  const Event* by = nullptr;
};

class Explorer {
 public:
  Explorer(const Config& config, const Subject* subject, Tally& tally)
      : config_(config), reducer_(config, subject, tally.configs), tally_(tally) {}

  std::string Run(const std::vector<Event>& events, const std::vector<State>& starts) {
    for (const State& start : starts) {
      Reach({start, {}}, {});
    }
    while (!frontier_.empty()) {
      const Place& before = *frontier_.front();
      frontier_.pop_front();
      for (const Event& event : events) {
        if (const std::string broken = Take(before, event); !broken.empty()) {
          return broken;
        }
      }
    }
    ++tally_.configs;
    tally_.states += reached_.size();
    return "";
  }

 private:
  std::string Take(const Place& before, const Event& event) {
    const Step step = Advance(config_, before.state, event);
    std::string_view broken = BrokenLaw(config_, before.state, event, step);
    if (broken.empty()) {
      broken = reducer_.Refuted(before.state, event, step);
    }
    if (broken.empty() && CanHappen(config_, before.history, event)) {
      ++tally_.transitions;
      History history = before.history;
      broken = Remember(config_, event, step, history);
      Reach({WhatMatters(step.next), history}, {&before, &event});
    }
    if (broken.empty()) {
      return "";
    }
    std::ostringstream all;
    all << "broken: " << broken << "\n"
        << WayTo(before) << " -> " << event << " gave " << step.actions << " and " << step.next;
    return all.str();
  }

  void Reach(const Place& place, const Arrival& arrival) {
    const auto [reached, is_new] = reached_.emplace(place, arrival);
    if (is_new) {
      frontier_.push_back(&reached->first);
    }
  }

  std::string WayTo(const Place& place) const {
    const Arrival& arrival = reached_.at(place);
    std::ostringstream way;
    if (arrival.from == nullptr) {
      way << "start with older " << place.state.older_than_command << ", forwarded "
          << place.state.forwarded;
    } else {
      way << WayTo(*arrival.from) << " -> " << *arrival.by;
    }
    return way.str();
  }

  const Config& config_;
  Reducer reducer_;
  Tally& tally_;
  std::unordered_map<Place, Arrival, HashOfPlace> reached_;
  std::deque<const Place*> frontier_;
};

}  // namespace

std::string Explore(const Config& config, const std::vector<Event>& events,
                    const std::vector<State>& starts, const Subject* subject, Tally& tally) {
  return Explorer(config, subject, tally).Run(events, starts);
}

}  // namespace dumb_init::core
