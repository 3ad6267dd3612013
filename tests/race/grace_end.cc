// The two ways a time can be over: by itself, or because what it was given for has happened. And
// the third: by a second stop request.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include "race/race.h"

namespace dumb_init::race {
namespace {

using testing::Guest;

constexpr const char* kTime = "5ms";
constexpr long kTimeUs = 5000;
constexpr int kStatus = 7;
constexpr int kKilled = 128 + SIGKILL;

// The init's own account of the end, in a file.
class ReportFile {
 public:
  ReportFile() { std::filesystem::remove(path_); }
  ReportFile(const ReportFile&) = delete;
  ReportFile& operator=(const ReportFile&) = delete;
  ~ReportFile() { std::filesystem::remove(path_); }

  std::vector<std::string> With(const char* option) const {
    return {option, kTime, "--report", path_, "--report-format", "json"};
  }
  std::string Text() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string path_ =
      std::filesystem::temp_directory_path() / ("dumb-init-race-" + std::to_string(::getpid()));
};

// What must hold whoever was first. `killed` is whether a KILL may have been sent.
std::string Wrong(const Way& way, Guest& guest, const std::string& report, int status,
                  bool killed) {
  std::string wrong = NotStatus(guest.Wait(), status);
  const int left = TakeLeftBehind();
  if (wrong.empty() && left != 0) {
    wrong = std::to_string(left) + " were left";
  }
  if (wrong.empty() && !Contains(report, "\"status\":" + std::to_string(status) + ",")) {
    wrong = "the report has another status: " + report;
  }
  if (wrong.empty() && way.reaping == "told" && Contains(report, "\"told\"")) {
    const int kills = Count(guest.ReadErrors(), "killing everybody");
    wrong = kills == (killed ? 1 : 0) ? "" : "killed " + std::to_string(kills) + " times";
  }
  return wrong;
}

Verdict LastOrphan(const Way& way, Aim& aim) {
  const ReportFile file;
  Guest guest(
      Stage(way, To::kCommand, file.With("--grace"), {"parts", std::to_string(aim.Next())}));
  guest.ReadUntil("ready");
  guest.Wait();
  const std::string report = file.Text();
  const bool over = Contains(report, "\"grace_over\":true");
  const bool done = Contains(guest.ReadOutput(), "done");
  std::string wrong = Wrong(way, guest, report, kStatus, over);
  if (wrong.empty() && !over && !done) {
    wrong = "the orphan got no time: " + report;
  }
  if (wrong.empty() && !over && Contains(report, "\"killed\":{\"count\":1")) {
    wrong = "killed in its time: " + report;
  }
  return {!over, wrong};
}

Verdict SecondRequestInGrace(const Way& way, Aim& aim) {
  const ReportFile file;
  Guest guest(Stage(way, To::kCommand, file.With("--grace"), {"stubborn"}));
  guest.ReadUntil("ready");
  guest.Send(SIGTERM);
  Spin(aim.Next());
  guest.Send(SIGTERM);
  guest.Wait();
  const std::string report = file.Text();
  std::string wrong = Wrong(way, guest, report, kStatus, true);
  if (wrong.empty() && !Contains(report, "\"killed\":{\"count\":1")) {
    wrong = "the orphan was not killed: " + report;
  }
  return {!Contains(report, "\"grace_over\":true"), wrong};
}

Verdict SecondRequestWhileRunning(const Way& way, Aim& aim) {
  const ReportFile file;
  Guest guest(Stage(way, To::kCommand, file.With("--kill-after"), {"second"}));
  guest.ReadUntil("ready");
  guest.Send(SIGTERM);
  Spin(aim.Next());
  guest.Send(SIGTERM);
  const bool own = guest.Wait().code == kStatus;
  const std::string report = file.Text();
  std::string wrong = Wrong(way, guest, report, own ? kStatus : kKilled, !own);
  if (wrong.empty() && own != !Contains(report, "\"sent\":\"time_over\"")) {
    wrong = "status and report tell different stories: " + report;
  }
  if (wrong.empty() && own && !Contains(guest.ReadOutput(), "done")) {
    wrong = "ended before it was asked again";
  }
  return {own, wrong};
}

}  // namespace

const std::vector<Race> kGraceEnds = {
    {"grace",
     "last orphan's end",
     "the end of --grace",
     LastOrphan,
     kTimeUs,
     600,
     {kPidOneOurs, kPidOneKernel, kPidOneTold, kOrdinaryOurs, kOrdinaryKernel, kOrdinaryTold}},
    {"grace-twice",
     "second TERM",
     "the end of --grace",
     SecondRequestInGrace,
     kTimeUs,
     600,
     {kPidOneOurs, kPidOneKernel, kPidOneTold, kOrdinaryOurs, kOrdinaryKernel, kOrdinaryTold}},
    {"kill-after",
     "second TERM",
     "--kill-after",
     SecondRequestWhileRunning,
     kTimeUs,
     600,
     {kPidOneOurs, kPidOneKernel, kOrdinaryOurs, kOrdinaryKernel}},
};

}  // namespace dumb_init::race
