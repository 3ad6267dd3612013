// Processes to measure: PID 1 of a PID namespace of its own each, all on one CPU.
#include "process.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace bench {

void GiveUp(const std::string& what) {
  std::perror(("bench: " + what).c_str());
  std::exit(1);
}

void PinToOneCpu() {
  cpu_set_t cpus;
  if (::sched_getaffinity(0, sizeof(cpus), &cpus) == -1) {
    GiveUp("sched_getaffinity");
  }
  int last = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    last = CPU_ISSET(cpu, &cpus) ? cpu : last;
  }
  CPU_ZERO(&cpus);
  CPU_SET(last, &cpus);
  if (::sched_setaffinity(0, sizeof(cpus), &cpus) == -1) {
    GiveUp("sched_setaffinity");
  }
}

double NowUs() {
  const std::chrono::duration<double, std::micro> now =
      std::chrono::steady_clock::now().time_since_epoch();
  return now.count();
}

pid_t Start(const std::vector<std::string>& words, int output) {
  struct Child {
    std::vector<char*> words;
    int output;
  } child{{}, output};
  for (const std::string& word : words) {
    child.words.push_back(const_cast<char*>(word.c_str()));
  }
  child.words.push_back(nullptr);
  alignas(16) static std::array<std::byte, 65536> stack;
  const auto run = [](void* argument) {
    const Child& it = *static_cast<Child*>(argument);
    if (it.output != -1) {
      ::dup2(it.output, STDOUT_FILENO);
    }
    ::execv(it.words[0], it.words.data());
    ::_exit(127);
    return 0;
  };
  const int flags = CLONE_NEWPID | CLONE_VM | CLONE_VFORK | SIGCHLD;
  const pid_t pid = ::clone(run, stack.data() + stack.size(), flags, &child);
  if (pid == -1) {
    GiveUp("clone(CLONE_NEWPID)");
  }
  return pid;
}

void Wait(pid_t pid) {
  int status = 0;
  if (::waitpid(pid, &status, 0) != pid || status != 0) {
    GiveUp("wait status " + std::to_string(status));
  }
}

void Kill(pid_t pid) {
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

long ReadField(pid_t pid, const char* file, std::string_view field) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/" + file);
  std::string line;
  while (std::getline(stream, line)) {
    if (line.starts_with(field) && line[field.size()] == ':') {
      return std::atol(line.c_str() + field.size() + 1);
    }
  }
  GiveUp("no " + std::string(field) + " in " + file);
}

double CpuNs(pid_t pid) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/schedstat");
  double nanoseconds = 0;
  stream >> nanoseconds;
  return nanoseconds;
}

long Switches(pid_t pid) {
  return ReadField(pid, "status", "voluntary_ctxt_switches") +
         ReadField(pid, "status", "nonvoluntary_ctxt_switches");
}

pid_t OnlyChild(pid_t pid) {
  const std::string number = std::to_string(pid);
  std::ifstream stream("/proc/" + number + "/task/" + number + "/children");
  pid_t child = -1;
  stream >> child;
  return child;
}

Talker::Talker(const std::vector<std::string>& words) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) == -1) {
    GiveUp("pipe2");
  }
  output_ = ends[0];
  pid_ = Start(words, ends[1]);
  ::close(ends[1]);
}

Talker::~Talker() {
  if (pid_ != -1) {
    Kill(pid_);
  }
  ::close(output_);
}

std::string Talker::Line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n');
    if (end != std::string::npos) {
      const std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    char bytes[4096];
    const ssize_t size = ::read(output_, bytes, sizeof(bytes));
    if (size <= 0) {
      GiveUp("a program said nothing");
    }
    buffer_.append(bytes, static_cast<std::size_t>(size));
  }
}

}  // namespace bench
