// Arguments and variables for a test of the option parser.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/options.h"
#include "cli/roles.h"

namespace dumb_init::cli {

inline const Role& Tini() { return Roles()[1]; }
inline const Role& Catatonit() { return Roles()[2]; }

// An argument list and an environment as main() gets them.
class Arguments {
 public:
  // `words` come after the program's own name.
  explicit Arguments(const std::vector<std::string>& words,
                     std::vector<std::string> environment = {})
      : words_{"dumb-init"}, environment_(std::move(environment)) {
    words_.insert(words_.end(), words.begin(), words.end());
    Point(words_, word_pointers_);
    Point(environment_, variable_pointers_);
    variable_pointers_.push_back(nullptr);
  }
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  Result<Request, UsageError> Parse(const Role& role = DumbInit()) {
    return cli::Parse(role, word_pointers_, Variables());
  }
  // The words as they are now: Parse may move the command.
  std::vector<std::string> Words() const { return {word_pointers_.begin(), word_pointers_.end()}; }
  char** Variables() { return variable_pointers_.data(); }

 private:
  static void Point(std::vector<std::string>& texts, std::vector<char*>& pointers) {
    for (std::string& text : texts) {
      pointers.push_back(text.data());
    }
  }

  std::vector<std::string> words_;
  std::vector<std::string> environment_;
  std::vector<char*> word_pointers_;
  std::vector<char*> variable_pointers_;
};

}  // namespace dumb_init::cli
