// Everything that goes out to other processes.
#include "app/sender.h"

#include "sys/process.h"
#include "sys/rest.h"
#include "sys/signals.h"
#include "sys/terminal.h"

namespace dumb_init::app {
namespace {

constexpr sys::Target kEverybody{{}, sys::Target::Kind::kEverybody};

}  // namespace

sys::Result<Done> Sender::Deliver(const core::Forward& forward, sys::Target target) {
  if (reaping_.holds_command() && target.kind != sys::Target::Kind::kEverybody) {
    return reaping_.Send(target.kind, forward.signal, forward.payload);
  }
  switch (target.kind) {
    case sys::Target::Kind::kEverybody:
      return PidOne() ? sys::Kill(target, forward.signal) : sys::SignalDescendants(forward.signal);
    case sys::Target::Kind::kProcess:
      // With a full queue, or where the call is forbidden, the signal without its value is still
      // better than none.
      if (forward.payload.present && sys::Queue(target.pid, forward.signal, forward.payload).ok()) {
        return Done{};
      }
      break;
    case sys::Target::Kind::kGroup:
      break;
  }
  return sys::Kill(target, forward.signal);
}

void Sender::Send(const core::Forward& forward) {
  sys::Target target{ward_.config.command};
  switch (ward_.config.scope) {
    case core::Scope::kCommand:
      break;
    case core::Scope::kGroup:
      target.kind = sys::Target::Kind::kGroup;
      break;
    case core::Scope::kAll:
      target.kind = sys::Target::Kind::kEverybody;
      break;
  }
  const auto result = Deliver(forward, target);
  if (!result.ok() && target.kind == sys::Target::Kind::kEverybody && !PidOne()) {
    ReachGroupInstead(result, forward.signal);
    return;
  }
  log_.Forwarded(forward.signal, target, result);
}

void Sender::StopGroup(core::Signal signal) {
  log_.Failed(sys::StopGroup(sys::OurGroup(), signal));
}

void Sender::WakeGroup(core::Signal signal) {
  const sys::Target group{ward_.config.command, sys::Target::Kind::kGroup};
  log_.Forwarded(signal, group, sys::Kill(group, signal));
}

void Sender::PassTerminal(core::PassTerminal::To to) {
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

void Sender::ReachGroupInstead(const sys::Result<Done>& failure, core::Signal signal) {
  log_.Failed(failure);
  if (ward_.config.group == core::Config::Group::kOwn) {
    const sys::Target group{ward_.config.command, sys::Target::Kind::kGroup};
    log_.Forwarded(signal, group, Deliver(core::Forward{signal}, group));
  }
}

void Sender::TellRest() {
  log_.TellingRest();
  if (PidOne()) {
    log_.Failed(sys::Kill(kEverybody, core::kEndRequest));
    log_.Failed(sys::Kill(kEverybody, core::kGoOn));
    return;
  }
  const auto told = sys::EndDescendants();
  if (!told.ok()) {
    ReachGroupInstead(told, core::kEndRequest);
    ReachGroupInstead(told, core::kGoOn);
  }
}

void Sender::KillRest() {
  log_.KillingRest();
  if (PidOne()) {
    log_.Failed(sys::Kill(kEverybody, core::kDie));
    return;
  }
  const auto killed = sys::KillDescendants();
  if (!killed.ok()) {
    ReachGroupInstead(killed, core::kDie);
  }
}

}  // namespace dumb_init::app
