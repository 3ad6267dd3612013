// What this process tells others with kill(2), in order.
#include "kernel/told.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cstddef>
#include <future>
#include <map>
#include <mutex>
#include <thread>

namespace dumb_init::testing {
namespace {

// The descriptor on which the kernel announces each kill(2) of this thread; -1 if it refuses.
int ListenForKill() {
  struct sock_filter code[] = {
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr)},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_kill},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_USER_NOTIF},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
  };
  const struct sock_fprog program { 4, code };
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return static_cast<int>(
      ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
}

}  // namespace

struct Told::Notes {
  std::mutex lock;
  std::map<pid_t, std::string> told;
  Before before;

  // Notes each call and lets it go on.
  void Take(int listener) {
    for (;;) {
      struct seccomp_notif call {};
      if (::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) == -1) {
        continue;
      }
      const auto pid = static_cast<pid_t>(call.data.args[0]);
      const auto signal = static_cast<int>(call.data.args[1]);
      before(pid, signal);
      {
        const std::lock_guard guard(lock);
        told[pid] += std::to_string(signal) + " ";
      }
      struct seccomp_notif_resp answer {};
      answer.id = call.id;
      answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
      ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
  }
};

// The notes and their thread stay: whoever ends with the test is killed and noted, too.
Told::Told(const Before& before) : notes_(new Notes) {
  notes_->before = before;
  std::promise<int> listener;
  std::thread([notes = notes_, filtered = listener.get_future()]() mutable {
    notes->Take(filtered.get());
  }).detach();
  const int descriptor = ListenForKill();
  if (descriptor == -1) {
    ::_exit(96);
  }
  listener.set_value(descriptor);
}

std::string Told::To(pid_t pid) const {
  const std::lock_guard guard(notes_->lock);
  return notes_->told[pid];
}

}  // namespace dumb_init::testing
