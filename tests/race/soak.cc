// Two inits that live long, one for each way to reap, and everything that can be done to them.
//
//   soak [--seconds N] [--every N] [--seed N]
//
// Prints a Markdown table of what was done and what the inits hold, a row every so many seconds.
// Ends with 1 as soon as a signal is lost, doubled or out of order, somebody is left, or an init
// grows.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <thread>

#include "race/options.h"
#include "race/soak_ward.h"

namespace dumb_init::race {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kBetweenActs = std::chrono::milliseconds(20);
constexpr int kStatus = 7;
constexpr int kDescriptor = 200;

// What one init was seen to hold at first, and may not exceed.
struct Watched {
  SoakWard ward;
  std::optional<Holding> first{};
};

void PrintRow(const SoakWard& ward, const Holding& holding, long seconds) {
  const auto done = [&](const char* what) {
    const auto found = ward.done().find(what);
    return found == ward.done().end() ? 0L : found->second;
  };
  std::printf("| %ld | %s | %ld | %ld | %ld | %ld | %ld | %ld | %ld kB | %ld kB | %ld | %ld |\n",
              seconds, std::string(ward.reaping()).c_str(), done("real-time"), done("standard"),
              done("strays"), done("execs"), done("stops"), done("resizes"), holding.resident_kb,
              holding.anonymous_kb, holding.descriptors, holding.wakeups);
  std::fflush(stdout);
}

void Check(Watched& watched, long seconds) {
  watched.ward.Settle();
  const Holding now = watched.ward.Look();
  PrintRow(watched.ward, now, seconds);
  if (!watched.first) {
    watched.first = now;
  }
  if (now.resident_kb > watched.first->resident_kb ||
      now.anonymous_kb > watched.first->anonymous_kb ||
      now.descriptors != watched.first->descriptors) {
    throw std::runtime_error(std::string(watched.ward.reaping()) + ": it holds more than at first");
  }
}

void Soak(const Options& options) {
  const int seconds = NumberOf(options, "--seconds");
  const int every = NumberOf(options, "--every");
  const auto seed = static_cast<unsigned>(NumberOf(options, "--seed"));
  // Nobody reads the other terminal, so that what -v says there is lost from some time on.
  Watched all[] = {{{"kernel", {"--scope", "child"}, seed, kDescriptor}},
                   {{"ours", {"-c", "-v"}, seed + 1, kDescriptor + 2}}};
  std::printf(
      "| s | reaps | real-time | standard | strays | execs | stops | resizes | resident | "
      "anonymous | descriptors | wakeups |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  const auto start = Clock::now();
  for (int next = every; next <= seconds; next += every) {
    while (Clock::now() < start + std::chrono::seconds(next)) {
      for (Watched& watched : all) {
        watched.ward.Act();
        std::this_thread::sleep_for(kBetweenActs);
      }
    }
    for (Watched& watched : all) {
      Check(watched, next);
    }
  }
  for (Watched& watched : all) {
    if (watched.ward.End() != testing::Outcome{kStatus, 0}) {
      throw std::runtime_error(std::string(watched.ward.reaping()) + ": another status");
    }
  }
}

Options AllOptions() {
  return {{"--seconds", "1800"},
          {"--every", "60"},
          {"--seed", std::to_string(Clock::now().time_since_epoch().count() % 1000000)}};
}

int Main(int argc, char** argv) {
  try {
    const Options options = ReadOptions(argc, argv, AllOptions());
    if (const auto reason = testing::WhyNoNamespaces()) {
      return SkippedBecause("soak", *reason);
    }
    std::fprintf(stderr, "soak: seed %d\n", NumberOf(options, "--seed"));
    Soak(options);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "soak: %s\n", error.what());
    return 1;
  }
}

}  // namespace
}  // namespace dumb_init::race

int main(int argc, char** argv) { return dumb_init::race::Main(argc, argv); }
