// Two things that happen to an init at the same moment, many times over.
#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/guest.h"

namespace dumb_init::race {

// Where the init runs, and how it reaps: "kernel" or "ours" from the start on, "first" as it comes,
// which is by the kernel from the first orphan on, or "told", by itself and with -v.
struct Way {
  testing::Place place = testing::Place::kPidOne;
  std::string_view reaping;
};

// A random delay that finds the instant by itself: who is too early too often comes later.
class Aim {
 public:
  Aim(unsigned seed, long centre, long spread) : random_(seed), centre_(centre), spread_(spread) {}

  // Microseconds.
  long Next() { return std::max(0L, centre_ + Below(2 * spread_) - spread_); }
  // Anything from 0 to `limit`.
  long Below(long limit) { return std::uniform_int_distribution<long>(0, limit)(random_); }
  void Saw(bool early) {
    const long step = std::max(spread_, centre_ / 2) / 8;
    centre_ = std::max(0L, centre_ + (early ? step : -step));
  }

 private:
  std::mt19937 random_;
  long centre_;
  long spread_;
};

struct Verdict {
  // Whether the side that has the delay was first; absent: who was cannot be told.
  std::optional<bool> early;
  // What must not be; empty: all was right.
  std::string wrong;
};

struct Race {
  std::string_view name;
  // The two sides; the first is the one that has the delay.
  std::string_view one;
  std::string_view other;
  Verdict (*run)(const Way& way, Aim& aim);
  long centre;
  long spread;
  std::vector<Way> ways;
};

// The races of the files beside this one.
extern const std::vector<Race> kCommandEnds;
extern const std::vector<Race> kGraceEnds;
extern const std::vector<Race> kFirstOrphans;
extern const std::vector<Race> kSendersAtOnce;

// The init with these options and a command that is made for races, signals to the command alone
// or to its group.
enum class To { kCommand, kGroup };
testing::Setup Stage(const Way& way, To to, std::vector<std::string> options,
                     const std::vector<std::string>& command);

void Spin(long microseconds);

// Processes that were left to us by an init that is gone: how many there were. None stays.
int TakeLeftBehind();

// "" or what is wrong with how the init ended.
std::string NotStatus(const testing::Outcome& outcome, int status);

bool Contains(std::string_view text, std::string_view part);
int Count(std::string_view text, std::string_view part);

constexpr Way kPidOneOurs{testing::Place::kPidOne, "ours"};
constexpr Way kPidOneKernel{testing::Place::kPidOne, "kernel"};
constexpr Way kPidOneFirst{testing::Place::kPidOne, "first"};
constexpr Way kPidOneTold{testing::Place::kPidOne, "told"};
constexpr Way kOrdinaryOurs{testing::Place::kOrdinary, "ours"};
constexpr Way kOrdinaryKernel{testing::Place::kOrdinary, "kernel"};
constexpr Way kOrdinaryFirst{testing::Place::kOrdinary, "first"};
constexpr Way kOrdinaryTold{testing::Place::kOrdinary, "told"};

}  // namespace dumb_init::race
