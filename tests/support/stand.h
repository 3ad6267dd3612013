// Where the init stands in a test, under which of its names, and what its signals reach.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/namespace_test.h"

namespace dumb_init::testing {

// The name that the init is called by and, with an option or without, whom its signals go to.
enum class Mode { kGroup, kSingleChild, kTini, kTiniGroup, kCatatonit, kCatatonitGroup };

constexpr Mode kEveryMode[] = {Mode::kGroup,     Mode::kSingleChild, Mode::kTini,
                               Mode::kTiniGroup, Mode::kCatatonit,   Mode::kCatatonitGroup};

struct ModeFacts {
  const char* name;
  // What the init is called, by others and by itself.
  const char* role;
  // Asks for the mode; empty: it is the default.
  const char* option;
  bool to_group;
};

inline const ModeFacts& FactsOf(Mode mode) {
  static constexpr ModeFacts kFacts[] = {
      {"Group", "dumb-init", "", true},      {"SingleChild", "dumb-init", "-c", false},
      {"Tini", "tini", "", false},           {"TiniGroup", "tini", "-g", true},
      {"Catatonit", "catatonit", "", false}, {"CatatonitGroup", "catatonit", "-g", true},
  };
  return kFacts[static_cast<int>(mode)];
}

// What messages in this mode begin with.
inline std::string Prefix(Mode mode) { return "[" + std::string(FactsOf(mode).role) + "] "; }

struct Stand {
  Place place = Place::kPidOne;
  Mode mode = Mode::kGroup;
};

inline std::string NameOf(Place place) { return place == Place::kPidOne ? "PidOne" : "Ordinary"; }
inline std::string NameOf(const Stand& stand) {
  return NameOf(stand.place) + FactsOf(stand.mode).name;
}

// Names the stand in place of its bytes.
inline void PrintTo(const Stand& stand, std::ostream* stream) { *stream << NameOf(stand); }

// Both places, in these modes.
inline auto StandsIn(std::span<const Mode> modes) {
  std::vector<Stand> stands;
  for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
    for (const Mode mode : modes) {
      stands.push_back({place, mode});
    }
  }
  return ::testing::ValuesIn(stands);
}

// Every mode, in this place.
inline auto StandsAt(Place place) {
  std::vector<Stand> stands;
  for (const Mode mode : kEveryMode) {
    stands.push_back({place, mode});
  }
  return ::testing::ValuesIn(stands);
}
inline auto EveryStand() { return StandsIn(kEveryMode); }
// Those whose role has the options of dumb-init.
inline auto DumbInitStands() { return StandsIn(std::span(kEveryMode).first<2>()); }

// The words that call the init there. It adopts orphans also where tini would not by itself.
inline std::vector<std::string> CallTo(const Stand& stand) {
  const ModeFacts& facts = FactsOf(stand.mode);
  const bool own_name = std::string(facts.role) == "dumb-init";
  std::vector<std::string> words{own_name ? Init() : InitAs(facts.role)};
  if (*facts.option != '\0') {
    words.push_back(facts.option);
  }
  if (stand.place == Place::kOrdinary && std::string(facts.role) == "tini") {
    words.push_back("-s");
  }
  return words;
}

// The init with `words` as its further arguments, standing there.
inline GuestSetup At(const Stand& stand, const std::vector<std::string>& words) {
  GuestSetup setup{CallTo(stand), stand.place};
  setup.words.insert(setup.words.end(), words.begin(), words.end());
  return setup;
}

// What makes the init tell of everything it does, whatever it is called.
inline const std::vector<std::string> kVerboseVariables{"DUMB_INIT_DEBUG=1", "TINI_VERBOSITY=3",
                                                        "CATATONIT_DEBUG="};

// A test that runs once for each stand it is instantiated with.
class StandTest : public NamespaceTest, public ::testing::WithParamInterface<Stand> {
 protected:
  static GuestSetup Here(const std::vector<std::string>& words) { return At(GetParam(), words); }
  static GuestSetup HereVerbose(const std::vector<std::string>& words) {
    GuestSetup setup = Here(words);
    setup.variables = kVerboseVariables;
    return setup;
  }
  // With these rewrites, separated by commas.
  static GuestSetup HereRewriting(const std::string& rewrites,
                                  const std::vector<std::string>& words) {
    GuestSetup setup = Here(words);
    setup.variables = {"DUMB_INIT_REWRITE=" + rewrites};
    return setup;
  }
  static Mode ModeHere() { return GetParam().mode; }
  static bool PidOne() { return GetParam().place == Place::kPidOne; }
  static bool ToGroup() { return FactsOf(ModeHere()).to_group; }
  // Of all modes only this one gives the command a session of its own, and only the next leaves it
  // in the init's process group.
  static bool OwnSession() { return ModeHere() == Mode::kGroup; }
  static bool OurGroup() { return ModeHere() == Mode::kSingleChild; }
};

inline std::string StandName(const ::testing::TestParamInfo<Stand>& test) {
  return NameOf(test.param);
}
inline std::string ModeName(const ::testing::TestParamInfo<Mode>& test) {
  return FactsOf(test.param).name;
}
inline std::string PlaceName(const ::testing::TestParamInfo<Place>& test) {
  return NameOf(test.param);
}

}  // namespace dumb_init::testing
