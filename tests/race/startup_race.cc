// Sends a signal to an init while it starts its command, many times, and counts the lost ones.
//
//   startup_race [--init FILE] [--as NAME] [--emulator FILE] [--when WHEN] [--place PLACE]
//                [--mode MODE] [--runs N]
//
// WHEN: random, at a random moment of the first 3 ms after the init blocked its signals; appears,
// at the instant the command's process appears; hup and cont, as random, with a terminal as
// standard input; or all. PLACE: pid1, ordinary or both. MODE: group, child or both. NAME is what
// the init is called by; as tini or catatonit it is asked for the modes as those are. Ends with 1
// if a signal was lost, with 77 where no PID namespace can be made.
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "race/run.h"

namespace dumb_init::race {
namespace {

constexpr auto kWindow = std::chrono::microseconds(3000);
constexpr int kSkipped = 77;

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

using Options = std::map<std::string, std::string, std::less<>>;

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
bool RunMany(const Plan& plan, const When& when, std::string_view mode, int runs) {
  SetMaskFor(when.signal);
  std::mt19937 random;
  std::uniform_int_distribution<std::chrono::microseconds::rep> moments(0, kWindow.count());
  int lost = 0;
  int strange = 0;
  for (int run = 0; run < runs; ++run) {
    const Fate fate = RunOnce(plan, std::chrono::microseconds(moments(random)));
    lost += fate == Fate::kLost ? 1 : 0;
    strange += fate == Fate::kStrange ? 1 : 0;
  }
  std::printf("%-28s %-9s %-6s %6d %6d %6d\n", std::string(when.description).c_str(),
              plan.place == Place::kPidOne ? "PID 1" : "ordinary", std::string(mode).c_str(), runs,
              lost, strange);
  std::fflush(stdout);
  return lost == 0 && strange == 0;
}

bool Wants(const Options& options, std::string_view option, std::string_view value) {
  const std::string& wanted = options.find(option)->second;
  return wanted == value || wanted == "both" || wanted == "all";
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
          const int runs = std::atoi(options.find("--runs")->second.c_str());
          all_arrived &= RunMany(MakePlan(options, when, place, mode), when, mode, runs);
        }
      }
    }
  }
  return all_arrived;
}

Options ReadOptions(int argc, char** argv) {
  const char* const init = std::getenv("DUMB_INIT_BINARY");
  Options options{{"--init", init != nullptr ? init : DUMB_INIT_BUILT},
                  {"--as", ""},
                  {"--emulator", ""},
                  {"--when", "all"},
                  {"--place", "both"},
                  {"--mode", "both"},
                  {"--runs", "500"}};
  for (int i = 1; i < argc; i += 2) {
    const auto option = options.find(argv[i]);
    if (option == options.end() || i + 1 == argc) {
      throw std::runtime_error("unknown option or no value: " + std::string(argv[i]));
    }
    option->second = argv[i + 1];
  }
  return options;
}

int Main(int argc, char** argv) {
  // tini would warn at each start that is not PID 1's.
  ::setenv("TINI_VERBOSITY", "0", 1);
  try {
    return RunAll(ReadOptions(argc, argv)) ? 0 : 1;
  } catch (const NoNamespaces& none) {
    const char* const required = std::getenv("DUMB_INIT_REQUIRE_NAMESPACES");
    std::fprintf(stderr, "startup_race: %s\n", none.what());
    return required != nullptr && std::string_view(required) == "1" ? 1 : kSkipped;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "startup_race: %s\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace dumb_init::race

int main(int argc, char** argv) { return dumb_init::race::Main(argc, argv); }
