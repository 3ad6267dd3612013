// One start of an init, and one signal sent to it while it starts.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace dumb_init::race {

enum class Place { kPidOne, kOrdinary };

// When the signal is sent.
enum class Moment {
  kRandom,   // Some time after the init has blocked its signals.
  kAppears,  // As soon as the init has a child.
};

enum class StandardInput { kNull, kTerminal };

// What runs the init. An emulator blocks all signals now and then for its own sake; what the init
// itself blocks is told apart by SIGBUS, which an emulator never blocks for its program.
enum class Machine { kReal, kEmulated };

struct Plan {
  std::string program;
  std::vector<std::string> words;  // Its argument list, the name it is called by included.
  std::string command_name;        // What the kernel calls the command.
  Place place = Place::kPidOne;
  Moment moment = Moment::kRandom;
  StandardInput input = StandardInput::kNull;
  Machine machine = Machine::kReal;
  int signal = 0;
  int delivered_status = 0;  // The status of the init when the signal has reached the command.
};

enum class Fate {
  kDelivered,
  kLost,     // The command sleeps on and nothing is on its way to it.
  kStrange,  // Anything else, told on standard error.
};

// No PID namespace can be made here.
struct NoNamespaces : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Starts `plan`, sends the signal (a random one `delay` after the init blocked its signals), and
// leaves nothing behind.
Fate RunOnce(const Plan& plan, std::chrono::microseconds delay);

}  // namespace dumb_init::race
