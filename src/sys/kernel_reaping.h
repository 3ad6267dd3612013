// The other way to reap: the kernel takes each child away as it ends, and a pidfd tells of the one
// that we wait for.
#pragma once

#include <optional>

#include "core/duration.h"
#include "core/events.h"
#include "core/process.h"
#include "sys/process.h"
#include "sys/signals.h"

namespace dumb_init::sys {

// While it is on, no child leaves a zombie and no SIGCHLD comes, so that orphans cost nothing.
// Linux 6.15 and later (pidfd_open(2), PIDFD_GET_INFO with PIDFD_INFO_EXIT); signals are then
// waited for with signalfd(2) and poll(2), since nothing else waits for a pidfd, too.
class KernelReaping {
 public:
  KernelReaping() = default;
  KernelReaping(const KernelReaping&) = delete;
  KernelReaping& operator=(const KernelReaping&) = delete;

  // Opens what is needed while `command` and `ended`, a child that waits to be reaped, are surely
  // themselves.
  void Prepare(core::Pid ended, core::Pid command);

  // Switches it on, once `ended` is reaped and its pidfd has shown that this kernel keeps how it
  // ended. Where any call is missing or forbidden, nothing has changed. Children that ended before
  // are still to be reaped.
  void Start();

  // Children leave zombies again from now on.
  void Stop();

  // Whether the kernel reaps. Then Wait is how to sleep.
  bool on() const { return on_; }

  // Sleeps until a signal waits for us or the command is gone, at most for `patience` (poll(2)).
  // After an error whether the command is gone is known as well, but nobody has slept: poll fails
  // where the limit of descriptors is less than two.
  Result<Done> Wait(std::optional<core::Duration> patience);

  // How the command ended, if it is gone; told once. After an error it can be asked again.
  Result<std::optional<core::Ending>> TakeEnd();

  // Whether the command is gone and there is nothing to reap; true once, since its pid may be
  // another's by now.
  bool TakeGone() {
    const bool gone = gone_ == Gone::kTold;
    gone_ = gone ? Gone::kForgotten : gone_;
    return gone;
  }

  // Whether signals go to the command by Send, also when it is on no longer.
  bool holds_command() const { return command_ != -1; }

  // Sends to the command or its process group, and never to whoever has its pid after it
  // (pidfd_send_signal(2)). The payload is for one process, and where it cannot be queued the
  // signal goes without it. ESRCH: nobody is left to tell.
  Result<Done> Send(Target::Kind to, core::Signal signal, const core::Payload& payload) const;

 private:
  enum class Gone { kNot, kSeen, kTold, kForgotten };

  void Close();

  bool on_ = false;
  int command_ = -1;
  int prepared_command_ = -1;
  int prepared_ended_ = -1;
  int signals_ = -1;
  Gone gone_ = Gone::kNot;
};

}  // namespace dumb_init::sys
