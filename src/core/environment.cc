// The environment: looking into it, and telling the command its own pid in it.
#include "core/environment.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace dumb_init::core {
namespace {

constexpr std::string_view kListenPid = "LISTEN_PID=";
constexpr std::string_view kListenPidFdId = "LISTEN_PIDFDID=";
constexpr std::string_view kWatchdogPid = "WATCHDOG_PID=";

bool Names(std::string_view variable, std::string_view prefix, Pid pid) {
  if (!variable.starts_with(prefix)) {
    return false;
  }
  variable.remove_prefix(prefix.size());
  int number = 0;
  const char* const end = variable.data() + variable.size();
  const auto [stopped_at, problem] = std::from_chars(variable.data(), end, number);
  return problem == std::errc{} && stopped_at == end && number == pid.number;
}

template <std::size_t Room>
char* Write(std::array<char, Room>& room, std::string_view prefix, Pid pid) {
  char* const digits = std::copy(prefix.begin(), prefix.end(), room.data());
  *std::to_chars(digits, room.data() + Room - 1, pid.number).ptr = '\0';
  return room.data();
}

void Remove(char** environment, std::string_view prefix) {
  char** kept = environment;
  for (char** variable = environment; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with(prefix)) {
      *kept++ = *variable;
    }
  }
  *kept = nullptr;
}

}  // namespace

std::optional<std::string_view> FindVariable(char* const* environment, std::string_view name) {
  for (char* const* variable = environment; *variable != nullptr; ++variable) {
    std::string_view text = *variable;
    if (text.starts_with(name) && text.size() > name.size() && text[name.size()] == '=') {
      text.remove_prefix(name.size() + 1);
      return text;
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
