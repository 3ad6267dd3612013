// Counts what it gets: "tally FD COUNT [same]" says "ready" on descriptor FD and then, at signal
//   60:  what it has counted, up to a line "told"
//   61:  the same, and ends with status 7
//   62:  makes a child "strays" that reads what to do from descriptor FD + 1
//   63:  has two children, senders 2 and 3, send COUNT signals each, and says "sent"
// A sender I queues signal 35 + I, or 35 for all ("same"), with I * 2^20 + 1, 2, 3 ... as the
// value, and a standard signal now and then. Of senders it tells "sender I COUNT DISORDER", of
// standard signals "standard NUMBER TIME", when the last one came, and of its own senders "last I
// TIME", right before they sent the last one. "first I" is whose signal came first, "size" that of
// the terminal.
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "race/flood.h"

namespace {

using dumb_init::race::Flood;
using dumb_init::race::kFirstReal;
using dumb_init::race::kSenders;
using dumb_init::race::kSequenceBits;
using dumb_init::race::kStandard;
using dumb_init::race::Nanoseconds;

constexpr std::size_t kSetBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kAll = ~std::uint64_t{0};
constexpr int kTell = 60;
constexpr int kTellAndEnd = 61;
constexpr int kStrays = 62;
constexpr int kFlood = 63;
constexpr int kStatus = 7;
constexpr int kStandards = 32;

struct Sender {
  long count = 0;
  long disorder = 0;
};

Sender senders[kSenders];
long standard[kStandards];
int first_sender = -1;
int children = 0;

// Shared with the children that send.
long* last_sent = nullptr;

void TakeReal(const siginfo_t& info) {
  const bool has_value = info.si_code == SI_QUEUE && info.si_value.sival_int > 0;
  const int value = info.si_value.sival_int;
  const int number = has_value ? value >> kSequenceBits : info.si_signo - kFirstReal;
  if (number < 0 || number >= kSenders) {
    return;
  }
  Sender& sender = senders[number];
  ++sender.count;
  if (has_value && (value & ((1 << kSequenceBits) - 1)) != sender.count) {
    ++sender.disorder;
  }
  first_sender = first_sender == -1 ? number : first_sender;
}

void Tell(int output) {
  std::string text = "first " + std::to_string(first_sender) + "\n";
  for (int i = 0; i < kSenders; ++i) {
    text += "sender " + std::to_string(i) + " " + std::to_string(senders[i].count) + " " +
            std::to_string(senders[i].disorder) + "\n";
    text += "last " + std::to_string(i) + " " + std::to_string(last_sent[i]) + "\n";
  }
  for (int i = 1; i < kStandards; ++i) {
    text += "standard " + std::to_string(i) + " " + std::to_string(standard[i]) + "\n";
  }
  struct winsize size {};
  ::ioctl(0, TIOCGWINSZ, &size);
  text += "size " + std::to_string(size.ws_row) + " " + std::to_string(size.ws_col) + "\n";
  ::dprintf(output, "%stold\n", text.c_str());
}

// Out of our group, so that what the group is sent is not theirs.
void StartSenders(pid_t init, int count, bool own_number) {
  for (int i = kSenders / 2; i < kSenders; ++i) {
    if (::fork() == 0) {
      ::setsid();
      last_sent[i] = Flood(init, i, count, own_number);
      ::_exit(0);
    }
    ++children;
  }
}

void StartStrays(const char* self, int requests) {
  if (::fork() == 0) {
    const std::string strays =
        std::string(self).substr(0, std::string(self).rfind('/')) + "/strays";
    const std::string descriptor = std::to_string(requests);
    ::setsid();
    ::execl(strays.c_str(), "strays", "-", descriptor.c_str(), nullptr);
    ::_exit(1);
  }
}

void TakeChildren(int output) {
  while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    if (--children == 0) {
      ::dprintf(output, "sent\n");
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, kSetBytes);
  const int output = argc > 1 ? std::atoi(argv[1]) : 1;
  const pid_t init = ::getppid();
  last_sent = static_cast<long*>(::mmap(nullptr, sizeof(long) * kSenders, PROT_READ | PROT_WRITE,
                                        MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  ::dprintf(output, "ready\n");
  for (;;) {
    siginfo_t info{};
    const int signal =
        static_cast<int>(::syscall(SYS_rt_sigtimedwait, &kAll, &info, nullptr, kSetBytes));
    if (signal == SIGCHLD) {
      TakeChildren(output);
    } else if (signal == kFlood) {
      StartSenders(init, argc > 2 ? std::atoi(argv[2]) : 1, argc <= 3);
    } else if (signal == kStrays) {
      StartStrays(argv[0], output + 1);
    } else if (signal == kTell || signal == kTellAndEnd) {
      Tell(output);
      if (signal == kTellAndEnd) {
        return kStatus;
      }
    } else if (signal >= kFirstReal) {
      TakeReal(info);
    } else if (signal > 0) {
      standard[signal] = Nanoseconds();
    }
  }
}
