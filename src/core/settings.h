// What the user asked for, in the terms of the policy.
#pragma once

#include "core/rewrite.h"
#include "core/signal.h"

namespace dumb_init::core {

// Whom a forwarded signal goes to.
enum class Scope { kCommand, kGroup };

// What the command leads: a session of its own (setsid(2)), or nothing: it stays in our own process
// group.
enum class Leads { kSession, kNothing };

// How much we say about what we do.
enum class Verbosity { kSilent, kVerbose };

// Whether we say why the command died when nobody asked for it.
enum class DeathReport { kWhenUnasked, kNever };

// Everything the options and variables can ask for; the defaults are dumb-init's.
struct Settings {
  Scope scope = Scope::kGroup;
  Leads leads = Leads::kSession;
  Verbosity verbosity = Verbosity::kSilent;
  DeathReport death_report = DeathReport::kWhenUnasked;
  Rewrites rewrites;
  // Sent to us when our parent ends (PR_SET_PDEATHSIG(2const)); kNoSignal: nothing is.
  Signal parent_death_signal = kNoSignal;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace dumb_init::core
