// Seccomp filters that make chosen system calls fail: the kernels and containers we cannot have.
#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dumb_init::testing {

// Ends the process with 98 if the kernel refuses.
inline void Install(std::vector<sock_filter>& program) {
  const struct sock_fprog filter { static_cast<unsigned short>(program.size()), program.data() };
  // Lets a process without privileges install a filter, too.
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
      ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == -1) {
    ::_exit(98);
  }
}

// From now on clone(2) cannot share descriptors, as in qemu-user.
inline void RefuseToShareDescriptors() {
  std::vector<sock_filter> program{
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr)},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 3, SYS_clone},
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, args)},
      {BPF_JMP | BPF_JSET | BPF_K, 0, 1, CLONE_FILES},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EINVAL},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
  Install(program);
}

// For Setup::before_exec: from now on each of `calls` (SYS_...) answers `error` in this process and
// its descendants. Every other call works. Ends the process with 98 if the kernel refuses. Filters
// add up.
inline void AnswerWith(int error, const std::vector<long>& calls) {
  const auto load_number =
      sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr)};
  std::vector<sock_filter> program{load_number};
  for (const long call : calls) {
    program.push_back({BPF_JMP | BPF_JEQ | BPF_K, 0, 1, static_cast<std::uint32_t>(call)});
    program.push_back(
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)});
  }
  program.push_back({BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW});
  Install(program);
}

}  // namespace dumb_init::testing
