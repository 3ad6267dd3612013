// Everything that goes out to other processes.
#pragma once

#include "app/log.h"
#include "app/supervisor.h"
#include "core/events.h"
#include "sys/kernel_reaping.h"

namespace dumb_init::app {

// Obeys the actions that reach other processes. No failure is more than a message.
class Sender {
 public:
  Sender(const Ward& ward, const sys::KernelReaping& reaping, Log& log)
      : ward_(ward), reaping_(reaping), log_(log) {}
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  void Send(const core::Forward& forward);
  void StopGroup(core::Signal signal);
  void WakeGroup(core::Signal signal);
  void PassTerminal(core::PassTerminal::To to);
  void TellRest();
  void KillRest();

 private:
  bool PidOne() const { return ward_.init == core::kPidOne; }
  sys::Result<Done> Deliver(const core::Forward& forward, sys::Target target);
  // Where nobody can be found by /proc there is still the group of the command, if it leads one.
  void ReachGroupInstead(const sys::Result<Done>& failure, core::Signal signal);

  const Ward& ward_;
  const sys::KernelReaping& reaping_;
  Log& log_;
};

}  // namespace dumb_init::app
