// Lets two things happen to an init at the same moment, many times over, and counts what went
// wrong.
//
//   races [--init FILE] [--race NAME] [--way WAY] [--runs N] [--seed N]
//
// NAME: one of the tables of the files beside this one, or all. WAY: how the init reaps (race.h),
// or all. Each row says how often each side was first, since a race that one side always wins shows
// nothing. Ends with 1 if anything went wrong, with 77 where no PID namespace can be made.
#include <sys/prctl.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "race/options.h"
#include "race/race.h"

namespace dumb_init::race {
namespace {

// An init that hangs costs a minute each time.
constexpr int kMostHangs = 2;
constexpr int kMostTold = 3;

void SetReaping(std::string_view reaping) {
  if (reaping == "ours" || reaping == "kernel") {
    ::setenv("DUMB_INIT_TEST_REAPING", std::string(reaping).c_str(), 1);
  } else {
    ::unsetenv("DUMB_INIT_TEST_REAPING");
  }
}

// Prints one row; whether all was right.
bool RunMany(const Race& race, const Way& way, int runs, unsigned seed) {
  SetReaping(way.reaping);
  Aim aim(seed, race.centre, race.spread);
  int early = 0;
  int late = 0;
  int wrong = 0;
  int hangs = 0;
  int done = 0;
  const auto start = std::chrono::steady_clock::now();
  for (; done < runs && hangs < kMostHangs; ++done) {
    const Verdict verdict = race.run(way, aim);
    if (verdict.early) {
      aim.Saw(*verdict.early);
      ++(*verdict.early ? early : late);
    }
    hangs += Contains(verdict.wrong, "hangs") || Contains(verdict.wrong, "not reaped") ? 1 : 0;
    if (!verdict.wrong.empty() && ++wrong <= kMostTold) {
      std::fprintf(stderr, "races: %s: %s\n", std::string(race.name).c_str(),
                   verdict.wrong.c_str());
    }
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%-15s %-8s %-6s %6d %6d  %-17s %6d  %-18s %6d %6.0f\n",
              std::string(race.name).c_str(),
              way.place == testing::Place::kPidOne ? "PID 1" : "ordinary",
              std::string(way.reaping).c_str(), done, wrong, std::string(race.one).c_str(), early,
              std::string(race.other).c_str(), late, seconds);
  std::fflush(stdout);
  return wrong == 0;
}

bool RunAll(const Options& options) {
  const unsigned seed = static_cast<unsigned>(std::stoul(options.find("--seed")->second));
  const int runs = NumberOf(options, "--runs");
  bool all_right = true;
  bool any = false;
  std::printf("seed %u\n%-15s %-8s %-6s %6s %6s  %-24s  %-25s %6s\n", seed, "race", "place",
              "reaps", "runs", "wrong", "first: this", "first: that", "s");
  for (const auto* races : {&kCommandEnds, &kGraceEnds, &kSendersAtOnce, &kFirstOrphans}) {
    for (const Race& race : *races) {
      for (const Way& way : race.ways) {
        if (Wants(options, "--race", race.name) && Wants(options, "--way", way.reaping)) {
          any = true;
          all_right &= RunMany(race, way, runs, seed);
        }
      }
    }
  }
  if (!any) {
    throw std::runtime_error("no such race");
  }
  return all_right;
}

Options AllOptions() {
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  return {{"--init", ""},
          {"--race", "all"},
          {"--way", "all"},
          {"--runs", "100"},
          {"--seed", std::to_string(static_cast<unsigned>(now / 1000))}};
}

int Main(int argc, char** argv) {
  // Whoever is left by an init that is not PID 1 comes to us.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::setenv("TINI_VERBOSITY", "0", 1);
  try {
    const Options options = ReadOptions(argc, argv, AllOptions());
    if (!options.find("--init")->second.empty()) {
      ::setenv("DUMB_INIT_BINARY", options.find("--init")->second.c_str(), 1);
    }
    if (const auto reason = testing::WhyNoNamespaces()) {
      return SkippedBecause("races", *reason);
    }
    return RunAll(options) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "races: %s\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace dumb_init::race

int main(int argc, char** argv) { return dumb_init::race::Main(argc, argv); }
