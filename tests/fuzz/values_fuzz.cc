// Values of options: signals, rewrites, times and lists of statuses are read as a plain second
// reading has it, and what is said of a signal is read as the same signal.
#include <algorithm>
#include <climits>
#include <csignal>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/number.h"
#include "cli/effects.h"
#include "core/duration.h"
#include "core/signal.h"
#include "fuzz/shown.h"

namespace dumb_init {
namespace {

using fuzz::Require;

std::optional<int> Number(const std::string& text, int most) {
  const auto number = fuzz::Whole(text);
  return number && *number <= static_cast<std::uint64_t>(most)
             ? std::optional(static_cast<int>(*number))
             : std::nullopt;
}

// The names that the C library knows, and three that people use besides.
std::optional<int> SignalOf(std::string text) {
  static const std::map<std::string, int> names = [] {
    std::map<std::string, int> all{{"IOT", SIGABRT}, {"CLD", SIGCHLD}, {"IO", SIGIO}};
    for (int number = 1; number < 32; ++number) {
      all.emplace(::sigabbrev_np(number), number);
    }
    for (int offset = 0; offset <= 30; ++offset) {
      all.emplace("RTMIN+" + std::to_string(offset), 34 + offset);
      all.emplace("RTMAX-" + std::to_string(offset), 64 - offset);
    }
    all.emplace("RTMIN", 34);
    all.emplace("RTMAX", 64);
    return all;
  }();
  if (const auto number = Number(text, INT_MAX)) {
    return *number <= 64 ? number : std::nullopt;
  }
  for (char& byte : text) {
    byte = byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 32) : byte;
  }
  text.erase(0, text.starts_with("SIG") ? 3 : 0);
  // Zeros in front of a number do not change it.
  const std::size_t digits = text.find_first_of("+-") + 1;
  while (digits == 6 && text.size() > 7 && text[digits] == '0') {
    text.erase(digits, 1);
  }
  const auto found = names.find(text);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::optional<int> CaughtSignalOf(const std::string& text) {
  const auto number = SignalOf(text);
  return number && *number != 0 && *number != SIGKILL && *number != SIGSTOP ? number : std::nullopt;
}

std::optional<int> MillisecondsOf(const std::string& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  static const std::map<std::string, int> units{
      {"ms", 1}, {"s", 1000}, {"", 1000}, {"m", 60000}, {"h", 3600000}};
  const auto unit = units.find(text.substr(end));
  if (unit == units.end()) {
    return std::nullopt;
  }
  const auto count = Number(text.substr(0, end), 86400000 / unit->second);
  return count ? std::optional(*count * unit->second) : std::nullopt;
}

void CheckWords(const std::string& text) {
  Require(ParseWhole(text) == fuzz::Whole(text));
  Require(ParseWhole(text, 16) == fuzz::Whole(text, 16));
  Require(ParseNumber(text) == Number(text, INT_MAX));
  const auto duration = core::ParseDuration(text);
  const auto milliseconds = MillisecondsOf(text);
  Require(duration.has_value() == milliseconds.has_value());
  Require(!duration || duration->milliseconds == *milliseconds);
  const auto signal = core::ParseSignal(text);
  const auto number = SignalOf(text);
  Require(signal.has_value() == number.has_value() && (!signal || signal->number == *number));
  if (signal && *signal != core::kNoSignal) {
    Line line;
    core::AddName(line, *signal);
    std::string said(fuzz::Checked(line.text()));
    said.erase(0, said.starts_with("signal ") ? 7 : 0);
    Require(core::ParseSignal(said) == signal);
  }
}

void CheckPairs(const std::string& text) {
  const std::size_t colon = text.find(':');
  const bool is_pair = colon != std::string::npos;
  const auto from = is_pair ? CaughtSignalOf(text.substr(0, colon)) : std::nullopt;
  const std::string after = is_pair ? text.substr(colon + 1) : text;
  const auto to = SignalOf(after);
  const auto time = MillisecondsOf(after);
  cli::Request rewritten;
  Require(!cli::Rewrite(rewritten, text) == (from && to));
  cli::Request delayed;
  Require(!cli::Delay(delayed, text) == (from && time));
  cli::Request limited;
  Require(!cli::KillAfter(limited, text) == (time && from.has_value() == is_pair));
  for (int number = 1; number <= core::kHighestSignal; ++number) {
    const bool is_it = from == number;
    Require(rewritten.settings.rewrites.Apply({number}).number == (is_it && to ? *to : number));
    const auto delay = delayed.settings.delays.Of({number});
    Require(delay.has_value() == (is_it && time) && (!delay || delay->milliseconds == *time));
  }
  if (limited.settings.kill_after) {
    Require(limited.settings.kill_after->milliseconds == *time);
    Require(limited.settings.stop_signal.number == from.value_or(0));
  }
}

void CheckList(const std::string& text) {
  std::set<int> statuses;
  bool stop = false;
  bool is_right = true;
  for (const std::string& part : fuzz::Split(text + ",", ',')) {
    const auto status = Number(part, 255);
    stop = stop || part == "stop";
    is_right = is_right && (status || part == "stop");
    statuses.insert(status.value_or(0));
  }
  cli::Request request;
  Require(!cli::OkExitList(request, text) == is_right);
  for (int status = 1; status < 256; ++status) {
    Require(request.settings.ok_exits.Has(static_cast<core::ShellCode>(status)) ==
            (is_right && statuses.contains(status)));
  }
  Require(request.settings.ok_exits.has_stop() == (is_right && stop));
}

}  // namespace
}  // namespace dumb_init

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = dumb_init::fuzz::Input(data, size).Rest();
  dumb_init::CheckWords(text);
  dumb_init::CheckPairs(text);
  dumb_init::CheckList(text);
  return 0;
}
