// A kernel for the tests of app/: it stands in for sys/ at the linker, answers as it was told to,
// and keeps a transcript of what it was asked to do.
#include "support/fake_kernel.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/kernel_reaping.h"
#include "sys/kinship.h"
#include "sys/output.h"
#include "sys/rest.h"
#include "sys/terminal.h"

namespace dumb_init::testing {

void FakeKernel::Happen(const Happening& happening) {
  if (const auto* const ended = std::get_if<sys::Ended>(&happening)) {
    if (kernel_reaps) {
      gone = ended->pid == child ? std::optional(ended->ending) : gone;
      return;
    }
    ended_.push_back(*ended);
    Happen(sys::Arrival{{SIGCHLD}, sys::Arrival::Source::kProcess, ended->pid});
    return;
  }
  if (const auto* const later = std::get_if<Later>(&happening)) {
    now += later->milliseconds;
    return;
  }
  if (const auto* const stopped = std::get_if<Stopped>(&happening)) {
    stop_ = stopped->signal;
    if (watches_stops_) {
      Happen(sys::Arrival{{SIGCHLD}, sys::Arrival::Source::kProcess, child});
    }
    return;
  }
  // Only real-time signals queue up; another one of the rest changes nothing (signal(7)).
  const auto& arrival = std::get<sys::Arrival>(happening);
  const bool merges = arrival.signal.number < 32 &&
                      std::any_of(waiting_.begin(), waiting_.end(), [&](const sys::Arrival& other) {
                        return other.signal == arrival.signal;
                      });
  if (!merges) {
    waiting_.push_back(arrival);
  }
}

std::optional<sys::SysError> FakeKernel::Failure(const std::string& function, const char* call) {
  if (const auto once = fails_once.extract(function)) {
    return sys::SysError{call, once.mapped()};
  }
  const auto always = fails_with.find(function);
  if (always == fails_with.end()) {
    return std::nullopt;
  }
  return sys::SysError{call, always->second};
}

void FakeKernel::Act(const std::string& act) {
  transcript.push_back(act);
  after_act(*this, act);
}

core::Pid FakeKernel::NextParent() {
  const core::Pid parent = parents.front();
  if (parents.size() > 1) {
    parents.pop_front();
  }
  return parent;
}

// The lowest number first, and of that the oldest (signal(7)).
std::optional<sys::Arrival> FakeKernel::TakeSignal() {
  if (waiting_.empty()) {
    return std::nullopt;
  }
  const auto first = std::min_element(waiting_.begin(), waiting_.end(),
                                      [](const sys::Arrival& left, const sys::Arrival& right) {
                                        return left.signal < right.signal;
                                      });
  const sys::Arrival arrival = *first;
  waiting_.erase(first);
  return arrival;
}

// A sleep that nothing would ever end is a bug of the code under test; ending the command lets the
// test come to its end and fail.
void FakeKernel::SleepUntilNextMoment() {
  if (moments.empty()) {
    ADD_FAILURE() << "the init sleeps for ever";
    if (++endless_sleeps_ > 3) {
      std::abort();
    }
    moments.push_back({Exits(child.number, 99)});
  }
  const Moment moment = moments.front();
  moments.pop_front();
  for (const Happening& happening : moment) {
    Happen(happening);
  }
}

void FakeKernel::SleepAtMost(core::Duration patience) {
  if (moments.empty()) {
    now += patience.milliseconds;
    return;
  }
  if (moments.front().empty()) {
    now += patience.milliseconds;
  }
  SleepUntilNextMoment();
}

core::Rest FakeKernel::NextRest() {
  const core::Rest rest = rests.front();
  if (rests.size() > 1) {
    rests.pop_front();
  }
  return rest;
}

std::optional<sys::Ended> FakeKernel::FirstEnded() const {
  return ended_.empty() ? std::nullopt : std::optional(ended_.front());
}

bool FakeKernel::Collect(core::Pid pid) {
  return std::erase_if(ended_, [&](const sys::Ended& ended) { return ended.pid == pid; }) > 0;
}

std::optional<core::Signal> FakeKernel::TakeStop() { return std::exchange(stop_, std::nullopt); }

FakeKernel& Kernel() {
  static FakeKernel kernel;
  return kernel;
}

Happening Arrives(int signal, int sender) {
  return sys::Arrival{{signal}, sys::Arrival::Source::kProcess, {sender}};
}

Happening ArrivesFromKernel(int signal) {
  return sys::Arrival{{signal}, sys::Arrival::Source::kKernel, {}};
}

Happening ArrivesWithValue(int signal, const core::Payload& payload) {
  return sys::Arrival{{signal}, sys::Arrival::Source::kQueued, {}, payload};
}

Happening Exits(int pid, int code) {
  return sys::Ended{{pid}, core::Exited{static_cast<core::ShellCode>(code)}};
}

Happening Stops(int signal) { return Stopped{{signal}}; }

Happening Dies(int pid, int signal, core::CoreDump core) {
  return sys::Ended{{pid}, core::Killed{{signal}, core}};
}

}  // namespace dumb_init::testing

// From here on: sys/ as app/ sees it.
namespace dumb_init::sys {
namespace {

using testing::Kernel;

Result<Done> Answer(const char* function, const char* call) {
  const auto failure = Kernel().Failure(function, call);
  return failure ? Result<Done>(*failure) : Result<Done>(Done{});
}

std::string Text(int number) { return std::to_string(number); }

}  // namespace

void TrimMemory() {}

core::Pid Self() { return Kernel().self; }

core::Pid Parent() {
  Kernel().Act("look at the parent");
  return Kernel().NextParent();
}

core::Pid OurGroup() { return Kernel().our_group; }

std::optional<core::Signal> TakeStop(core::Pid pid) {
  EXPECT_EQ(pid, Kernel().child);
  return Kernel().TakeStop();
}

core::Name NameOf(core::Pid pid) {
  core::Name name;
  if (Kernel().names.contains(pid.number)) {
    Kernel().Act("ask " + Text(pid.number) + " for its name");
    name.size = Kernel().names[pid.number].copy(name.bytes.data(), name.bytes.size());
  }
  return name;
}

std::optional<Kinship> KinshipOf(core::Pid pid) {
  const auto found = Kernel().groups.find(pid.number);
  return found == Kernel().groups.end()
             ? std::nullopt
             : std::optional(Kinship{Kernel().self, {found->second}, false});
}

std::optional<core::Moment> AgeOf(core::Pid pid) {
  if (!Kernel().ages.contains(pid.number)) {
    return std::nullopt;
  }
  Kernel().Act("ask how old " + Text(pid.number) + " is");
  return Kernel().ages[pid.number];
}

std::optional<core::Crowd> NamesOfRest(core::Pid) {
  if (Kernel().crowds.empty()) {
    return std::nullopt;
  }
  Kernel().Act("ask for the names of the rest");
  core::Crowd crowd;
  for (const std::string& text : Kernel().crowds.front()) {
    core::Name name;
    name.size = text.copy(name.bytes.data(), name.bytes.size());
    crowd.Add(name);
  }
  Kernel().crowds.pop_front();
  return crowd;
}

std::optional<std::uint64_t> ReadFigure(Figure figure) {
  const auto found = Kernel().figures.find(figure);
  return found == Kernel().figures.end() ? std::nullopt : std::optional(found->second);
}

Result<Done> WriteWholeFile(const char* path, std::string_view text) {
  if (const auto failure = Kernel().Failure("WriteWholeFile", path)) {
    return *failure;
  }
  Kernel().files[path] = text;
  return Done{};
}

bool SharesOurGroup(core::Pid) { return Kernel().child_shares_our_group; }

bool IsSubreaper() { return Kernel().subreaper; }

Result<Done> BecomeSubreaper() {
  Kernel().Act("become subreaper");
  return Answer("BecomeSubreaper", "prctl(PR_SET_CHILD_SUBREAPER)");
}

Result<Done> SetParentDeathSignal(core::Signal signal) {
  Kernel().Act("parent death signal " + Text(signal.number));
  return Answer("SetParentDeathSignal", "prctl(PR_SET_PDEATHSIG)");
}

Result<std::optional<Ended>> Peek() {
  ++Kernel().peeks;
  if (const auto failure = Kernel().Failure("Peek", "waitid")) {
    return *failure;
  }
  return Kernel().FirstEnded();
}

Result<Done> Reap(core::Pid pid) {
  Kernel().Act("reap " + Text(pid.number));
  if (const auto failure = Kernel().Failure("Reap", "waitid")) {
    return *failure;
  }
  Kernel().Collect(pid);
  return Done{};
}

void Pause(int duration_ms) {
  Kernel().Act("pause " + Text(duration_ms));
  if (!Kernel().gone && (!Kernel().moments.empty() || !Kernel().FirstEnded())) {
    Kernel().SleepUntilNextMoment();
  }
}

void WatchStops() {
  Kernel().Act("watch stops");
  Kernel().WatchStops();
}

core::SignalSet PendingSignals() {
  Kernel().Act("look at pending signals");
  return Kernel().pending_at_start;
}

core::Moment Now() { return Kernel().now; }

core::Moment SinceBoot() { return Kernel().now; }

core::Rest WhoIsLeft(core::Pid) {
  Kernel().Act("look who is left");
  return Kernel().NextRest();
}

Result<Done> SignalDescendants(core::Signal signal) {
  Kernel().Act("signal all descendants " + Text(signal.number));
  return Answer("SignalDescendants", "/proc");
}

Result<Done> EndDescendants() {
  Kernel().Act("end all descendants");
  return Answer("EndDescendants", "/proc");
}

Result<Done> KillDescendants() {
  Kernel().Act("kill all descendants");
  return Answer("KillDescendants", "/proc");
}

Result<std::optional<Arrival>> NextSignal(std::optional<core::Duration> patience) {
  if (const auto failure = Kernel().Failure("NextSignal", "rt_sigtimedwait")) {
    return *failure;
  }
  const bool look = patience && patience->milliseconds == 0;
  if (!Kernel().HasSignal() && !look) {
    if (Kernel().interrupted_sleeps > 0) {
      --Kernel().interrupted_sleeps;
      return std::optional<Arrival>();
    }
    if (patience) {
      Kernel().SleepAtMost(*patience);
    } else {
      Kernel().SleepUntilNextMoment();
    }
  }
  return Kernel().TakeSignal();
}

Result<Done> Kill(Target target, core::Signal signal) {
  const std::string whom = target.kind == Target::Kind::kEverybody ? "everybody"
                           : target.kind == Target::Kind::kGroup   ? "-" + Text(target.pid.number)
                                                                   : Text(target.pid.number);
  Kernel().Act("kill " + whom + " " + Text(signal.number));
  return Answer("Kill", "kill");
}

Result<Done> Queue(core::Pid pid, core::Signal signal, const core::Payload& payload) {
  Kernel().Act("queue " + Text(pid.number) + " " + Text(signal.number) + " value " +
               std::to_string(payload.value) + " from " + Text(payload.sender_pid) + " uid " +
               std::to_string(payload.sender_uid));
  return Answer("Queue", "rt_sigqueueinfo");
}

Result<Done> StopGroup(core::Pid group, core::Signal signal) {
  Kernel().Act("stop group " + Text(group.number) + " with " + Text(signal.number));
  return Answer("StopGroup", "kill");
}

Result<Done> StopSelf() {
  Kernel().Act("stop self");
  return Answer("StopSelf", "kill");
}

void CloseInputAndOutput() { Kernel().Act("close input and output"); }

void CloseFrom(int first) { Kernel().Act("close from " + Text(first)); }

Result<Done> LeaveWorkingDirectory() {
  Kernel().Act("leave the working directory");
  return Answer("LeaveWorkingDirectory", "chdir");
}

bool StandardInputIsTerminal() { return Kernel().terminal; }

bool HasControllingTerminal() {
  Kernel().Act("look for a controlling terminal");
  return Kernel().controlling_terminal;
}

void PassForeground(core::Pid from, core::Pid to) {
  Kernel().Act("pass the foreground from " + Text(from.number) + " to " + Text(to.number));
}

Result<Done> GiveUpTerminal() {
  Kernel().Act("give up the terminal");
  return Answer("GiveUpTerminal", "ioctl(TIOCNOTTY)");
}

core::ShellCode StatusOf(const StartFailure& failure) {
  if (failure.step != StartFailure::Step::kExecute) {
    return core::kCannotStart;
  }
  return failure.error == ENOENT ? core::kNotFound : core::kCannotExecute;
}

dumb_init::Result<core::Pid, StartFailure> Spawn(const Command& command, core::Leads leads,
                                                 const InheritedSignals&, core::Pid) {
  const std::string_view place = leads == core::Leads::kSession ? " in its own session"
                                 : leads == core::Leads::kGroup ? " in its own group"
                                                                : "";
  Kernel().Act("spawn " + std::string(command.words[0]) + std::string(place));
  if (Kernel().start_failure) {
    return *Kernel().start_failure;
  }
  return Kernel().child;
}

Result<Done> WriteMessage(std::string_view message, Stake) {
  const auto result = Answer("WriteMessage", "write");
  if (result.ok()) {
    Kernel().messages.emplace_back(message);
  }
  return result;
}

std::string_view ErrorText(int error) { return std::strerror(error); }

bool IgnoreChildren() {
  Kernel().Act("ignore children");
  return true;
}

void KernelReaping::Prepare(core::Pid ended, core::Pid) {
  if (Kernel().kernel_can_reap) {
    Kernel().Act("prepare after " + Text(ended.number));
  }
}

void KernelReaping::Start() {
  if (Kernel().kernel_can_reap) {
    Kernel().Act("let the kernel reap");
    Kernel().kernel_reaps = true;
    on_ = true;
    command_ = 3;
  }
}

void KernelReaping::Stop() {
  if (on_) {
    Kernel().Act("reap again");
    Kernel().kernel_reaps = false;
    on_ = false;
  }
}

Result<Done> KernelReaping::Wait(std::optional<core::Duration> patience) {
  const auto answer = Answer("Wait", "poll");
  if (answer.ok() && !Kernel().HasSignal() && !Kernel().gone) {
    if (patience) {
      Kernel().SleepAtMost(*patience);
    } else {
      Kernel().SleepUntilNextMoment();
    }
  }
  if (Kernel().gone && gone_ == Gone::kNot) {
    gone_ = Gone::kSeen;
  }
  return answer;
}

Result<std::optional<core::Ending>> KernelReaping::TakeEnd() {
  if (gone_ != Gone::kSeen) {
    return std::optional<core::Ending>();
  }
  const auto answer = Answer("TakeEnd", "ioctl PIDFD_GET_INFO");
  if (!answer.ok()) {
    return answer.error();
  }
  gone_ = Gone::kTold;
  return Kernel().gone;
}

Result<Done> KernelReaping::Send(Target::Kind to, core::Signal signal,
                                 const core::Payload& payload) const {
  Kernel().Act(std::string("send ") + (to == Target::Kind::kGroup ? "the group " : "the command ") +
               Text(signal.number) + (payload.present ? " with its value" : ""));
  return Answer("Send", "pidfd_send_signal");
}

}  // namespace dumb_init::sys
