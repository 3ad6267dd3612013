// One init that lives long, and everything that is done to it.
#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "race/flood.h"
#include "support/guest.h"

namespace dumb_init::race {

// What an init holds.
struct Holding {
  long resident_kb = 0;
  long anonymous_kb = 0;
  long descriptors = 0;
  // How often it woke up in a second in which nothing happened.
  long wakeups = 0;
};

// A command that counts, under an init that is PID 1, with a terminal.
class SoakWard {
 public:
  SoakWard(std::string_view reaping, const std::vector<std::string>& options, unsigned seed,
           int first_descriptor);
  SoakWard(const SoakWard&) = delete;
  SoakWard& operator=(const SoakWard&) = delete;
  ~SoakWard();

  // Does something to it that nobody could foresee.
  void Act();

  // Waits until all that was done is over: what was sent has arrived, and nobody is left but the
  // command and its helper. Throws where that does not come.
  void Settle();
  Holding Look();

  // Lets the command end; the init's status.
  testing::Outcome End();

  std::string_view reaping() const { return reaping_; }
  // What was done so far: "signals", "orphans" ...
  const std::map<std::string, long>& done() const { return done_; }

 private:
  using Told = std::map<std::string, std::vector<long>>;

  long Below(long limit) { return std::uniform_int_distribution<long>(0, limit - 1)(random_); }
  void Queue();
  void SendStandard();
  void Request(char kind);
  void Execute();
  void StopCommand();
  void StopInit();
  void Resize();
  std::string NextLine();
  Told Tell();
  std::string Missing(const Told& told) const;

  std::string reaping_;
  std::mt19937 random_;
  int requests_ = -1;
  std::FILE* reports_ = nullptr;
  std::unique_ptr<testing::Guest> guest_;
  pid_t command_ = -1;
  int queued_outside_ = 0;
  int queued_inside_ = 0;
  long last_standard_ = 0;
  long last_resize_ = 0;
  unsigned short rows_ = 24;
  unsigned short columns_ = 80;
  std::map<std::string, long> done_;
};

}  // namespace dumb_init::race
