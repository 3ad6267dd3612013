// What the user asked for, in the terms of the policy.
#pragma once

#include <optional>
#include <string_view>

#include "core/delays.h"
#include "core/duration.h"
#include "core/ok_exit.h"
#include "core/rewrite.h"
#include "core/signal.h"

namespace dumb_init::core {

// Whom a forwarded signal goes to: the command, its process group, or every process of the
// container: all in our PID namespace if we are PID 1, else all our descendants.
enum class Scope { kCommand, kGroup, kAll };

// What the command leads: a session of its own (setsid(2)); a process group of its own within our
// session, in the foreground where ours was (setpgid(2), tcsetpgrp(3)); or nothing: it stays in our
// own process group.
enum class Leads { kSession, kGroup, kNothing };

// Whether the command's group is told TERM when the command has ended.
enum class Farewell { kTerm, kNone };

// Whether we make the orphans below us our children where we are not PID 1.
enum class Orphans { kAdopt, kLeave };

// How much we say about what we do.
enum class Verbosity { kSilent, kWarnings, kVerbose };

// When we say how the command ended: where nobody asked for it or a time was over, only if
// --verbose says so at every ending, or not even then.
enum class DeathReport { kWhenUnasked, kWhenVerbose, kNever };

// What a report is written as: a sentence, or one object of JSON.
enum class ReportFormat { kText, kJson };

// Whether we tell of each process reaped that is not the command.
enum class ReapReport { kEach, kNever };

// Everything the options and variables can ask for; the defaults are dumb-init's.
struct Settings {
  Scope scope = Scope::kGroup;
  Leads leads = Leads::kSession;
  Farewell farewell = Farewell::kTerm;
  Orphans orphans = Orphans::kAdopt;
  Verbosity verbosity = Verbosity::kWarnings;
  DeathReport death_report = DeathReport::kWhenUnasked;
  ReapReport reap_report = ReapReport::kNever;
  Rewrites rewrites;
  Delays delays;
  // How long whoever is left when the command has ended may take to end; absent: nobody waits.
  std::optional<Duration> grace;
  // How long the command may take to end after a stop request; absent: as long as it likes.
  std::optional<Duration> kill_after;
  // A stop request besides TERM and INT; kNoSignal: there is no other.
  Signal stop_signal = kNoSignal;
  OkExits ok_exits;
  // Where every ending is reported, too; empty: nowhere.
  std::string_view report_file;
  ReportFormat report_format = ReportFormat::kText;
  // Sent to us when our parent ends (PR_SET_PDEATHSIG(2const)); kNoSignal: nothing is.
  Signal parent_death_signal = kNoSignal;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace dumb_init::core
