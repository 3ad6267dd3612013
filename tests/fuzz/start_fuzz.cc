// What the command is started with: whatever is in the environment, only its own pid changes there;
// whatever PATH is, the files tried are those that a plain reading of it names.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/environment.h"
#include "core/search_path.h"
#include "fuzz/input.h"

namespace dumb_init::core {
namespace {

using fuzz::Require;
using Texts = std::vector<std::string>;

bool Names(const std::string& variable, const std::string& name, int pid) {
  return variable.starts_with(name) &&
         fuzz::Whole(variable.substr(name.size())) == static_cast<unsigned>(pid);
}

Texts Rewritten(const Texts& before, int init, int command) {
  Texts after;
  bool listens = false;
  for (const std::string& variable : before) {
    after.push_back(variable);
    for (const std::string name : {"LISTEN_PID=", "WATCHDOG_PID="}) {
      if (Names(variable, name, init)) {
        after.back() = name + std::to_string(command);
        listens = listens || name == "LISTEN_PID=";
      }
    }
  }
  std::erase_if(after, [&](const std::string& variable) {
    return listens && variable.starts_with("LISTEN_PIDFDID=");
  });
  return after;
}

void CheckEnvironment(const Texts& before, Pid init, Pid command) {
  fuzz::Words environment(before);
  std::set<std::string> seen;
  for (const std::string& variable : before) {
    const std::size_t equals = variable.find('=');
    if (equals != std::string::npos && seen.insert(variable.substr(0, equals)).second) {
      Require(FindVariable(environment.list(), variable.substr(0, equals)) ==
              variable.substr(equals + 1));
    }
  }
  PidVariables room;
  room.Rewrite(environment.list(), init, command);
  Texts after;
  for (char** variable = environment.list(); *variable != nullptr; ++variable) {
    after.emplace_back(*variable);
  }
  Require(after == Rewritten(before, init.number, command.number));
}

Texts FilesFor(const std::string& command, const std::string& path, std::size_t room) {
  if (command.empty() || command.find('/') != std::string::npos) {
    return {command};
  }
  Texts files;
  for (const std::string& folder : fuzz::Split(path + ":", ':')) {
    if (folder.size() + command.size() + 2 <= room) {
      files.push_back(folder.empty() ? command : folder + "/" + command);
    }
  }
  return files;
}

void CheckPath(const std::string& command, const std::string& path, std::size_t less) {
  const std::size_t enough = Candidates::RoomFor(command, path);
  Require(enough <= Candidates::kCapacity);
  std::vector<char> room(enough - std::min(less, enough));
  Candidates candidates(command.c_str(), path, room);
  Texts tried;
  while (const char* const file = candidates.Next()) {
    tried.emplace_back(file);
  }
  Require(candidates.Next() == nullptr);
  Require(tried == FilesFor(command, path, room.size()));
  Require(less != 0 || enough == Candidates::kCapacity ||
          tried == FilesFor(command, path, 1 << 20));
}

}  // namespace
}  // namespace dumb_init::core

// The pids, how much room is missing, the command, its path, and the variables, a NUL behind each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dumb_init;  // NOLINT
  fuzz::Input input(data, size);
  const core::Pid init{static_cast<int>(input.Number() & 0x7fffffffU)};
  const core::Pid command{static_cast<int>(input.Number() & 0x7fffffffU)};
  const std::uint8_t less = input.Byte();
  std::string name = input.Until('\0');
  std::string path = input.Until('\0');
  core::CheckPath(name, path, less);
  // A little input for a long path.
  std::string longer;
  for (int i = 0; i < less; ++i) {
    longer += path + ":";
  }
  core::CheckPath(name, longer, 0);
  core::CheckEnvironment(fuzz::Split(input.Rest(), '\0'), init, command);
  return 0;
}
