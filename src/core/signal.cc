// Signals: numbers, names, and sets of them.
#include "core/signal.h"

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>

#include "base/number.h"

namespace dumb_init::core {
namespace {

// As small as it can be; no name has more than six letters.
struct NamedSignal {
  std::array<char, 7> letters;
  std::uint8_t number;
  constexpr std::string_view name() const { return letters.data(); }
};

// The first name of a number is the one we print. The numbers differ between architectures.
constexpr NamedSignal kNamedSignals[] = {
    {{"HUP"}, SIGHUP},     {{"INT"}, SIGINT},   {{"QUIT"}, SIGQUIT}, {{"ILL"}, SIGILL},
    {{"TRAP"}, SIGTRAP},   {{"ABRT"}, SIGABRT}, {{"BUS"}, SIGBUS},   {{"FPE"}, SIGFPE},
    {{"KILL"}, SIGKILL},   {{"USR1"}, SIGUSR1}, {{"SEGV"}, SIGSEGV}, {{"USR2"}, SIGUSR2},
    {{"PIPE"}, SIGPIPE},   {{"ALRM"}, SIGALRM}, {{"TERM"}, SIGTERM}, {{"STKFLT"}, SIGSTKFLT},
    {{"CHLD"}, SIGCHLD},   {{"CONT"}, SIGCONT}, {{"STOP"}, SIGSTOP}, {{"TSTP"}, SIGTSTP},
    {{"TTIN"}, SIGTTIN},   {{"TTOU"}, SIGTTOU}, {{"URG"}, SIGURG},   {{"XCPU"}, SIGXCPU},
    {{"XFSZ"}, SIGXFSZ},   {{"PROF"}, SIGPROF}, {{"IO"}, SIGIO},     {{"VTALRM"}, SIGVTALRM},
    {{"WINCH"}, SIGWINCH}, {{"PWR"}, SIGPWR},   {{"SYS"}, SIGSYS},   {{"IOT"}, SIGABRT},
    {{"CLD"}, SIGCHLD},    {{"POLL"}, SIGIO},
};

constexpr char Upper(char byte) {
  return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
}

bool StartsWithIgnoringCase(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) {
    return false;
  }
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (Upper(text[i]) != prefix[i]) {
      return false;
    }
  }
  return true;
}

// What follows RTMIN or RTMAX: nothing, or `sign` and how many to go.
std::optional<int> ParseOffset(std::string_view text, char sign) {
  if (text.empty()) {
    return 0;
  }
  if (text.front() != sign) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  return ParseNumber(text);
}

std::optional<Signal> ParseRealTime(std::string_view name) {
  constexpr std::string_view kMin = "RTMIN";
  constexpr std::string_view kMax = "RTMAX";
  constexpr int kSpan = kHighestSignal - kRealTimeMin;
  const bool from_min = StartsWithIgnoringCase(name, kMin);
  if (!from_min && !StartsWithIgnoringCase(name, kMax)) {
    return std::nullopt;
  }
  name.remove_prefix(kMin.size());
  const std::optional<int> offset = ParseOffset(name, from_min ? '+' : '-');
  if (!offset || *offset > kSpan) {
    return std::nullopt;
  }
  return Signal{from_min ? kRealTimeMin + *offset : kHighestSignal - *offset};
}

}  // namespace

bool CanBeCaught(Signal signal) { return signal.number != SIGKILL && signal.number != SIGSTOP; }

std::optional<Signal> ParseSignal(std::string_view text) {
  if (const std::optional<int> number = ParseNumber(text)) {
    return *number <= kHighestSignal ? std::optional<Signal>(Signal{*number}) : std::nullopt;
  }
  constexpr std::string_view kPrefix = "SIG";
  if (StartsWithIgnoringCase(text, kPrefix)) {
    text.remove_prefix(kPrefix.size());
  }
  for (const NamedSignal& named : kNamedSignals) {
    if (text.size() == named.name().size() && StartsWithIgnoringCase(text, named.name())) {
      return Signal{named.number};
    }
  }
  return ParseRealTime(text);
}

void AddName(Line& line, Signal signal) {
  for (const NamedSignal& named : kNamedSignals) {
    if (named.number == signal.number) {
      line.Add("SIG").Add(named.name());
      return;
    }
  }
  if (signal.number < kRealTimeMin || signal.number > kHighestSignal) {
    line.Add("signal ").Add(signal.number);
    return;
  }
  line.Add("SIGRTMIN");
  if (signal.number > kRealTimeMin) {
    line.Add("+").Add(signal.number - kRealTimeMin);
  }
}

}  // namespace dumb_init::core
