// The command line of the programs of this folder: pairs of an option and its value.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dumb_init::race {

using Options = std::map<std::string, std::string, std::less<>>;

// `options` are all that there are, with the values that count where none is given. Throws what is
// wrong.
inline Options ReadOptions(int argc, char** argv, Options options) {
  for (int i = 1; i < argc; i += 2) {
    const auto option = options.find(argv[i]);
    if (option == options.end() || i + 1 == argc) {
      throw std::runtime_error("unknown option or no value: " + std::string(argv[i]));
    }
    option->second = argv[i + 1];
  }
  return options;
}

inline int NumberOf(const Options& options, std::string_view option) {
  return std::atoi(options.find(option)->second.c_str());
}

inline bool Wants(const Options& options, std::string_view option, std::string_view value) {
  const std::string& wanted = options.find(option)->second;
  return wanted == value || wanted == "all" || wanted == "both";
}

// The status to end with where no PID namespace can be made: skipped, if that is allowed.
inline int SkippedBecause(std::string_view program, std::string_view reason) {
  constexpr int kSkipped = 77;
  std::fprintf(stderr, "%s: %s\n", std::string(program).c_str(), std::string(reason).c_str());
  const char* const required = std::getenv("DUMB_INIT_REQUIRE_NAMESPACES");
  return required != nullptr && std::string_view(required) == "1" ? 1 : kSkipped;
}

}  // namespace dumb_init::race
