// Processes to measure: PID 1 of a PID namespace of its own each, all on one CPU.
#pragma once

#include <sys/types.h>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// Says what failed and why, and ends the program.
[[noreturn]] void GiveUp(const std::string& what);

// All of us on the last CPU, since interrupts prefer the first.
void PinToOneCpu();

double NowUs();

// Starts `words` as PID 1. Sharing our memory until exec keeps the cost of copying it out of the
// numbers. `output`, if it is no -1, becomes standard output.
pid_t Start(const std::vector<std::string>& words, int output = -1);

// Waits for its end; anything but status 0 ends the program.
void Wait(pid_t pid);

// Kills it and, with it, its namespace.
void Kill(pid_t pid);

// The number behind `field` in /proc/PID/`file`.
long ReadField(pid_t pid, const char* file, std::string_view field);

// Nanoseconds on a CPU so far (proc(5), schedstat).
double CpuNs(pid_t pid);

// How often it has run so far.
long Switches(pid_t pid);

// The pid here of the only child of PID 1.
pid_t OnlyChild(pid_t pid);

// A program under way that says lines.
class Talker {
 public:
  explicit Talker(const std::vector<std::string>& words);
  Talker(const Talker&) = delete;
  Talker& operator=(const Talker&) = delete;
  ~Talker();

  pid_t pid() const { return pid_; }
  // The next line; the program ends if there is none.
  std::string Line();
  // Once it has ended by itself.
  void HasEnded() { pid_ = -1; }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string buffer_;
};

}  // namespace bench
