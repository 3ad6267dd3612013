// Measures inits side by side: each as PID 1 of a fresh PID namespace, in turn, on one CPU.
//   bench ROUNDS COMMAND NAME=PATH... -- NAME=PATH...
// COMMAND is a static program that exits at once. The first subject is the floor; those after "--"
// are the peers.
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

struct Subject {
  std::string name;
  std::string path;
  bool is_peer = false;
  std::vector<double> added_us{};
  long resident_kb = 0;
  long anonymous_kb = 0;
  long wakeups = 0;
  long long file_bytes = 0;
};

[[noreturn]] void GiveUp(const char* what) {
  std::perror(what);
  std::exit(1);
}

// Starts `words` as PID 1 of a new PID namespace. Sharing our memory until exec keeps the cost of
// copying it out of the numbers.
pid_t Start(const std::vector<const char*>& words) {
  alignas(16) static std::array<std::byte, 65536> stack;
  const auto run = [](void* argument) {
    ::execv(static_cast<char**>(argument)[0], static_cast<char**>(argument));
    ::_exit(127);
    return 0;
  };
  void* const argument = const_cast<char**>(words.data());
  const int flags = CLONE_NEWPID | CLONE_VM | CLONE_VFORK | SIGCHLD;
  const pid_t pid = ::clone(run, stack.data() + stack.size(), flags, argument);
  if (pid == -1) {
    GiveUp("clone(CLONE_NEWPID)");
  }
  return pid;
}

// Runs `words` to its end; the microseconds that took.
double Time(const std::vector<const char*>& words) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t pid = Start(words);
  int status = 0;
  if (::waitpid(pid, &status, 0) != pid || status != 0) {
    std::fprintf(stderr, "bench: %s ended with wait status %d\n", words[0], status);
    std::exit(1);
  }
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
  return taken.count();
}

// Bare exec and every subject in turn, so that whatever else the machine does hits all alike.
void MeasureStart(std::vector<Subject>& subjects, const char* command, int rounds) {
  constexpr int kWarmUps = 10;
  for (int round = -kWarmUps; round < rounds; ++round) {
    const double bare_us = Time({command, nullptr});
    for (Subject& subject : subjects) {
      const double with_init_us = Time({subject.path.c_str(), command, nullptr});
      if (round >= 0) {
        subject.added_us.push_back(with_init_us - bare_us);
      }
    }
  }
}

// The number behind `field` in /proc/PID/`file`.
long ReadField(pid_t pid, const char* file, std::string_view field) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/" + file);
  std::string line;
  while (std::getline(stream, line)) {
    if (line.starts_with(field) && line[field.size()] == ':') {
      return std::atol(line.c_str() + field.size() + 1);
    }
  }
  std::fprintf(stderr, "bench: no %.*s in %s of PID %d\n", static_cast<int>(field.size()),
               field.data(), file, pid);
  std::exit(1);
}

long Switches(pid_t pid) {
  return ReadField(pid, "status", "voluntary_ctxt_switches") +
         ReadField(pid, "status", "nonvoluntary_ctxt_switches");
}

// All subjects idle at the same time: what they hold, and how often they run in a second.
void MeasureIdle(std::vector<Subject>& subjects) {
  constexpr std::chrono::seconds kIdle{1};
  std::vector<pid_t> pids;
  for (const Subject& subject : subjects) {
    pids.push_back(Start({subject.path.c_str(), "/bin/sleep", "1000", nullptr}));
  }
  std::this_thread::sleep_for(kIdle);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    // The counters of "status" are approximate (proc(5)); these are counted page by page.
    subjects[i].resident_kb = ReadField(pids[i], "smaps_rollup", "Rss");
    subjects[i].anonymous_kb = ReadField(pids[i], "smaps_rollup", "Anonymous");
    subjects[i].wakeups = -Switches(pids[i]);
  }
  std::this_thread::sleep_for(kIdle);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    subjects[i].wakeups += Switches(pids[i]);
    ::kill(pids[i], SIGKILL);
    ::waitpid(pids[i], nullptr, 0);
  }
}

double Quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

double Median(const Subject& subject) { return Quantile(subject.added_us, 0.5); }

void PrintTable(const std::vector<Subject>& subjects) {
  const double floor_us = Median(subjects.front());
  double best_us = std::numeric_limits<double>::infinity();
  for (const Subject& subject : subjects) {
    best_us = subject.is_peer ? std::min(best_us, Median(subject)) : best_us;
  }
  std::printf("%-14s %10s %13s %8s %8s %12s %13s %9s %9s\n", "", "start-up", "quartiles", "x floor",
              "x best", "resident", "anonymous", "wake-ups", "file");
  std::printf("%-14s %10s %13s %8s %8s %12s %13s %9s %9s\n", "", "us", "us", "", "peer", "kB", "kB",
              "1/s", "bytes");
  for (const Subject& subject : subjects) {
    const double median_us = Median(subject);
    std::printf("%-14s %10.1f %6.1f-%6.1f %8.2f %8.2f %12ld %13ld %9ld %9lld\n",
                subject.name.c_str(), median_us, Quantile(subject.added_us, 0.25),
                Quantile(subject.added_us, 0.75), median_us / floor_us, median_us / best_us,
                subject.resident_kb, subject.anonymous_kb, subject.wakeups, subject.file_bytes);
  }
}

// On the last CPU: interrupts prefer the first.
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

// A terminal would make some subjects do more.
void DetachStandardInput() {
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null == -1 || ::dup2(null, STDIN_FILENO) == -1) {
    GiveUp("/dev/null");
  }
}

// "NAME=PATH".
Subject SubjectFrom(const std::string& word, bool is_peer) {
  const std::size_t equals = std::min(word.find('='), word.size());
  Subject subject{word.substr(0, equals), word.substr(std::min(equals + 1, word.size())), is_peer};
  struct stat file {};
  if (::stat(subject.path.c_str(), &file) == -1) {
    GiveUp(word.c_str());
  }
  subject.file_bytes = file.st_size;
  return subject;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Subject> subjects;
  bool peers = false;
  for (int i = 3; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--") {
      peers = true;
    } else {
      subjects.push_back(SubjectFrom(argv[i], peers));
    }
  }
  if (subjects.empty()) {
    std::fprintf(stderr, "usage: bench ROUNDS COMMAND NAME=PATH... -- NAME=PATH...\n");
    return 2;
  }
  const int rounds = std::max(1, std::atoi(argv[1]));
  PinToOneCpu();
  DetachStandardInput();
  MeasureStart(subjects, argv[2], rounds);
  MeasureIdle(subjects);
  std::printf("start-up: what the init adds to a bare exec; median of %d rounds, all in turn.\n",
              rounds);
  PrintTable(subjects);
  return 0;
}
