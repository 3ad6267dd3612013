// The other way to reap: the kernel takes each child away as it ends, and a pidfd tells of the one
// that we wait for.
#include "sys/kernel_reaping.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cstdint>

#include "sys/descriptors.h"

namespace dumb_init::sys {
namespace {

// struct pidfd_info of <linux/pidfd.h>, which older headers do not have.
struct PidfdInfo {
  std::uint64_t mask = 0;
  std::uint64_t cgroup = 0;
  std::uint32_t ids[11] = {};
  std::int32_t exit_code = 0;
};
constexpr unsigned long kGetInfo = _IOWR(0xFF, 11, PidfdInfo);
constexpr std::uint64_t kInfoExit = 1U << 3U;
constexpr unsigned kToProcessGroup = 1U << 2U;  // PIDFD_SIGNAL_PROCESS_GROUP, Linux 6.9.

int OpenPidfd(core::Pid pid) {
  return MoveAboveStandard(static_cast<int>(::syscall(SYS_pidfd_open, pid.number, 0)));
}

int OpenSignals() {
  const std::uint64_t all = core::SignalSet::All().bits();
  constexpr int kCloseOnExec = 02000000;  // SFD_CLOEXEC
  return MoveAboveStandard(
      static_cast<int>(::syscall(SYS_signalfd4, -1, &all, sizeof(all), kCloseOnExec)));
}

bool SendThrough(int pidfd, core::Signal signal, const siginfo_t* info, unsigned flags) {
  return ::syscall(SYS_pidfd_send_signal, pidfd, signal.number, info, flags) == 0;
}

// ENODATA: it has not been reaped, or the kernel does not keep how it ended.
Result<core::Ending> EndOf(int pidfd) {
  PidfdInfo info;
  info.mask = kInfoExit;
  if (Control(pidfd, kGetInfo, &info) == -1) {
    return SysError{"ioctl PIDFD_GET_INFO", errno};
  }
  if ((info.mask & kInfoExit) == 0) {
    return SysError{"ioctl PIDFD_GET_INFO", ENODATA};
  }
  if (WIFSIGNALED(info.exit_code)) {
    return core::Ending(
        core::Killed{{WTERMSIG(info.exit_code)},
                     WCOREDUMP(info.exit_code) ? core::CoreDump::kWritten : core::CoreDump::kNone});
  }
  return core::Ending(core::Exited{static_cast<core::ShellCode>(WEXITSTATUS(info.exit_code))});
}

}  // namespace

void KernelReaping::Prepare(core::Pid ended, core::Pid command) {
  prepared_ended_ = OpenPidfd(ended);
  prepared_command_ = OpenPidfd(command);
  signals_ = OpenSignals();
  // The command need not lead a group.
  const bool sends =
      SendThrough(prepared_command_, {0}, nullptr, 0) &&
      (SendThrough(prepared_command_, {0}, nullptr, kToProcessGroup) || errno == ESRCH);
  if (!sends) {
    Close();
  }
}

void KernelReaping::Start() {
  const bool keeps_ends = prepared_ended_ != -1 && EndOf(prepared_ended_).ok();
  if (!keeps_ends || signals_ == -1) {
    Close();
    return;
  }
  sys::Close(prepared_ended_);
  command_ = prepared_command_;
  on_ = true;
  IgnoreChildren();
}

void KernelReaping::Stop() {
  if (on_) {
    on_ = false;
    WaitForChildren();
  }
}

Result<Done> KernelReaping::Wait(std::optional<core::Duration> patience) {
  // A pidfd whose process has ended but is held by a tracer is readable, and would not let us
  // sleep; once it is gone it hangs up, which needs not be asked for.
  struct pollfd awaited[] = {{signals_, POLLIN, 0}, {command_, 0, 0}};
  const int ready = ::poll(awaited, 2, patience ? patience->milliseconds : -1);
  const bool failed = ready == -1 && errno != EINTR;
  const SysError error{"poll", errno};
  const bool gone = failed ? EndOf(command_).ok() : (awaited[1].revents & POLLHUP) != 0;
  if (gone && gone_ == Gone::kNot) {
    gone_ = Gone::kSeen;
  }
  return failed ? Result<Done>(error) : Result<Done>(Done{});
}

Result<std::optional<core::Ending>> KernelReaping::TakeEnd() {
  if (gone_ != Gone::kSeen) {
    return std::optional<core::Ending>();
  }
  const auto ending = EndOf(command_);
  if (!ending.ok()) {
    return ending.error();
  }
  gone_ = Gone::kTold;
  return std::optional(ending.value());
}

Result<Done> KernelReaping::Send(Target::Kind to, core::Signal signal,
                                 const core::Payload& payload) const {
  if (to == Target::Kind::kProcess && payload.present) {
    const siginfo_t info = InfoFor(signal, payload);
    if (SendThrough(command_, signal, &info, 0)) {
      return Done{};
    }
  }
  if (!SendThrough(command_, signal, nullptr, to == Target::Kind::kGroup ? kToProcessGroup : 0)) {
    return SysError{"pidfd_send_signal", errno};
  }
  return Done{};
}

void KernelReaping::Close() {
  for (int* const descriptor : {&prepared_ended_, &prepared_command_, &signals_}) {
    sys::Close(*descriptor);
    *descriptor = -1;
  }
}

}  // namespace dumb_init::sys
