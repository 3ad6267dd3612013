// One start of an init, and one signal sent to it while it starts.
#include "race/run.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <stdexcept>

#include "race/process_state.h"

namespace dumb_init::race {
namespace {

using Clock = std::chrono::steady_clock;
// Reached only by a failing run.
constexpr auto kDeadline = std::chrono::seconds(30);
// How long an init may take before we look whether it will ever end.
constexpr int kFirstLookMs = 20;

// A file that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ != -1) {
      ::close(number_);
    }
  }
  int number() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void BecomeInit(const Plan& plan, char* const* words, int input) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(input, STDIN_FILENO);
  if (plan.input == StandardInput::kTerminal) {
    ::setsid();
    ::ioctl(STDIN_FILENO, TIOCSCTTY, 0);
  }
  ::execv(plan.program.c_str(), words);
  std::perror(plan.program.c_str());
  ::_exit(99);
}

pid_t Start(const Plan& plan, int input) {
  std::vector<char*> words;
  for (const std::string& word : plan.words) {
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  const unsigned long flags =
      plan.place == Place::kPidOne ? static_cast<unsigned long>(CLONE_NEWPID) : 0UL;
  const long child = ::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, 0);
  if (child == 0) {
    BecomeInit(plan, words.data(), input);
  }
  if (child == -1) {
    const std::string reason = std::string("clone: ") + std::strerror(errno);
    if (plan.place == Place::kPidOne) {
      throw NoNamespaces(reason);
    }
    throw std::runtime_error(reason);
  }
  return static_cast<pid_t>(child);
}

// The init ended. In the middle of its exec there may be no status to read.
bool IsOver(std::string_view status) { return FieldOf(status, "State").starts_with('Z'); }

bool HasBlocked(const Plan& plan, std::string_view status) {
  const std::uint64_t blocked = SignalsIn(status, "SigBlk");
  const bool emulator = plan.machine == Machine::kEmulated && (blocked & BitOf(SIGBUS)) != 0;
  return (blocked & BitOf(SIGTERM)) != 0 && !emulator;
}

// Spins, so that nothing is added to the moment. False if the init ended first.
bool AwaitMoment(const Plan& plan, pid_t init, std::chrono::microseconds delay) {
  ProcFile status(init, "status");
  ProcFile children(init, "task/" + std::to_string(init) + "/children");
  const auto deadline = Clock::now() + kDeadline;
  for (;;) {
    if (plan.moment == Moment::kRandom && HasBlocked(plan, status.Read())) {
      break;
    }
    // Whoever waits in sigtimedwait(2) shows no blocked signals, and that far an init may be when
    // this machine lets us look; a child it has by then.
    if (FirstOf(children.Read()).has_value()) {
      break;
    }
    if (IsOver(status.Read()) || Clock::now() > deadline) {
      return false;
    }
  }
  if (plan.moment == Moment::kRandom) {
    const auto moment = Clock::now() + delay;
    while (Clock::now() < moment) {
    }
  }
  return true;
}

std::optional<pid_t> CommandOf(pid_t init) {
  return FirstOf(ProcFile(init, "task/" + std::to_string(init) + "/children").Read());
}

// Waits until the init ends or it is certain that it will not. False: it will not.
bool AwaitEnd(const Plan& plan, pid_t init) {
  const Descriptor watch(static_cast<int>(::syscall(SYS_pidfd_open, init, 0)));
  struct pollfd end {
    watch.number(), POLLIN, 0
  };
  const auto deadline = Clock::now() + kDeadline;
  for (int patience_ms = kFirstLookMs; ::poll(&end, 1, patience_ms) == 0; patience_ms = 1) {
    const std::optional<pid_t> command = CommandOf(init);
    if ((command && SleepForGood(init, *command, plan.command_name)) || Clock::now() > deadline) {
      return false;
    }
  }
  return true;
}

// PID 1 takes its namespace along; elsewhere the command would stay.
void KillAll(pid_t init) {
  const std::optional<pid_t> command = CommandOf(init);
  if (command) {
    ::kill(*command, SIGKILL);
  }
  ::kill(init, SIGKILL);
}

}  // namespace

Fate RunOnce(const Plan& plan, std::chrono::microseconds delay) {
  int master = -1;
  int slave = -1;
  if (plan.input == StandardInput::kTerminal) {
    if (::openpty(&master, &slave, nullptr, nullptr, nullptr) == -1) {
      throw std::runtime_error("openpty");
    }
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
  } else {
    slave = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  }
  const Descriptor terminal(master);
  const Descriptor input(slave);
  const pid_t init = Start(plan, input.number());
  const bool in_time = AwaitMoment(plan, init, delay);
  ::kill(init, plan.signal);
  const bool ended = AwaitEnd(plan, init);
  if (!ended) {
    KillAll(init);
  }
  int status = 0;
  ::waitpid(init, &status, 0);
  if (!ended) {
    return Fate::kLost;
  }
  if (in_time && WIFEXITED(status) && WEXITSTATUS(status) == plan.delivered_status) {
    return Fate::kDelivered;
  }
  std::fprintf(stderr, "startup_race: the init ended with wait status %#x%s\n",
               static_cast<unsigned>(status), in_time ? "" : ", before the signal was sent");
  return Fate::kStrange;
}

}  // namespace dumb_init::race
