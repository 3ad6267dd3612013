// The loop: wait, ask the machine, obey.
#include "app/supervisor.h"

#include <optional>

#include "app/alarm.h"
#include "app/record.h"
#include "app/sender.h"
#include "core/ending.h"
#include "sys/clock.h"
#include "sys/kernel_reaping.h"
#include "sys/kinship.h"
#include "sys/memory.h"
#include "sys/process.h"
#include "sys/rest.h"
#include "sys/signals.h"

namespace dumb_init::app {
namespace {

// How many ended children are reaped before we look whether a signal came in: a flood of orphans
// must not keep a TERM waiting.
constexpr int kReapedAtOnce = 32;
// And the other way round: a flood of signals must not keep the dead waiting.
constexpr int kSignalsAtOnce = 32;
// How long to rest before a call that failed is tried again: nothing is then lost, only late.
constexpr int kRestAfterErrorMs = 100;
constexpr core::Duration kNoTime{0};

class Supervisor {
 public:
  Supervisor(const Ward& ward, Log& log)
      : ward_(ward), log_(log), sender_(ward, reaping_, log), record_(ward, log) {
    state_.older_than_command = ward.older_signals;
  }

  core::ShellCode Run() {
    if (ward_.owed != core::kNoSignal) {
      Obey(core::SignalArrived{ward_.owed});
    }
    if (Follows()) {
      sys::WatchStops();
      LookForStop();
    }
    // Children of whoever exec'd us may have ended already, and their SIGCHLD is long gone.
    ReapSome();
    sys::TrimMemory();
    while (!exit_code_) {
      const bool look = children_ == Children::kMayHaveEnded;
      const auto arrival = NextSignal(look);
      if (!arrival.ok()) {
        Rest(arrival.error());
        ReapSome();
      } else if (arrival.value()) {
        OnArrival(*arrival.value());
      } else if (look) {
        ReapSome();
      }
      LookForEnd();
      ExpireTimers();
    }
    return *exit_code_;
  }

 private:
  enum class Children { kNoneEnded, kMayHaveEnded };

  core::Origin OriginOf(const sys::Arrival& arrival) const {
    if (arrival.source == sys::Arrival::Source::kKernel) {
      return sys::SharesOurGroup(ward_.config.command) ? core::Origin::kKernelToGroup
                                                       : core::Origin::kKernel;
    }
    const bool known = arrival.source == sys::Arrival::Source::kProcess;
    return known && arrival.sender == ward_.init ? core::Origin::kOurselves
                                                 : core::Origin::kProcess;
  }

  sys::Result<std::optional<sys::Arrival>> NextSignal(bool look) {
    const auto patience = look ? std::optional(kNoTime) : alarm_.UntilFirst();
    if (!reaping_.on() || look) {
      return sys::NextSignal(patience);
    }
    const bool slept = reaping_.Wait(patience).ok();
    return sys::NextSignal(slept ? kNoTime : core::Duration{kRestAfterErrorMs});
  }

  // Where the kernel reaps, nothing else tells of the command.
  void LookForEnd() {
    if (exit_code_ || !reaping_.on()) {
      return;
    }
    const auto ending = reaping_.TakeEnd();
    if (!ending.ok()) {
      Rest(ending.error());
    } else if (ending.value()) {
      Obey(core::ProcessEnded{ward_.config.command, *ending.value()});
    }
  }

  // What ended before the kernel reaps is still ours.
  DUMB_INIT_SELDOM void LetKernelReap(core::Pid ended) {
    if (ward_.config.command == core::kNobody) {
      Collect(ended);
      sys::IgnoreChildren();
    } else {
      reaping_.Prepare(ended, ward_.config.command);
      record_.NoteStart();
      Collect(ended);
      reaping_.Start();
      sys::TrimMemory();
    }
    children_ = Children::kMayHaveEnded;
  }

  // A call failed that cannot fail. The next round tries again, without spinning until then.
  void Rest(const sys::SysError& error) {
    log_.Failed(error);
    sys::Pause(kRestAfterErrorMs);
    children_ = Children::kMayHaveEnded;
  }

  void ExpireTimers() {
    while (const auto expired = exit_code_ ? std::nullopt : alarm_.TakeExpired()) {
      Obey(core::TimerExpired{expired->timer, expired->payload});
    }
  }

  void OnArrival(const sys::Arrival& arrival) {
    taken_ = (taken_ + 1) % kSignalsAtOnce;
    if (arrival.signal != core::kChildSignal) {
      Take(arrival);
    } else if (Follows()) {
      LookForStop();
    }
    if (arrival.signal == core::kChildSignal || taken_ == 0) {
      ReapSome();
    }
  }

  void Take(const sys::Arrival& arrival) {
    const core::Origin origin = OriginOf(arrival);
    // A message about the SIGPIPE of a message would raise the next one.
    if (origin != core::Origin::kOurselves) {
      log_.Received(arrival);
    }
    if (core::IsStopRequest(ward_.config, arrival.signal) && core::MayBeTold(ward_.config)) {
      record_.NoteStopRequest(arrival);
    }
    Obey(core::SignalArrived{arrival.signal, origin, arrival.payload});
  }

  bool Follows() const { return ward_.config.job_control == core::Config::JobControl::kFollow; }

  void LookForStop() {
    if (const auto signal = sys::TakeStop(ward_.config.command)) {
      Obey(core::CommandStopped{*signal});
    }
  }

  void ReapSome() {
    for (int reaped = 0; reaped < kReapedAtOnce && !exit_code_; ++reaped) {
      const auto ended = sys::Peek();
      if (!ended.ok()) {
        Rest(ended.error());
        return;
      }
      if (!ended.value()) {
        children_ = Children::kNoneEnded;
        return;
      }
      log_.Ended(*ended.value());
      Obey(core::ProcessEnded{ended.value()->pid, ended.value()->ending});
      if (!reaped_) {
        return;
      }
    }
    children_ = Children::kMayHaveEnded;
  }

  // Tells the machine of `event` and does what it says.
  void Obey(const core::Event& event) {
    const core::Step step = core::Advance(ward_.config, state_, event);
    state_ = step.next;
    for (const core::Action& action : step.actions) {
      Match(
          action, [&](const core::Forward& forward) { sender_.Send(forward); },
          [&](const core::StopSelf&) { log_.Failed(sys::StopSelf()); },
          [&](const core::StopGroup& stop) { sender_.StopGroup(stop.signal); },
          [&](const core::WakeGroup& wake) { sender_.WakeGroup(wake.signal); },
          [&](const core::PassTerminal& pass) { sender_.PassTerminal(pass.to); },
          [&](const core::ReportReap& report) { TellOfReap(report, log_); },
          [&](const core::Reap& reap) { Collect(reap.pid); },
          [&](const core::LetKernelReap& reap) { LetKernelReap(reap.pid); },
          [&](const core::ReapOurselves&) { reaping_.Stop(); },
          [&](const core::NoteCommand&) { record_.NoteCommand(); },
          [&](const core::NoteKilled&) { record_.NoteKilled(); },
          [&](const core::SayReport& report) { record_.Say(report.outcome); },
          [&](const core::FileReport& report) { record_.File(report.outcome); },
          [&](const core::TellRest&) { sender_.TellRest(); },
          [&](const core::KillRest&) { sender_.KillRest(); },
          [&](const core::LookAtRest&) { look_at_rest_ = true; },
          [&](const core::ReportLeftovers&) { log_.SomebodyIsLeft(); },
          [&](const core::StartTimer& start) { alarm_.Start(start); },
          [&](const core::StopTimer& stop) { alarm_.Stop(stop.timer); },
          [&](const core::StopTimers&) { alarm_.StopAll(); },
          [&](const core::Exit& exit) {
            log_.Leaving(exit.code);
            exit_code_ = exit.code;
          });
    }
    if (look_at_rest_) {
      look_at_rest_ = false;
      Obey(core::RestSeen{sys::WhoIsLeft(ward_.init)});
    }
  }

  void Collect(core::Pid pid) {
    if (pid == ward_.config.command && reaping_.TakeGone()) {
      return;
    }
    const auto result = sys::Reap(pid);
    reaped_ = result.ok();
    if (!reaped_) {
      Rest(result.error());
    }
  }

  const Ward& ward_;
  Log& log_;
  sys::KernelReaping reaping_;
  Sender sender_;
  Record record_;
  core::State state_;
  Alarm alarm_;
  bool look_at_rest_ = false;
  Children children_ = Children::kNoneEnded;
  // Whether the last one to be reaped was.
  bool reaped_ = true;
  int taken_ = 0;
  std::optional<core::ShellCode> exit_code_;
};

}  // namespace

core::ShellCode Supervise(const Ward& ward, Log& log) { return Supervisor(ward, log).Run(); }

}  // namespace dumb_init::app
