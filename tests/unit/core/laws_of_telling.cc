// Notes and reports.
#include "unit/core/laws.h"

namespace dumb_init::core {
namespace {

using Seen = const Observed&;

bool IsFiled(Seen seen) { return seen.config.report_file == Config::ReportFile::kWanted; }
bool ReportsNow(Seen seen) { return seen.leaves && !seen.ends_pause; }

bool NotesAreOfUse(Seen seen) {
  const bool of_use =
      seen.config.grace ? seen.MayBeTold() : IsFiled(seen) || seen.IsToBeSaid(seen.DueOutcome());
  return seen.Exactly<NoteCommand>(seen.command_ended != nullptr && of_use);
}

bool NotesAreTakenInTime(Seen seen) {
  return seen.InOrder<NoteCommand, TellRest>() && seen.InOrder<NoteCommand, Forward>() &&
         seen.InOrder<NoteCommand, Reap>();
}

bool NotesWhoIsKilled(Seen seen) {
  return seen.Exactly<NoteKilled>(seen.kills_rest && seen.MayBeTold()) &&
         seen.InOrder<NoteKilled, KillRest>();
}

bool SaysWhatIsDue(Seen seen) {
  const bool due = ReportsNow(seen) && seen.IsToBeSaid(seen.DueOutcome());
  return seen.Exactly<SayReport>(due) &&
         (!due || seen.The<SayReport>().outcome == seen.DueOutcome());
}

bool FilesWhatIsDue(Seen seen) {
  const bool due = ReportsNow(seen) && IsFiled(seen);
  return seen.Exactly<FileReport>(due) &&
         (!due || seen.The<FileReport>().outcome == seen.DueOutcome());
}

bool ReportsWhenAllIsKnown(Seen seen) {
  return seen.InOrder<Reap, SayReport>() && seen.InOrder<Reap, FileReport>() &&
         seen.InOrder<ReportLeftovers, SayReport>() && seen.InOrder<SayReport, FileReport>();
}

constexpr Law kLaws[] = {
    {"notes on the command are taken where they are of use",
     "Where a report comes for sure, or with a grace may come; nobody else pays for them.",
     NotesAreOfUse},
    {"notes are taken while all are still there",
     "Before the rest or the group is told and before the command is reaped.", NotesAreTakenInTime},
    {"who is killed is noted first", "Where somebody may hear of it.", NotesWhoIsKilled},
    {"a report is said where it is due",
     "An end by a signal that nobody asked for, or a time that was over; each with -v, none with "
     "-q; once, and as it was.",
     SaysWhatIsDue},
    {"a report is filed where one is wanted", "Of every end; once, and as it was.", FilesWhatIsDue},
    {"reports come when all is known", "After the command is reaped, the message before the file.",
     ReportsWhenAllIsKnown},
};

}  // namespace

std::span<const Law> LawsOfTelling() { return kLaws; }

}  // namespace dumb_init::core
