// What is seen of an init that lives long.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "race/soak_ward.h"

namespace dumb_init::race {
namespace {

using testing::Eventually;

constexpr int kTell = 60;
constexpr int kTellAndEnd = 61;

long Field(const std::string& path, std::string_view name) {
  std::ifstream file(path);
  for (std::string word; file >> word;) {
    long value = 0;
    if (word == name && file >> value) {
      return value;
    }
  }
  return 0;
}

Holding HeldBy(pid_t init) {
  const std::string folder = "/proc/" + std::to_string(init) + "/";
  const auto switches = [&] {
    return Field(folder + "status", "voluntary_ctxt_switches:") +
           Field(folder + "status", "nonvoluntary_ctxt_switches:");
  };
  const long before = switches();
  Holding holding;
  holding.resident_kb = Field(folder + "smaps_rollup", "Rss:");
  holding.anonymous_kb = Field(folder + "smaps_rollup", "Anonymous:");
  for (const auto& entry : std::filesystem::directory_iterator(folder + "fd")) {
    holding.descriptors += entry.path().empty() ? 0 : 1;
  }
  std::this_thread::sleep_for(std::chrono::seconds(1));
  holding.wakeups = switches() - before;
  return holding;
}

}  // namespace

std::string SoakWard::NextLine() {
  std::string line;
  for (int byte = std::fgetc(reports_); byte != '\n' && byte != EOF; byte = std::fgetc(reports_)) {
    line += static_cast<char>(byte);
  }
  return line;
}

SoakWard::Told SoakWard::Tell() {
  guest_->Send(kTell);
  Told told;
  for (std::string line = NextLine(); line != "told" && !line.empty(); line = NextLine()) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    std::vector<long> values{std::istream_iterator<long>(words), {}};
    if (what == "size" || what == "first") {
      told[what] = values;
    } else if (!values.empty()) {
      told[what + " " + std::to_string(values[0])] = {values.begin() + 1, values.end()};
    }
  }
  return told;
}

// What has not arrived; more than was sent never does.
std::string SoakWard::Missing(const Told& told) const {
  const auto at = [&](const std::string& name) {
    const auto found = told.find(name);
    return found == told.end() ? std::vector<long>{-1, -1} : found->second;
  };
  if (at("sender 0") != std::vector<long>{queued_outside_, 0} ||
      at("sender 3") != std::vector<long>{queued_inside_, 0}) {
    return "real-time signals: " + std::to_string(at("sender 0")[0]) + " and " +
           std::to_string(at("sender 3")[0]) + " of " + std::to_string(queued_outside_) + " and " +
           std::to_string(queued_inside_) + ", " + std::to_string(at("sender 0")[1]) + " and " +
           std::to_string(at("sender 3")[1]) + " out of order";
  }
  if (at("standard " + std::to_string(SIGUSR1))[0] < last_standard_) {
    return "the last USR1";
  }
  if (last_resize_ != 0 && (at("standard " + std::to_string(SIGWINCH))[0] < last_resize_ ||
                            at("size") != std::vector<long>{rows_, columns_})) {
    return "the last resize";
  }
  return "";
}

void SoakWard::Settle() {
  std::string missing;
  if (!Eventually([&] { return (missing = Missing(Tell())).empty(); })) {
    throw std::runtime_error(reaping_ + ": lost: " + missing);
  }
  // The command and its helper.
  if (!Eventually([&] { return guest_->Descendants().size() == 2; })) {
    throw std::runtime_error(reaping_ +
                             ": left: " + std::to_string(guest_->Descendants().size() - 2));
  }
}

Holding SoakWard::Look() {
  Holding holding;
  // Who was awake meanwhile was seen at work, with a file of /proc open, say.
  if (!Eventually([&] {
        holding = HeldBy(guest_->pid());
        return holding.wakeups == 0;
      })) {
    throw std::runtime_error(reaping_ + ": it never sleeps");
  }
  return holding;
}

testing::Outcome SoakWard::End() {
  guest_->Send(kTellAndEnd);
  return guest_->Wait();
}

}  // namespace dumb_init::race
