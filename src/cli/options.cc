// Arguments and environment in, a request or what is wrong with them out.
#include "cli/options.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "core/environment.h"

namespace dumb_init::cli {
namespace {

std::string_view Before(std::string_view text, std::size_t end) { return {text.data(), end}; }

std::string_view After(std::string_view text, std::size_t count) {
  text.remove_prefix(count);
  return text;
}

// Applies `value` and, where it is wrong, says where it stood.
std::optional<UsageError> Apply(const Flag& flag, Request& request, std::string_view where,
                                std::string_view value) {
  const std::optional<Complaint> complaint = flag.apply(request, value);
  if (!complaint) {
    return std::nullopt;
  }
  return UsageError{complaint->problem, where, value, complaint->part};
}

std::optional<UsageError> ApplyList(const Flag& flag, Request& request, std::string_view list) {
  for (;;) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (const auto error = Apply(flag, request, flag.variable, Before(list, comma))) {
      return error;
    }
    if (comma == list.size()) {
      return std::nullopt;
    }
    list = After(list, comma + 1);
  }
}

std::optional<UsageError> ApplyVariable(const Flag& flag, Request& request,
                                        std::string_view value) {
  switch (flag.rule) {
    case VariableRule::kNone:
      break;
    case VariableRule::kOnlyZero:
      return value == "0" ? Apply(flag, request, flag.variable, {}) : std::nullopt;
    case VariableRule::kOnlyOne:
      return value == "1" ? Apply(flag, request, flag.variable, {}) : std::nullopt;
    case VariableRule::kZeroOrOne:
      if (value != "0" && value != "1") {
        return UsageError{Problem::kNotZeroOrOne, flag.variable, value, value};
      }
      return Apply(flag, request, flag.variable, value);
    case VariableRule::kPresent:
      return Apply(flag, request, flag.variable, {});
    case VariableRule::kList:
      return ApplyList(flag, request, value);
    case VariableRule::kValue:
      return Apply(flag, request, flag.variable, value);
  }
  return std::nullopt;
}

std::optional<UsageError> ReadVariable(const Flag& flag, char* const* environment,
                                       Request& request) {
  const auto value = core::FindVariable(environment, flag.variable);
  return value ? ApplyVariable(flag, request, *value) : std::nullopt;
}

std::optional<UsageError> ReadVariables(const Role& role, char* const* environment,
                                        Request& request) {
  for (const Flag& flag : role.flags) {
    if (const auto error = ReadVariable(flag, environment, request)) {
      return error;
    }
  }
  for (const Flag& flag : role.lent) {
    if (flag.reach == Reach::kOwnRole) {
      continue;
    }
    if (const auto error = ReadVariable(flag, environment, request)) {
      return error;
    }
  }
  return std::nullopt;
}

// Walks the argument list, one option at a time.
class OptionReader {
 public:
  OptionReader(const Role& role, std::span<char*> words, Request& request)
      : role_(role), words_(words), request_(request) {}

  std::optional<UsageError> Read() {
    while (index_ < words_.size()) {
      const std::string_view word = words_[index_];
      if (word.size() < 2 || word.front() != '-') {
        break;
      }
      ++index_;
      if (word == "--") {
        request_.first_word = static_cast<int>(index_);
        return std::nullopt;
      }
      const auto error = word[1] == '-' ? ReadLong(word) : ReadCluster(word);
      if (error) {
        return error;
      }
    }
    if (role_.dashes == DashesAfterCommand::kDropped) {
      DropDashesAfterCommand();
    }
    request_.first_word = static_cast<int>(index_);
    return std::nullopt;
  }

 private:
  void DropDashesAfterCommand() {
    if (index_ + 1 < words_.size() && std::string_view(words_[index_ + 1]) == "--") {
      words_[index_ + 1] = words_[index_];
      ++index_;
    }
  }

  // --name, --name=value, --name value; the name may be shortened while only one fits.
  std::optional<UsageError> ReadLong(std::string_view word) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view called = Before(word, equals);
    const std::string_view name = After(called, 2);
    const Flag* found = nullptr;
    bool ambiguous = false;
    for (const Flag& flag : role_.flags) {
      if (flag.name == name) {
        found = &flag;
        ambiguous = false;
        break;
      }
      if (flag.MayBe(name)) {
        ambiguous = found != nullptr;
        found = &flag;
      }
    }
    if (found == nullptr || ambiguous) {
      return UsageError{
          ambiguous ? Problem::kAmbiguousOption : Problem::kUnknownOption, called, {}, called};
    }
    if (equals == word.size()) {
      return found->value.empty() ? Apply(*found, request_, called, {}) : ReadValue(*found, called);
    }
    const std::string_view value = After(word, equals + 1);
    if (found->value.empty()) {
      return UsageError{Problem::kUnwantedValue, called, value, value};
    }
    return Apply(*found, request_, called, value);
  }

  // -a, -ab, -bVALUE, -b VALUE.
  std::optional<UsageError> ReadCluster(std::string_view word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const Flag* const found =
          std::find_if(role_.flags.data(), role_.flags.data() + role_.flags.size(),
                       [&](const Flag& flag) { return flag.letter == word[i]; });
      const std::string_view called(word.data() + i, 1);
      if (found == role_.flags.data() + role_.flags.size()) {
        return UsageError{Problem::kUnknownOption, word, {}, called};
      }
      if (!found->value.empty()) {
        const std::string_view value = After(word, i + 1);
        return value.empty() ? ReadValue(*found, word) : Apply(*found, request_, word, value);
      }
      if (const auto error = Apply(*found, request_, word, {})) {
        return error;
      }
    }
    return std::nullopt;
  }

  // The value is the next word, whatever that is.
  std::optional<UsageError> ReadValue(const Flag& flag, std::string_view called) {
    if (index_ == words_.size()) {
      return UsageError{Problem::kMissingValue, called, {}, flag.value};
    }
    const std::string_view value = words_[index_];
    ++index_;
    return Apply(flag, request_, called, value);
  }

  const Role& role_;
  std::span<char*> words_;
  Request& request_;
  std::size_t index_ = 1;
};

bool OnlyAsks(Request::What what) {
  return what == Request::What::kHelp || what == Request::What::kVersion ||
         what == Request::What::kLicense;
}

// The option that leaves no place for a command; empty: there is one.
std::string_view WithoutCommand(Request::What what) {
  return what == Request::What::kPause ? "-P" : what == Request::What::kDoctor ? "--doctor" : "";
}

}  // namespace

Result<Request, UsageError> Parse(const Role& role, std::span<char*> words,
                                  char* const* environment) {
  Request request;
  request.settings = role.defaults();
  const auto wrong_variable = ReadVariables(role, environment, request);
  const auto wrong_option = OptionReader(role, words, request).Read();
  if (wrong_option) {
    return *wrong_option;
  }
  if (OnlyAsks(request.what)) {
    return request;
  }
  const auto first_word = static_cast<std::size_t>(request.first_word);
  const bool has_command = first_word < words.size();
  // Whoever looks for what is wrong is not kept from it by what is wrong.
  if (wrong_variable && request.what != Request::What::kDoctor) {
    return *wrong_variable;
  }
  if (request.scope) {
    request.settings.scope = *request.scope;
  }
  if (request.settings.leads == core::Leads::kNothing &&
      request.settings.scope == core::Scope::kGroup) {
    return UsageError{Problem::kScopeWithoutGroup, {}, {}, {}};
  }
  const std::string_view without_command = WithoutCommand(request.what);
  if (without_command.empty() && !has_command) {
    return UsageError{Problem::kNoCommand, {}, {}, {}};
  }
  if (!without_command.empty() && has_command) {
    return UsageError{Problem::kUnwantedCommand, without_command, {}, words[first_word]};
  }
  return request;
}

}  // namespace dumb_init::cli
