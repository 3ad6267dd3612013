// The environment: looking into it, and telling the command its own pid in it.
#include "core/environment.h"

#include <cstdint>
#include <string_view>

#include "base/number.h"

namespace dumb_init::core {
namespace {

constexpr std::string_view kListenPid = "LISTEN_PID";
constexpr std::string_view kListenPidFdId = "LISTEN_PIDFDID";
constexpr std::string_view kWatchdogPid = "WATCHDOG_PID";

// What follows "name=" in `variable`, or null if it is another variable. It reads no further than
// it has to: an environment may be megabytes long.
const char* ValueOf(const char* variable, std::string_view name) {
  for (const char expected : name) {
    if (*variable != expected) {
      return nullptr;
    }
    ++variable;
  }
  return *variable == '=' ? variable + 1 : nullptr;
}

bool Names(const char* variable, std::string_view name, Pid pid) {
  const char* const value = ValueOf(variable, name);
  if (value == nullptr) {
    return false;
  }
  return ParseNumber(value) == pid.number;
}

template <std::size_t Room>
char* Write(std::array<char, Room>& room, std::string_view name, Pid pid) {
  char* end = room.data() + name.copy(room.data(), name.size());
  *end++ = '=';
  const Digits digits(std::int64_t{pid.number});
  end[digits.text().copy(end, digits.text().size())] = '\0';
  return room.data();
}

void Remove(char** environment, std::string_view name) {
  char** kept = environment;
  for (char** variable = environment; *variable != nullptr; ++variable) {
    if (ValueOf(*variable, name) == nullptr) {
      *kept++ = *variable;
    }
  }
  *kept = nullptr;
}

}  // namespace

std::optional<std::string_view> FindVariable(char* const* environment, std::string_view name) {
  for (char* const* variable = environment; *variable != nullptr; ++variable) {
    if (const char* const value = ValueOf(*variable, name)) {
      return value;
    }
  }
  return std::nullopt;
}

void PidVariables::Rewrite(char** environment, Pid init, Pid command) {
  bool listens = false;
  for (char** variable = environment; *variable != nullptr; ++variable) {
    if (Names(*variable, kListenPid, init)) {
      *variable = Write(listen_, kListenPid, command);
      listens = true;
    } else if (Names(*variable, kWatchdogPid, init)) {
      *variable = Write(watchdog_, kWatchdogPid, command);
    }
  }
  if (listens) {
    Remove(environment, kListenPidFdId);
  }
}

}  // namespace dumb_init::core
