// Signals: blocking all of them, waiting for the next one, sending one on.
#include "sys/signals.h"

#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstring>

#include "sys/kernel_time.h"

namespace dumb_init::sys {
namespace {

// The kernel's own set: 64 bits on every architecture we build for. A libc's sigset_t functions
// leave out the signals that libc keeps for itself, so masks go to the kernel directly.
constexpr std::size_t kSetBytes = sizeof(std::uint64_t);

Result<core::SignalSet> ExchangeMask(core::SignalSet mask) {
  const std::uint64_t wanted = mask.bits();
  std::uint64_t before = 0;
  if (::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &wanted, &before, kSetBytes) == -1) {
    return SysError{"rt_sigprocmask", errno};
  }
  return core::SignalSet::FromBits(before);
}

bool SetChildSignal(sighandler_t handler, int flags, struct sigaction* before = nullptr) {
  struct sigaction wanted {};
  wanted.sa_handler = handler;
  wanted.sa_flags = flags;
  return ::sigaction(SIGCHLD, &wanted, before) == 0;
}

Arrival Decode(const siginfo_t& info) {
  Arrival arrival;
  arrival.signal = {info.si_signo};
  if (info.si_code == SI_KERNEL) {
    arrival.source = Arrival::Source::kKernel;
    return arrival;
  }
  if (info.si_code < 0 && info.si_code != SI_TKILL) {
    arrival.source = Arrival::Source::kQueued;
  } else {
    arrival.sender = {info.si_pid};
  }
  if (info.si_code == SI_QUEUE) {
    arrival.payload = {true, info.si_pid, info.si_uid,
                       reinterpret_cast<std::uintptr_t>(info.si_value.sival_ptr)};
  }
  return arrival;
}

// The number of the signal, or -1 with errno.
long WaitForSignal(siginfo_t& info, std::optional<core::Duration> patience) {
  constexpr int kPerSecond = 1000;
  constexpr int kNanoseconds = 1000000;
  const std::uint64_t all = core::SignalSet::All().bits();
  const int milliseconds = patience ? patience->milliseconds : 0;
  const KernelTime limit{milliseconds / kPerSecond, long{milliseconds % kPerSecond} * kNanoseconds};
  const long number =
      ::syscall(SYS_rt_sigtimedwait, &all, &info, patience ? &limit : nullptr, kSetBytes);
#ifdef SYS_rt_sigtimedwait_time64
  if (number == -1 && errno == ENOSYS) {
    const WideKernelTime wide{limit.seconds, limit.nanoseconds};
    return ::syscall(SYS_rt_sigtimedwait_time64, &all, &info, patience ? &wide : nullptr,
                     kSetBytes);
  }
#endif
  return number;
}

}  // namespace

Result<InheritedSignals> TakeOverSignals() {
  const auto mask = ExchangeMask(core::SignalSet::All());
  if (!mask.ok()) {
    return mask.error();
  }
  InheritedSignals inherited{mask.value()};
  struct sigaction before {};
  if (!SetChildSignal(SIG_DFL, SA_NOCLDSTOP, &before)) {
    return SysError{"rt_sigaction", errno};
  }
  if (before.sa_handler == SIG_IGN) {
    inherited.child_signal = InheritedSignals::ChildSignal::kIgnored;
  }
  return inherited;
}

bool IgnoreChildren() { return SetChildSignal(SIG_IGN, 0); }

void WaitForChildren() { SetChildSignal(SIG_DFL, SA_NOCLDSTOP); }

void WatchStops() { SetChildSignal(SIG_DFL, 0); }

bool RestoreSignals(const InheritedSignals& inherited) {
  const bool ignored = inherited.child_signal == InheritedSignals::ChildSignal::kIgnored;
  return (!ignored || IgnoreChildren()) && ExchangeMask(inherited.mask).ok();
}

core::SignalSet PendingSignals() {
  std::uint64_t pending = 0;
  ::syscall(SYS_rt_sigpending, &pending, kSetBytes);
  return core::SignalSet::FromBits(pending);
}

Result<std::optional<Arrival>> NextSignal(std::optional<core::Duration> patience) {
  siginfo_t info{};
  const long number = WaitForSignal(info, patience);
  if (number > 0) {
    return std::optional<Arrival>(Decode(info));
  }
  if (errno == EAGAIN || errno == EINTR) {
    return std::optional<Arrival>();
  }
  return SysError{"rt_sigtimedwait", errno};
}

Result<Done> Kill(Target target, core::Signal signal) {
  const int number = target.pid.number;
  int pid = number;
  if (target.kind == Target::Kind::kGroup) {
    pid = -number;
  } else if (target.kind == Target::Kind::kEverybody) {
    pid = -1;
  }
  if (::kill(pid, signal.number) == -1) {
    return SysError{"kill", errno};
  }
  return Done{};
}

siginfo_t InfoFor(core::Signal signal, const core::Payload& payload) {
  siginfo_t info{};
  info.si_signo = signal.number;
  info.si_code = SI_QUEUE;
  info.si_pid = payload.sender_pid;
  info.si_uid = payload.sender_uid;
  const auto value = static_cast<std::uintptr_t>(payload.value);
  std::memcpy(&info.si_value, &value, sizeof(info.si_value));
  return info;
}

Result<Done> Queue(core::Pid pid, core::Signal signal, const core::Payload& payload) {
  siginfo_t info = InfoFor(signal, payload);
  if (::syscall(SYS_rt_sigqueueinfo, pid.number, signal.number, &info) == -1) {
    return SysError{"rt_sigqueueinfo", errno};
  }
  return Done{};
}

Result<Done> StopGroup(core::Pid group, core::Signal signal) {
  if (PendingSignals().Has({SIGCONT})) {
    return Done{};
  }
  return Kill({group, Target::Kind::kGroup}, signal);
}

Result<Done> StopSelf() {
  if (PendingSignals().Has({SIGCONT})) {
    return Done{};
  }
  return Kill({{::getpid()}}, {SIGSTOP});
}

}  // namespace dumb_init::sys
