// Processes: who we are, who has ended, and collecting them.
#include "sys/process.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include "sys/process_facts.h"

namespace dumb_init::sys {
namespace {

// For where waitid(2) is refused, as by a filter made for an init that does without, whatever errno
// that says. wait4(2) takes the child away as it looks.
int TakeEnded(pid_t pid, siginfo_t* info) {
  int status = 0;
  const long taken = ::syscall(SYS_wait4, pid, &status, WNOHANG | __WALL, nullptr);
  info->si_pid = static_cast<pid_t>(taken);
  info->si_code = WIFEXITED(status) ? CLD_EXITED : CLD_KILLED;
  info->si_status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
  return taken == -1 ? -1 : 0;
}

// waitid(2) that never sleeps and sees every child, also one whose parent made it with clone(2) and
// no SIGCHLD. Kernels before 4.7 refuse __WALL here.
int LookForEnded(idtype_t kind, id_t id, siginfo_t* info, int options) {
  const int all_children = options | WEXITED | WNOHANG | __WALL;
  int answer = ::waitid(kind, id, info, all_children);
  if (answer == -1 && errno == EINVAL) {
    answer = ::waitid(kind, id, info, all_children & ~__WALL);
  }
  return answer == -1 ? TakeEnded(kind == P_ALL ? -1 : static_cast<pid_t>(id), info) : answer;
}

core::Ending Decode(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) {
    return core::Exited{static_cast<core::ShellCode>(info.si_status)};
  }
  return core::Killed{
      {info.si_status},
      info.si_code == CLD_DUMPED ? core::CoreDump::kWritten : core::CoreDump::kNone};
}

Result<Done> Set(const char* call, int option, int value) {
  if (::syscall(SYS_prctl, option, long{value}, 0L, 0L, 0L) == -1) {
    return SysError{call, errno};
  }
  return Done{};
}

}  // namespace

core::Pid Self() { return {::getpid()}; }

core::Pid Parent() { return {::getppid()}; }

core::Pid OurGroup() { return {::getpgrp()}; }

bool SharesOurGroup(core::Pid pid) { return ::getpgid(pid.number) == ::getpgrp(); }

Result<Done> BecomeSubreaper() {
  return Set("prctl(PR_SET_CHILD_SUBREAPER)", PR_SET_CHILD_SUBREAPER, 1);
}

bool IsSubreaper() {
  int answer = 0;
  return ::syscall(SYS_prctl, PR_GET_CHILD_SUBREAPER, &answer, 0L, 0L, 0L) == 0 && answer != 0;
}

Result<Done> SetParentDeathSignal(core::Signal signal) {
  return Set("prctl(PR_SET_PDEATHSIG)", PR_SET_PDEATHSIG, signal.number);
}

Result<std::optional<Ended>> Peek() {
  siginfo_t info{};
  if (LookForEnded(P_ALL, 0, &info, WNOWAIT) == -1 && errno != ECHILD) {
    return SysError{"waitid", errno};
  }
  if (info.si_pid <= 0) {
    return std::optional<Ended>();
  }
  return std::optional<Ended>({{info.si_pid}, Decode(info)});
}

std::optional<core::Signal> TakeStop(core::Pid pid) {
  siginfo_t info{};
  constexpr int kStops = WSTOPPED | WNOHANG;
  const auto id = static_cast<id_t>(pid.number);
  if (::waitid(P_PID, id, &info, kStops) == -1 || info.si_pid == 0) {
    return std::nullopt;
  }
  return core::Signal{info.si_status};
}

core::Name NameOf(core::Pid pid) {
  const std::optional<core::Process> process = ReadProcess(pid);
  return process ? process->name : core::Name{};
}

Result<Done> Reap(core::Pid pid) {
  siginfo_t info{};
  if (LookForEnded(P_PID, static_cast<id_t>(pid.number), &info, 0) == -1 && errno != ECHILD) {
    return SysError{"waitid", errno};
  }
  return Done{};
}

void Exit(core::ShellCode code) { ::_exit(code); }

}  // namespace dumb_init::sys
