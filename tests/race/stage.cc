// What all races share.
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "race/race.h"

namespace dumb_init::race {
namespace {

// Other inits have the command alone as their default.
std::vector<std::string> WordsFor(std::string_view init, To to) {
  const std::string_view name = init.substr(init.rfind('/') + 1);
  const bool other = name.starts_with("tini") || name.starts_with("catatonit");
  if (to == To::kGroup) {
    return other ? std::vector<std::string>{"-g"} : std::vector<std::string>{};
  }
  return other ? std::vector<std::string>{} : std::vector<std::string>{"-c"};
}

}  // namespace

testing::Setup Stage(const Way& way, To to, std::vector<std::string> options,
                     const std::vector<std::string>& command) {
  static const std::string init = testing::Init();
  static const std::string racer = testing::Program("racer");
  static const std::string tally = testing::Program("tally");
  testing::Setup setup;
  setup.words = WordsFor(init, to);
  setup.words.insert(setup.words.begin(), init);
  if (way.reaping == "told") {
    setup.words.emplace_back("-v");
  }
  setup.words.insert(setup.words.end(), options.begin(), options.end());
  setup.words.emplace_back("--");
  setup.words.push_back(command[0] == "1" ? tally : racer);
  setup.words.insert(setup.words.end(), command.begin(), command.end());
  setup.place = way.place;
  return setup;
}

void Spin(long microseconds) {
  using std::chrono::steady_clock;
  constexpr long kLong = 1000;
  const auto end = steady_clock::now() + std::chrono::microseconds(microseconds);
  if (microseconds > kLong) {
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds - kLong));
  }
  while (steady_clock::now() < end) {
  }
}

int TakeLeftBehind() {
  const std::string self = std::to_string(::getpid());
  int count = 0;
  for (;;) {
    std::ifstream children("/proc/self/task/" + self + "/children");
    pid_t child = 0;
    if (!(children >> child)) {
      return count;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ++count;
  }
}

std::string NotStatus(const testing::Outcome& outcome, int status) {
  if (outcome.code == status) {
    return "";
  }
  if (outcome.code == -2) {
    return "the init hangs";
  }
  return outcome.signal != 0 ? "the init was ended by signal " + std::to_string(outcome.signal)
                             : "the init ended with status " + std::to_string(outcome.code);
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

int Count(std::string_view text, std::string_view part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

}  // namespace dumb_init::race
