// Every configuration that the options can express, as far as it changes the policy.
//
// The whole product of all options is too large to be walked through, and need not be: what is done
// about a signal and what is done about an end have hardly a setting in common. So there are two
// halves. The routing half is the product of what signals, stops and times depend on, the ending
// half that of what ends and reports depend on; reductions.h checks at every step of each half that
// it does not depend on the settings of the other.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/machine.h"

namespace dumb_init::core {

// Whom signals go to, what the command leads and who hears its end: all that the options of the
// three roles can make of it. tests/unit/cli/dimensions_test.cc compares this with the option
// tables themselves.
struct Standing {
  std::string_view words;
  Scope scope;
  Leads leads;
  Farewell farewell;
};
inline constexpr Standing kStandings[] = {
    {"dumb-init", Scope::kGroup, Leads::kSession, Farewell::kTerm},
    {"dumb-init --scope child", Scope::kCommand, Leads::kSession, Farewell::kTerm},
    {"dumb-init --scope all", Scope::kAll, Leads::kSession, Farewell::kTerm},
    {"dumb-init -c", Scope::kCommand, Leads::kNothing, Farewell::kTerm},
    {"dumb-init -c --scope all", Scope::kAll, Leads::kNothing, Farewell::kTerm},
    {"tini", Scope::kCommand, Leads::kGroup, Farewell::kNone},
    {"tini -g", Scope::kGroup, Leads::kGroup, Farewell::kNone},
    {"DUMB_INIT_SCOPE=all tini", Scope::kAll, Leads::kGroup, Farewell::kNone},
};

// Configurations come as shares, to be explored beside each other. Of the settings of a share only
// one in `stride` is taken, from another start in each share; of these every standing in every
// place.

// A signal of each kind that the policy tells apart, besides TERM and CONT. The other signals of a
// kind are exchanged for it at every step; see reductions.h.
struct Subject {
  std::string_view name;
  int signal;
  std::vector<int> alike;
};
const std::vector<Subject>& Subjects();

// A share of the routing half: what TERM, CONT and the subject are rewritten to, each; whether all
// three are delayed; limits of time; and every standing in every place.
struct RoutingShare {
  Subject subject;
  bool grace;
  enum class KillAfter { kNone, kPlain, kOfSubject } kill_after;
};
std::vector<Config> RoutingConfigs(const RoutingShare& share, std::size_t stride);

// A share of the ending half: every way to be told, every set of statuses that count as success,
// every standing in every place, with a command and without one; limits of time, and what is made
// of TERM.
struct EndingShare {
  std::string_view name;
  int term_becomes;
  bool grace;
};
const std::vector<EndingShare>& EndingShares();
std::vector<Config> EndingConfigs(const EndingShare& share, std::size_t stride);

}  // namespace dumb_init::core
