// Several senders at once, from inside and from outside the namespace. Of real-time signals each
// one arrives, and those of one sender in the order in which it sent them; of standard signals at
// least one after the last that was sent.
#include <csignal>
#include <map>
#include <sstream>
#include <thread>

#include "race/flood.h"
#include "race/race.h"

namespace dumb_init::race {
namespace {

using testing::Guest;

constexpr int kCount = 50;
constexpr int kStatus = 7;
constexpr int kTellAndEnd = 61;
constexpr int kFlood = 63;

// What the command tells: "sender 2 50 0" becomes {"sender 2", {50, 0}}.
std::map<std::string, std::vector<long>> ReadTold(Guest& guest) {
  std::map<std::string, std::vector<long>> told;
  for (;;) {
    const std::string line = guest.ReadLine();
    std::istringstream words(line);
    std::string what;
    std::string which;
    words >> what >> which;
    if (what != "sender" && what != "last" && what != "standard" && what != "first" &&
        what != "size") {
      return told;
    }
    std::vector<long>& values = told[what == "first" ? what : what + " " + which];
    if (what == "first") {
      values.push_back(std::stol(which));
    }
    for (long value = 0; words >> value;) {
      values.push_back(value);
    }
  }
}

std::string Wrong(std::map<std::string, std::vector<long>>& told, const long (&last)[kSenders]) {
  for (int i = 0; i < kSenders; ++i) {
    const std::string number = std::to_string(i);
    std::vector<long>& got = told["sender " + number];
    if (got.size() != 2 || got[0] != kCount || got[1] != 0) {
      return "sender " + number + ": " + (got.empty() ? "nothing" : std::to_string(got[0])) +
             " arrived, " + (got.size() == 2 ? std::to_string(got[1]) : "?") + " out of order";
    }
    const long sent = i < kSenders / 2 ? last[i] : told["last " + number].at(0);
    const std::vector<long>& arrived = told["standard " + std::to_string(kStandard[i])];
    if (arrived.empty() || arrived[0] < sent) {
      return "the last standard signal of sender " + number + " was lost";
    }
  }
  return "";
}

Verdict Send(const Way& way, Aim& aim, To to) {
  const bool same = to == To::kCommand;
  std::vector<std::string> command{"1", std::to_string(kCount)};
  if (same) {
    command.emplace_back("same");
  }
  Guest guest(Stage(way, to, {}, command));
  guest.ReadUntil("ready");
  guest.Send(kFlood);
  Spin(aim.Next());
  long last[kSenders] = {};
  std::vector<std::thread> senders;
  for (int i = 0; i < kSenders / 2; ++i) {
    senders.emplace_back([&, i] { last[i] = Flood(guest.pid(), i, kCount, !same); });
  }
  guest.ReadUntil("sent");
  for (std::thread& sender : senders) {
    sender.join();
  }
  guest.Send(kTellAndEnd);
  auto told = ReadTold(guest);
  Verdict verdict{std::nullopt, Wrong(told, last)};
  if (!told["first"].empty()) {
    verdict.early = told["first"][0] < kSenders / 2;
  }
  if (verdict.wrong.empty()) {
    verdict.wrong = NotStatus(guest.Wait(), kStatus);
  }
  return verdict;
}

Verdict SendToCommand(const Way& way, Aim& aim) { return Send(way, aim, To::kCommand); }
Verdict SendToGroup(const Way& way, Aim& aim) { return Send(way, aim, To::kGroup); }

}  // namespace

const std::vector<Race> kSendersAtOnce = {
    {"senders-order",
     "from outside",
     "from inside",
     SendToCommand,
     1000,
     500,
     {kPidOneOurs, kPidOneKernel, kOrdinaryOurs, kOrdinaryKernel}},
    {"senders-group",
     "from outside",
     "from inside",
     SendToGroup,
     1000,
     500,
     {kPidOneOurs, kPidOneKernel, kOrdinaryOurs, kOrdinaryKernel}},
};

}  // namespace dumb_init::race
