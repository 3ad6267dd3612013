// What is done to an init that lives long.
#include "race/soak_ward.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace dumb_init::race {
namespace {

using testing::Guest;

constexpr std::string_view kStrays = "dkcgspt";
constexpr int kMakeStrays = 62;
constexpr int kBurst = 20;
constexpr long kPauseMs = 50;

void SleepMs(long milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

bool IsStopped(const std::string& state) { return state.starts_with("T"); }

}  // namespace

SoakWard::SoakWard(std::string_view reaping, const std::vector<std::string>& options, unsigned seed,
                   int first_descriptor)
    : reaping_(reaping), random_(seed) {
  int reports[2];
  int requests[2];
  if (::pipe2(reports, O_CLOEXEC) == -1 || ::pipe2(requests, O_CLOEXEC) == -1) {
    throw std::runtime_error("pipe2");
  }
  const int told = ::fcntl(reports[1], F_DUPFD_CLOEXEC, first_descriptor);
  const int asked = ::fcntl(requests[0], F_DUPFD_CLOEXEC, first_descriptor + 1);
  ::setenv("DUMB_INIT_TEST_REAPING", reaping_.c_str(), 1);
  testing::Setup setup;
  setup.words = options;
  setup.words.insert(setup.words.begin(), testing::Init());
  for (const std::string& word :
       {std::string("--"), testing::Program("tally"), std::to_string(first_descriptor)}) {
    setup.words.push_back(word);
  }
  setup.terminal = true;
  setup.kept = {told, asked};
  guest_ = std::make_unique<Guest>(std::move(setup));
  for (const int end : {reports[1], requests[0], told, asked}) {
    ::close(end);
  }
  requests_ = requests[1];
  reports_ = ::fdopen(reports[0], "r");
  if (NextLine() != "ready") {
    throw std::runtime_error("the command does not start");
  }
  command_ = guest_->CommandPid();
  guest_->Send(kMakeStrays);
}

SoakWard::~SoakWard() {
  ::close(requests_);
  std::fclose(reports_);
}

void SoakWard::Act() {
  switch (Below(16)) {
    case 0:
    case 1:
    case 2:
      return Queue();
    case 3:
    case 4:
      return SendStandard();
    case 5:
    case 6:
      return Request('r');
    case 7:
      return Request('u');
    case 8:
      return Execute();
    case 9:
      return StopCommand();
    case 10:
      return StopInit();
    case 11:
      return Resize();
    default:
      return Request(kStrays[static_cast<std::size_t>(Below(long{kStrays.size()}))]);
  }
}

void SoakWard::Queue() {
  for (long left = Below(kBurst) + 1; left > 0; --left) {
    QueueReal(guest_->pid(), 0, ++queued_outside_, true);
    ++done_["real-time"];
  }
}

void SoakWard::SendStandard() {
  last_standard_ = Nanoseconds();
  guest_->Send(SIGUSR1);
  ++done_["standard"];
}

void SoakWard::Request(char kind) {
  if (::write(requests_, &kind, 1) != 1) {
    throw std::runtime_error("the command's helper is gone");
  }
  if (kind == 'r') {
    ++queued_inside_;
    ++done_["real-time"];
  } else {
    ++done_[kind == 'u' ? "standard" : "strays"];
  }
}

// Into its namespaces, as `docker exec` goes, and back without waiting for what was left there.
void SoakWard::Execute() {
  static const std::string strays = testing::Program("strays");
  std::string kinds = "u";
  for (long left = Below(3) + 1; left > 0; --left) {
    kinds += kStrays[static_cast<std::size_t>(Below(long{kStrays.size()}))];
  }
  const int space = static_cast<int>(::syscall(SYS_pidfd_open, guest_->pid(), 0));
  const pid_t entering = ::fork();
  if (entering == 0) {
    if (::setns(space, CLONE_NEWPID | CLONE_NEWNS) == -1) {
      ::_exit(1);
    }
    const pid_t inside = ::fork();
    if (inside == 0) {
      ::execl(strays.c_str(), "strays", kinds.c_str(), nullptr);
      ::_exit(1);
    }
    int status = 1;
    ::waitpid(inside, &status, 0);
    ::_exit(status == 0 ? 0 : 1);
  }
  ::close(space);
  int status = 1;
  ::waitpid(entering, &status, 0);
  if (status != 0) {
    throw std::runtime_error("cannot run anything in the namespace");
  }
  ++done_["execs"];
}

void SoakWard::StopCommand() {
  ::kill(command_, SIGSTOP);
  Guest::WaitForStatus(command_, "State", IsStopped);
  Queue();
  SleepMs(Below(kPauseMs));
  // Through the init, or past it.
  ::kill(Below(2) == 0 ? guest_->pid() : command_, SIGCONT);
  ++done_["stops"];
  if (IsStopped(Guest::WaitForStatus(command_, "State",
                                     [](const std::string& state) { return !IsStopped(state); }))) {
    throw std::runtime_error("CONT has not reached the command");
  }
}

void SoakWard::StopInit() {
  guest_->Send(SIGSTOP);
  Guest::WaitForStatus(guest_->pid(), "State", IsStopped);
  Queue();
  Request(kStrays[static_cast<std::size_t>(Below(long{kStrays.size()}))]);
  SleepMs(Below(kPauseMs));
  guest_->Send(SIGCONT);
  ++done_["stops"];
}

void SoakWard::Resize() {
  rows_ = static_cast<unsigned short>(rows_ % 50 + 1);
  columns_ = static_cast<unsigned short>(Below(200) + 1);
  last_resize_ = Nanoseconds();
  guest_->Resize(rows_, columns_);
  ++done_["resizes"];
}

}  // namespace dumb_init::race
