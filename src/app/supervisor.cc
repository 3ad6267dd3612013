// The loop: wait, ask the machine, obey.
#include "app/supervisor.h"

#include <optional>

#include "sys/process.h"
#include "sys/signals.h"
#include "sys/terminal.h"

namespace dumb_init::app {
namespace {

// How many ended children are reaped before we look whether a signal came in: a flood of orphans
// must not keep a TERM waiting.
constexpr int kReapedAtOnce = 32;
// And the other way round: a flood of signals must not keep the dead waiting.
constexpr int kSignalsAtOnce = 32;
// How long to rest before a call that failed is tried again: nothing is then lost, only late.
constexpr int kRestAfterErrorMs = 100;

class Supervisor {
 public:
  Supervisor(const Ward& ward, Log& log) : ward_(ward), log_(log) {
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
    while (!exit_code_) {
      const bool look = children_ == Children::kMayHaveEnded;
      const auto arrival = sys::NextSignal(look ? sys::Patience::kLook : sys::Patience::kWait);
      if (!arrival.ok()) {
        Rest(arrival.error());
        ReapSome();
      } else if (arrival.value()) {
        OnArrival(*arrival.value());
      } else if (look) {
        ReapSome();
      }
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
    return arrival.sender == ward_.init ? core::Origin::kOurselves : core::Origin::kProcess;
  }

  // A call failed that cannot fail. The next round tries again, without spinning until then.
  void Rest(const sys::SysError& error) {
    log_.Failed(error);
    sys::Pause(kRestAfterErrorMs);
    children_ = Children::kMayHaveEnded;
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
          action, [&](const core::Forward& forward) { Send(forward); },
          [&](const core::StopSelf&) { log_.Failed(sys::StopSelf()); },
          [&](const core::StopGroup& stop) { StopGroup(stop.signal); },
          [&](const core::WakeGroup& wake) { WakeGroup(wake.signal); },
          [&](const core::PassTerminal& pass) { PassTerminal(pass.to); },
          [&](const core::ReportReap& report) {
            log_.Reaping(report.pid, sys::ProcessName(report.pid).text(), report.ending);
          },
          [&](const core::Reap& reap) { Collect(reap.pid); },
          [&](const core::ReportDeath& death) {
            log_.CommandDied(ward_.name, ward_.config.command, death.how);
          },
          [&](const core::Exit& exit) {
            log_.Leaving(exit.code);
            exit_code_ = exit.code;
          });
    }
  }

  void StopGroup(core::Signal signal) {
    log_.Failed(sys::Kill({sys::OurGroup(), sys::Target::Kind::kGroup}, signal));
  }

  void WakeGroup(core::Signal signal) {
    const sys::Target group{ward_.config.command, sys::Target::Kind::kGroup};
    log_.Forwarded(signal, group, sys::Kill(group, signal));
  }

  void PassTerminal(core::PassTerminal::To to) {
    const core::Pid ours = sys::OurGroup();
    switch (to) {
      case core::PassTerminal::To::kCommand:
        sys::PassForeground(ours, ward_.config.command);
        break;
      case core::PassTerminal::To::kOurselves:
        sys::PassForeground(ward_.config.command, ours);
        break;
    }
  }

  void Collect(core::Pid pid) {
    const auto result = sys::Reap(pid);
    reaped_ = result.ok();
    if (!reaped_) {
      Rest(result.error());
    }
  }

  void Send(const core::Forward& forward) {
    const sys::Target target{ward_.config.command, ward_.config.scope == core::Scope::kGroup
                                                       ? sys::Target::Kind::kGroup
                                                       : sys::Target::Kind::kProcess};
    // With a full queue, or where the call is forbidden, the signal without its value is still
    // better than none.
    const bool queue = forward.payload.present && target.kind == sys::Target::Kind::kProcess;
    if (queue && sys::Queue(target.pid, forward.signal, forward.payload).ok()) {
      log_.Forwarded(forward.signal, target, Done{});
      return;
    }
    log_.Forwarded(forward.signal, target, sys::Kill(target, forward.signal));
  }

  const Ward& ward_;
  Log& log_;
  core::State state_;
  Children children_ = Children::kNoneEnded;
  // Whether the last one to be reaped was.
  bool reaped_ = true;
  int taken_ = 0;
  std::optional<core::ShellCode> exit_code_;
};

}  // namespace

core::ShellCode Supervise(const Ward& ward, Log& log) { return Supervisor(ward, log).Run(); }

}  // namespace dumb_init::app
