// Guest: the init under test, as PID 1 of a fresh PID namespace or as an ordinary process.
#include "support/guest.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "support/default_signals.h"
#include "support/reaping.h"

namespace dumb_init::testing {
namespace {

using Clock = std::chrono::steady_clock;
// Long enough for a machine that is busy with everything else; reached only by a failing test.
constexpr auto kDeadline = std::chrono::seconds(60);

[[noreturn]] void GiveUp(const char* what) {
  const std::string message = std::string("guest: ") + what + ": " + std::strerror(errno) + "\n";
  static_cast<void>(!::write(STDERR_FILENO, message.data(), message.size()));
  ::_exit(99);
}

struct Streams {
  int input;
  int output;
  int errors;
};

void Install(const Streams& streams, std::vector<int> kept) {
  if (::dup2(streams.input, 0) == -1 || ::dup2(streams.output, 1) == -1 ||
      ::dup2(streams.errors, 2) == -1) {
    GiveUp("dup2");
  }
  std::sort(kept.begin(), kept.end());
  int first = 3;
  for (const int descriptor : kept) {
    if (descriptor > first) {
      ::syscall(SYS_close_range, first, descriptor - 1, 0);
    }
    ::fcntl(descriptor, F_SETFD, 0);
    first = descriptor + 1;
  }
  ::syscall(SYS_close_range, first, ~0U, 0);
}

std::vector<std::string> OurEnvironment() {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

// For execve(2): ends with a null pointer.
std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Whether this starts the init under test, by any of its names, and not something to compare it
// with.
bool IsInit(const std::string& program) {
  std::error_code none;
  return std::filesystem::equivalent(program, Init(), none);
}

// An init for another machine needs $DUMB_INIT_EMULATOR before it; its command is of this machine.
void PutEmulatorInFront(std::vector<std::string>& words) {
  const char* const emulator = std::getenv("DUMB_INIT_EMULATOR");
  if (emulator != nullptr && IsInit(words.front())) {
    words.insert(words.begin(), emulator);
  }
}

[[noreturn]] void BecomeInit(Setup& setup, const Streams& streams) {
  Install(streams, setup.kept);
  SetDefaultSignals();
  if (setup.place == Place::kPidOne) {
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == -1 ||
        ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == -1) {
      GiveUp("mount /proc");
    }
  } else {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  }
  if (setup.terminal && (::setsid() == -1 || ::ioctl(0, TIOCSCTTY, 0) == -1)) {
    GiveUp("controlling terminal");
  }
  std::vector<std::string> environment = setup.environment ? *setup.environment : OurEnvironment();
  environment.insert(environment.end(), setup.variables.begin(), setup.variables.end());
  std::vector<char*> variables = Pointers(environment);
  PutEmulatorInFront(setup.words);
  std::vector<char*> words = Pointers(setup.words);
  if (!ChooseReaping()) {
    GiveUp("choose who reaps");
  }
  setup.before_exec();
  ::execve(words[0], words.data(), variables.data());
  GiveUp(words[0]);
}

// fork(2), as PID 1 of new PID and mount namespaces if asked.
pid_t Fork(Place place) {
  const unsigned long flags =
      place == Place::kPidOne ? static_cast<unsigned long>(CLONE_NEWPID | CLONE_NEWNS) : 0UL;
  return static_cast<pid_t>(::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, 0));
}

void MakePipe(int (&ends)[2]) {
  if (::pipe2(ends, O_CLOEXEC) == -1) {
    throw std::runtime_error("pipe2");
  }
}

// Whether any user may go to the folder of `file`.
bool IsInReach(const std::filesystem::path& file) {
  for (auto folder = file.parent_path(); folder != folder.root_path();
       folder = folder.parent_path()) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) == -1 || (status.st_mode & S_IXOTH) == 0) {
      return false;
    }
  }
  return true;
}

// A folder that any user may enter, one for each build of `program`.
std::filesystem::path OpenFolderFor(const std::filesystem::path& program) {
  namespace fs = std::filesystem;
  const auto age = fs::last_write_time(program).time_since_epoch().count();
  fs::path folder =
      fs::temp_directory_path() /
      ("dumb-init-tests-" + std::to_string(::getuid()) + "-" +
       std::to_string(std::hash<std::string>{}(program) ^ static_cast<std::size_t>(age)));
  fs::create_directories(folder);
  ::chmod(folder.c_str(), 0755);
  return folder;
}

// The program, or where that is in a folder that is closed to others, as a root user's home is, a
// copy of it that is not: some tests run as another user. The copy is made once.
std::string InReach(const std::filesystem::path& program) {
  namespace fs = std::filesystem;
  if (IsInReach(program)) {
    return program;
  }
  const fs::path copy = OpenFolderFor(program) / program.filename();
  if (!fs::exists(copy)) {
    const fs::path unfinished = copy.string() + "." + std::to_string(::getpid());
    fs::copy_file(program, unfinished);
    fs::rename(unfinished, copy);
  }
  return copy;
}

}  // namespace

std::string Init() {
  const char* const given = std::getenv("DUMB_INIT_BINARY");
  return InReach(given != nullptr ? given : DUMB_INIT_BUILT);
}

std::string InitAs(const std::string& name) {
  namespace fs = std::filesystem;
  const std::string init = Init();
  const fs::path link = OpenFolderFor(init) / name;
  if (!fs::exists(link)) {
    const fs::path unfinished = link.string() + "." + std::to_string(::getpid());
    fs::create_symlink(init, unfinished);
    fs::rename(unfinished, link);
  }
  return link;
}

std::string Program(std::string_view name) {
  return InReach(std::string(DUMB_INIT_GUESTS) + "/" + std::string(name));
}

std::ostream& operator<<(std::ostream& stream, const Outcome& outcome) {
  if (outcome.signal != 0) {
    return stream << "ended by signal " << outcome.signal;
  }
  return stream << "exited with status " << outcome.code;
}

std::optional<std::string> WhyNoNamespaces() {
  const pid_t child = Fork(Place::kPidOne);
  if (child == -1) {
    return std::string("cannot make a PID namespace: ") + std::strerror(errno);
  }
  if (child == 0) {
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  return std::nullopt;
}

Guest::Guest(Setup setup) {
  Streams streams{};
  if (setup.terminal) {
    int master = -1;
    int slave = -1;
    if (::openpty(&master, &slave, nullptr, nullptr, nullptr) == -1) {
      throw std::runtime_error("openpty");
    }
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
    streams = {slave, slave, slave};
    input_ = output_ = master;
    errors_ = -1;
  } else {
    int in[2];
    int out[2];
    int err[2];
    MakePipe(in);
    MakePipe(out);
    MakePipe(err);
    streams = {in[0], out[1], err[1]};
    input_ = in[1];
    output_ = out[0];
    errors_ = err[0];
  }
  pid_ = Fork(setup.place);
  if (pid_ == 0) {
    BecomeInit(setup, streams);
  }
  const int error = errno;
  ::close(streams.input);
  if (streams.output != streams.input) {
    ::close(streams.output);
    ::close(streams.errors);
  }
  if (pid_ == -1) {
    throw std::runtime_error(std::string("clone: ") + std::strerror(error));
  }
}

Guest::~Guest() {
  if (!outcome_) {
    // Not PID 1: whatever the init started would stay behind.
    for (const pid_t descendant : Descendants()) {
      ::kill(descendant, SIGKILL);
    }
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  CloseInput();
  if (output_ != -1) {
    ::close(output_);
  }
  if (errors_ != -1) {
    ::close(errors_);
  }
}

std::string Guest::ReadLineFrom(int descriptor, std::string& buffer) {
  const auto end = Clock::now() + kDeadline;
  for (;;) {
    const std::size_t newline = buffer.find('\n');
    if (newline != std::string::npos) {
      std::string line = buffer.substr(0, newline);
      buffer.erase(0, newline + 1);
      if (!line.empty() && line.back() == '\r') {
        line.pop_back();
      }
      return line;
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    struct pollfd ready {
      descriptor, POLLIN, 0
    };
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) == 0) {
      return "(nothing in time) " + buffer;
    }
    char bytes[4096];
    const ssize_t size = ::read(descriptor, bytes, sizeof(bytes));
    if (size <= 0) {
      return "(end of file)" + buffer;
    }
    buffer.append(bytes, static_cast<std::size_t>(size));
  }
}

std::string Guest::ReadAllFrom(int descriptor, std::string& buffer) {
  const auto end = Clock::now() + kDeadline;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    struct pollfd ready {
      descriptor, POLLIN, 0
    };
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) == 0) {
      return "(no end of file in time) " + buffer;
    }
    char bytes[65536];
    const ssize_t size = ::read(descriptor, bytes, sizeof(bytes));
    if (size <= 0) {
      return std::exchange(buffer, {});
    }
    buffer.append(bytes, static_cast<std::size_t>(size));
  }
}

std::string Guest::ReadLine() { return ReadLineFrom(output_, output_buffer_); }
std::string Guest::ReadErrorLine() { return ReadLineFrom(errors_, error_buffer_); }
std::string Guest::ReadOutput() { return ReadAllFrom(output_, output_buffer_); }
std::string Guest::ReadErrors() { return ReadAllFrom(errors_, error_buffer_); }

std::string Guest::ReadUntil(std::string_view text) {
  for (;;) {
    std::string line = ReadLine();
    if (line.find(text) != std::string::npos || line.starts_with("(nothing in time)") ||
        line.starts_with("(end of file)")) {
      return line;
    }
  }
}

void Guest::Write(std::string_view text) {
  if (::write(input_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("write to the guest");
  }
}

void Guest::CloseInput() {
  if (input_ != -1 && input_ != output_) {
    ::close(input_);
  }
  input_ = -1;
}

void Guest::Send(int signal) {
  if (::kill(pid_, signal) == -1) {
    throw std::runtime_error("kill");
  }
}

void Guest::CloseErrors() {
  ::close(errors_);
  errors_ = -1;
}

void Guest::CloseTerminal() {
  ::close(output_);
  input_ = output_ = -1;
}

void Guest::Resize(unsigned short rows, unsigned short columns) {
  const struct winsize size { rows, columns, 0, 0 };
  if (::ioctl(output_, TIOCSWINSZ, &size) == -1) {
    throw std::runtime_error("TIOCSWINSZ");
  }
}

void Guest::Queue(int signal, int value) {
  union sigval payload {};
  payload.sival_int = value;
  if (::sigqueue(pid_, signal, payload) == -1) {
    throw std::runtime_error("sigqueue");
  }
}

void Guest::SendFromInside(int signal) {
  const std::string path = "/proc/" + std::to_string(pid_) + "/ns/pid";
  const int space = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const std::string pids = Status(pid_, "NSpid");
  const int inner = std::stoi(pids.substr(pids.find_last_of(" \t") + 1));
  const pid_t entering = ::fork();
  if (entering == 0) {
    // setns(2) changes the namespace of children only.
    if (::setns(space, CLONE_NEWPID) == -1) {
      ::_exit(1);
    }
    const pid_t sender = ::fork();
    if (sender == 0) {
      ::_exit(::kill(inner, signal) == 0 ? 0 : 1);
    }
    int status = 1;
    ::waitpid(sender, &status, 0);
    // A signal that ends the namespace takes the sender along.
    ::_exit(status == 0 || WIFSIGNALED(status) ? 0 : 1);
  }
  ::close(space);
  int status = 1;
  ::waitpid(entering, &status, 0);
  if (status != 0) {
    throw std::runtime_error("kill from inside");
  }
}

Outcome Guest::Wait() {
  if (outcome_) {
    return *outcome_;
  }
  int status = 0;
  if (!Eventually([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; })) {
    return {-2, 0};
  }
  outcome_ = WIFEXITED(status) ? Outcome{WEXITSTATUS(status), 0} : Outcome{-1, WTERMSIG(status)};
  return *outcome_;
}

bool Guest::Alive() {
  siginfo_t info{};
  return !outcome_ &&
         ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == 0;
}

std::string Guest::Status(pid_t pid, std::string_view field) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  const std::string prefix = std::string(field) + ":";
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(prefix)) {
      const std::size_t start = line.find_first_not_of(" \t", prefix.size());
      return start == std::string::npos ? "" : line.substr(start);
    }
  }
  return "(none)";
}

std::string Guest::WaitForStatus(pid_t pid, std::string_view field,
                                 const std::function<bool(const std::string&)>& wanted) {
  std::string value;
  Eventually([&] {
    value = Status(pid, field);
    return wanted(value);
  });
  return value;
}

// The child that tests/support/reaping.h left for the init, and the init has not got to yet.
bool Guest::IsLeftChild(pid_t pid) {
  if (WantedReaping() != "kernel") {
    return false;
  }
  const std::string pids = Status(pid, "NSpid");
  const std::string inner = pids.substr(pids.find_last_of(" \t") + 1);
  return Status(pid, "State").starts_with("Z") && inner.size() == 5 && IsLeftPid(std::stoi(inner));
}

std::vector<pid_t> Guest::Descendants() const {
  std::multimap<pid_t, pid_t> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (std::all_of(name.begin(), name.end(), ::isdigit)) {
      const bool left = IsLeftChild(std::stoi(name));
      const std::string parent = Status(std::stoi(name), "PPid");
      if (parent != "(none)" && !left) {
        children.emplace(std::stoi(parent), std::stoi(name));
      }
    }
  }
  std::vector<pid_t> found{pid_};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto [first, last] = children.equal_range(found[i]);
    for (auto child = first; child != last; ++child) {
      found.push_back(child->second);
    }
  }
  found.erase(found.begin());
  return found;
}

pid_t Guest::CommandPid() const {
  const std::string pid = std::to_string(pid_);
  pid_t command = -1;
  // A child that ends while the kernel lists them can hide the next one (proc(5)).
  Eventually([&] {
    std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
    for (pid_t child = -1; command == -1 && children >> child;) {
      // Who is gone by now may have been that one.
      command = IsLeftChild(child) || Status(child, "State") == "(none)" ? -1 : child;
    }
    return command != -1;
  });
  return command;
}

pid_t Guest::HostPid(pid_t inner) const {
  std::vector<pid_t> candidates = Descendants();
  candidates.push_back(pid_);
  for (const pid_t candidate : candidates) {
    std::istringstream pids(Status(candidate, "NSpid"));
    pid_t last = -1;
    for (pid_t next = 0; pids >> next;) {
      last = next;
    }
    if (last == inner) {
      return candidate;
    }
  }
  return -1;
}

Transcript RunToEnd(Setup setup) {
  Guest guest(std::move(setup));
  guest.CloseInput();
  std::string errors;
  // Both ends are read at the same time, so that neither can fill up.
  std::thread reader([&] { errors = guest.ReadErrors(); });
  std::string output = guest.ReadOutput();
  reader.join();
  return {guest.Wait(), std::move(output), std::move(errors)};
}

bool Eventually(const std::function<bool()>& condition) {
  const auto end = Clock::now() + kDeadline;
  while (!condition()) {
    if (Clock::now() > end) {
      return condition();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace dumb_init::testing
