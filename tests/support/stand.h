// Where the init stands in a test, and what its signals reach.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/namespace_test.h"

namespace dumb_init::testing {

// The whole process group of the command, or the command alone (-c).
enum class Mode { kGroup, kSingleChild };

struct Stand {
  Place place = Place::kPidOne;
  Mode mode = Mode::kGroup;
};

inline std::string NameOf(const Stand& stand) {
  return std::string(stand.place == Place::kPidOne ? "PidOne" : "Ordinary") +
         (stand.mode == Mode::kGroup ? "Group" : "SingleChild");
}

// Names the stand in place of its bytes.
inline void PrintTo(const Stand& stand, std::ostream* stream) { *stream << NameOf(stand); }

inline auto EveryStand() {
  return ::testing::Values(
      Stand{Place::kPidOne, Mode::kGroup}, Stand{Place::kPidOne, Mode::kSingleChild},
      Stand{Place::kOrdinary, Mode::kGroup}, Stand{Place::kOrdinary, Mode::kSingleChild});
}

// The init with `words` as its further arguments, standing there.
inline GuestSetup At(const Stand& stand, const std::vector<std::string>& words) {
  GuestSetup setup{{Init()}, stand.place};
  if (stand.mode == Mode::kSingleChild) {
    setup.words.push_back("-c");
  }
  setup.words.insert(setup.words.end(), words.begin(), words.end());
  return setup;
}

// A test that runs once for each stand it is instantiated with.
class StandTest : public NamespaceTest, public ::testing::WithParamInterface<Stand> {
 protected:
  static GuestSetup Here(const std::vector<std::string>& words) { return At(GetParam(), words); }
  static bool SingleChild() { return GetParam().mode == Mode::kSingleChild; }
  static bool PidOne() { return GetParam().place == Place::kPidOne; }
};

inline std::string StandName(const ::testing::TestParamInfo<Stand>& test) {
  return NameOf(test.param);
}

}  // namespace dumb_init::testing
