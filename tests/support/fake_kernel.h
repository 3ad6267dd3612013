// A kernel for the tests of app/: it stands in for sys/ at the linker, answers as it was told to,
// and keeps a transcript of what it was asked to do.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/duration.h"
#include "core/events.h"
#include "core/process.h"
#include "core/signal.h"
#include "core/timers.h"
#include "sys/cgroup.h"
#include "sys/process.h"
#include "sys/signals.h"
#include "sys/spawn.h"

namespace dumb_init::testing {

// The command is stopped.
struct Stopped {
  core::Signal signal;
};
// So much time has passed.
struct Later {
  int milliseconds;
};
// A signal that comes in, or a child that ends or stops, which brings its SIGCHLD along; that of a
// stop comes only where stops are watched.
using Happening = std::variant<sys::Arrival, sys::Ended, Stopped, Later>;
// What happens at the same time. Where nothing does, the sleep lasts as long as it was to.
using Moment = std::vector<Happening>;
using Transcript = std::vector<std::string>;
// The name of a function of sys/, and the errno it fails with.
using Failures = std::map<std::string, int>;

class FakeKernel {
 public:
  // What the calls answer.
  core::Pid self{90};
  std::deque<core::Pid> parents{{50}};  // One a look; the last one stays.
  core::Pid child{2};
  bool terminal = false;
  bool controlling_terminal = false;
  bool subreaper = false;
  core::Pid our_group{90};
  bool child_shares_our_group = false;
  core::SignalSet pending_at_start;
  std::optional<sys::StartFailure> start_failure;
  int interrupted_sleeps = 0;
  core::Moment now = 1000;
  std::deque<core::Rest> rests{core::Rest::kNobody};  // One a look; the last one stays.
  std::map<int, std::string> names;                   // By pid.
  std::map<int, int> groups;                          // By pid.
  std::map<int, core::Moment> ages;                   // By pid.
  std::deque<std::vector<std::string>> crowds;        // One a look; empty: they cannot be seen.
  std::map<sys::Figure, std::uint64_t> figures;
  bool kernel_can_reap = false;
  bool kernel_reaps = false;
  std::optional<core::Ending> gone;  // How the command ended that the kernel reaped.
  Failures fails_with;
  Failures fails_once;

  // What happens: each sleep of the init lasts until the next moment.
  std::deque<Moment> moments;
  // Called after each entry of the transcript.
  std::function<void(FakeKernel&, const std::string& act)> after_act = [](FakeKernel&,
                                                                          const std::string&) {};

  // What was seen: every act, every message, and how often it was looked for ended children.
  Transcript transcript;
  Transcript messages;
  std::map<std::string, std::string> files;
  int peeks = 0;

  // Lets this happen now.
  void Happen(const Happening& happening);

  // For the calls of sys/.
  std::optional<sys::SysError> Failure(const std::string& function, const char* call);
  void Act(const std::string& act);
  core::Pid NextParent();
  std::optional<sys::Arrival> TakeSignal();
  bool HasSignal() const { return !waiting_.empty(); }
  void SleepUntilNextMoment();
  void SleepAtMost(core::Duration patience);
  core::Rest NextRest();
  std::optional<sys::Ended> FirstEnded() const;
  bool Collect(core::Pid pid);
  std::optional<core::Signal> TakeStop();
  void WatchStops() { watches_stops_ = true; }

 private:
  std::vector<sys::Arrival> waiting_;
  std::vector<sys::Ended> ended_;
  std::optional<core::Signal> stop_;
  bool watches_stops_ = false;
  int endless_sleeps_ = 0;
};

// The one kernel there is; a fixture makes it new for each test.
FakeKernel& Kernel();

// Happenings, briefly.
Happening Arrives(int signal, int sender = 40);
Happening ArrivesFromKernel(int signal);
Happening ArrivesWithValue(int signal, const core::Payload& payload);
Happening Exits(int pid, int code);
Happening Stops(int signal);
Happening Dies(int pid, int signal, core::CoreDump core = core::CoreDump::kNone);

}  // namespace dumb_init::testing
