// The end of the command against a signal that arrives.
//
// The command waits for one signal and ends as soon as it has it; two others are sent around that
// moment, one after the other. The status tells which it had: since signals are forwarded in the
// order in which they were sent, it never has the second without the first. A stranger takes over
// its pid and its group's as soon as they are free, and must never hear of a signal.
#include <csignal>
#include <sstream>

#include "race/race.h"

namespace dumb_init::race {
namespace {

using testing::Guest;
using testing::Place;

constexpr int kFirst = 34;
constexpr int kLast = kFirst + 10;
constexpr long kBetween = 20;
constexpr int kNone = 100;
constexpr int kOne = 101;
constexpr int kBoth = 103;

// What the init said: whatever it received before it knew of the end, it forwarded.
std::string NotForwarded(const std::string& told) {
  std::istringstream lines(told);
  std::string received;
  for (std::string line; std::getline(lines, line) && !Contains(line, "PID 2 exited");) {
    if (!received.empty() && !Contains(line, "forwarded " + received)) {
      return received + " was received and not forwarded: " + line;
    }
    const std::size_t start = line.find("received ");
    received = start == std::string::npos
                   ? ""
                   : line.substr(start + 9, line.find(' ', start + 9) - start - 9);
  }
  return received.empty() ? "" : received + " was received before the end and not forwarded";
}

std::string WrongStatus(const testing::Outcome& outcome) {
  if (outcome.code == kNone || outcome.code == kOne || outcome.code == kBoth) {
    return "";
  }
  return NotStatus(outcome, kNone);
}

Verdict Judge(const testing::Outcome& outcome) {
  return {outcome.code == kOne || outcome.code == kBoth, WrongStatus(outcome)};
}

void SendAroundEnd(Guest& guest, Aim& aim) {
  guest.Send(kLast);
  Spin(aim.Next());
  guest.Send(kFirst + 1);
  Spin(aim.Below(kBetween));
  // There may be no init any more, but its pid is still its own: we have not waited for it.
  guest.Send(kFirst + 2);
}

Verdict EndAsPidOne(const Way& way, Aim& aim) {
  Guest guest(Stage(way, To::kGroup, {}, {"end"}));
  guest.ReadUntil("ready");
  SendAroundEnd(guest, aim);
  Verdict verdict = Judge(guest.Wait());
  if (verdict.wrong.empty() && way.reaping == "told") {
    verdict.wrong = NotForwarded(guest.ReadErrors());
  }
  return verdict;
}

// The init is gone right after the command, but what it did can still be seen: the stranger stays.
Verdict EndBesideStranger(const Way& way, Aim& aim) {
  Guest guest(Stage(way, To::kGroup, {}, {"end", "squat"}));
  guest.ReadUntil("ready");
  SendAroundEnd(guest, aim);
  Verdict verdict = Judge(guest.Wait());
  const std::string squats = guest.ReadUntil("squats");
  guest.CloseInput();
  const std::string heard = squats == "squats" ? guest.ReadOutput() : "no stranger: " + squats;
  if (verdict.wrong.empty()) {
    verdict.wrong = heard;
  }
  TakeLeftBehind();
  return verdict;
}

// As PID 1 the init has to stay to be caught. The stranger is one of the rest then, so it may be
// told to end and to go on: also where the kernel had begun to make it when its parent was told.
Verdict EndWithGrace(const Way& way, Aim& aim) {
  Guest guest(Stage(way, To::kCommand, {"--grace", "24h"}, {"end", "squat"}));
  guest.ReadUntil("ready");
  SendAroundEnd(guest, aim);
  const std::string squats = guest.ReadUntil("squats");
  const std::string none(16, '0');
  for (const char* field : {"SigPnd", "ShdPnd"}) {
    Guest::WaitForStatus(guest.pid(), field, [&](const std::string& set) { return set == none; });
  }
  Guest::WaitForStatus(guest.pid(), "State",
                       [](const std::string& state) { return state.starts_with("S"); });
  guest.CloseInput();
  Verdict verdict = Judge(guest.Wait());
  const std::string heard = guest.ReadOutput();
  const bool lawful = heard.empty() || heard == "stranger 15\nstranger 18\n" ||
                      heard == "stranger 15\n" || heard == "stranger 18\n";
  if (verdict.wrong.empty() && squats == "squats" && !lawful) {
    verdict.wrong = heard;
  }
  return verdict;
}

}  // namespace

const std::vector<Race> kCommandEnds = {
    {"end",
     "a signal",
     "the command's end",
     EndAsPidOne,
     250,
     60,
     {kPidOneOurs, kPidOneKernel, kPidOneTold}},
    {"stranger",
     "a signal",
     "the command's end",
     EndBesideStranger,
     250,
     60,
     {kOrdinaryOurs, kOrdinaryKernel}},
    {"stranger-grace",
     "a signal",
     "the command's end",
     EndWithGrace,
     250,
     60,
     {kPidOneOurs, kPidOneKernel}},
};

}  // namespace dumb_init::race
