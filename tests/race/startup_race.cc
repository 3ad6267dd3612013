// Sends a signal to an init while it starts its command, many times, and counts the lost ones.
//
//   startup_race [--init FILE] [--as NAME] [--emulator FILE] [--when WHEN] [--place PLACE]
//                [--mode MODE] [--runs N] [--jobs N] [--window US] [--seed N]
//
// WHEN: random, at a random moment of the first US (3000) microseconds after the init blocked its
// signals; appears, at the instant the command's process appears; hup and cont, as random, with a
// terminal as standard input; or all. PLACE: pid1, ordinary or both. MODE: group, child or both.
// NAME is what the init is called by; as tini or catatonit it is asked for the modes as those are.
// Ends with 1 if a signal was lost, with 77 where no PID namespace can be made.
#include <unistd.h>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "race/options.h"
#include "race/run.h"

namespace dumb_init::race {
namespace {

struct When {
  std::string_view name;
  std::string_view description;
  Moment moment;
  StandardInput input;
  int signal;
  int delivered_status;
};

constexpr When kWhens[] = {
    {"random", "TERM at a random moment", Moment::kRandom, StandardInput::kNull, SIGTERM,
     128 + SIGTERM},
    {"appears", "TERM when the child appears", Moment::kAppears, StandardInput::kNull, SIGTERM,
     128 + SIGTERM},
    {"hup", "HUP, with a terminal", Moment::kRandom, StandardInput::kTerminal, SIGHUP,
     128 + SIGHUP},
    {"cont", "CONT, with a terminal", Moment::kRandom, StandardInput::kTerminal, SIGCONT, 0},
};

std::string_view BaseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// How this init is asked for a mode: in dumb-init the group is the default, elsewhere the child.
std::vector<std::string> ModeWords(std::string_view name, std::string_view mode) {
  const bool other = name.starts_with("tini") || name.starts_with("catatonit");
  if (mode == "group") {
    return other ? std::vector<std::string>{"-g"} : std::vector<std::string>{};
  }
  return other ? std::vector<std::string>{} : std::vector<std::string>{"-c"};
}

Plan MakePlan(const Options& options, const When& when, Place place, std::string_view mode) {
  Plan plan;
  const std::string& emulator = options.find("--emulator")->second;
  const std::string& init = options.find("--init")->second;
  const std::string& as = options.find("--as")->second;
  const std::string name{as.empty() ? BaseName(init) : as};
  plan.program = init;
  plan.words = {name};
  if (!emulator.empty()) {
    plan.program = emulator;
    plan.words = {emulator, "-0", name, init};
    plan.machine = Machine::kEmulated;
  }
  for (std::string& word : ModeWords(name, mode)) {
    plan.words.push_back(std::move(word));
  }
  plan.words.push_back("--");
  plan.words.push_back(RACE_COMMAND);
  if (when.signal == SIGCONT) {
    plan.words.push_back(std::to_string(SIGCONT));
  }
  plan.command_name = BaseName(RACE_COMMAND);
  plan.place = place;
  plan.moment = when.moment;
  plan.input = when.input;
  plan.signal = when.signal;
  plan.delivered_status = when.delivered_status;
  return plan;
}

// CONT is ignored unless somebody waits for it, so the command is given it blocked. Everything
// else is as a fresh program has it.
void SetMaskFor(int signal) {
  sigset_t mask;
  sigemptyset(&mask);
  if (signal == SIGCONT) {
    sigaddset(&mask, SIGCONT);
  }
  sigprocmask(SIG_SETMASK, &mask, nullptr);
}

// Prints one row of the table; false if a signal did not arrive.
bool RunMany(const Options& options, const Plan& plan, const When& when, std::string_view mode) {
  SetMaskFor(when.signal);
  const int runs = NumberOf(options, "--runs");
  std::atomic<int> next = 0;
  std::atomic<int> lost = 0;
  std::atomic<int> strange = 0;
  std::vector<std::future<void>> jobs;
  for (int job = 0; job < NumberOf(options, "--jobs"); ++job) {
    jobs.push_back(std::async(std::launch::async, [&, job] {
      std::mt19937 random(static_cast<unsigned>(NumberOf(options, "--seed") + job));
      std::uniform_int_distribution<int> moments(0, NumberOf(options, "--window"));
      while (next++ < runs) {
        const Fate fate = RunOnce(plan, std::chrono::microseconds(moments(random)));
        lost += fate == Fate::kLost ? 1 : 0;
        strange += fate == Fate::kStrange ? 1 : 0;
      }
    }));
  }
  for (std::future<void>& job : jobs) {
    job.get();
  }
  std::printf("%-28s %-9s %-6s %6d %6d %6d\n", std::string(when.description).c_str(),
              plan.place == Place::kPidOne ? "PID 1" : "ordinary", std::string(mode).c_str(), runs,
              lost.load(), strange.load());
  std::fflush(stdout);
  return lost == 0 && strange == 0;
}

bool RunAll(const Options& options) {
  bool all_arrived = true;
  std::printf("%-28s %-9s %-6s %6s %6s %6s\n", "what is sent", "place", "mode", "sent", "lost",
              "other");
  for (const When& when : kWhens) {
    for (const Place place : {Place::kPidOne, Place::kOrdinary}) {
      for (const std::string_view mode : {"group", "child"}) {
        const std::string_view place_name = place == Place::kPidOne ? "pid1" : "ordinary";
        if (Wants(options, "--when", when.name) && Wants(options, "--place", place_name) &&
            Wants(options, "--mode", mode)) {
          all_arrived &= RunMany(options, MakePlan(options, when, place, mode), when, mode);
        }
      }
    }
  }
  return all_arrived;
}

Options AllOptions() {
  const char* const init = std::getenv("DUMB_INIT_BINARY");
  return {{"--init", init != nullptr ? init : DUMB_INIT_BUILT},
          {"--as", ""},
          {"--emulator", ""},
          {"--when", "all"},
          {"--place", "both"},
          {"--mode", "both"},
          {"--runs", "500"},
          {"--jobs", "1"},
          {"--window", "3000"},
          {"--seed", "5489"}};
}

int Main(int argc, char** argv) {
  // tini would warn at each start that is not PID 1's.
  ::setenv("TINI_VERBOSITY", "0", 1);
  try {
    return RunAll(ReadOptions(argc, argv, AllOptions())) ? 0 : 1;
  } catch (const NoNamespaces& none) {
    return SkippedBecause("startup_race", none.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "startup_race: %s\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace dumb_init::race

int main(int argc, char** argv) { return dumb_init::race::Main(argc, argv); }
