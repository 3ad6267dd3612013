// Any words and variables are understood as getopt_long(3) and a plain reading of the table
// understand them, and what is wrong is told in one line.
#include <getopt.h>
#include <algorithm>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/roles.h"
#include "cli/text.h"
#include "core/machine.h"
#include "fuzz/shown.h"

namespace dumb_init::cli {
namespace {

using fuzz::Require;

// Whether the variable is as it should be.
bool ApplyVariable(const Flag& flag, std::string_view value, Request& request) {
  const bool is_switch = value == "0" || value == "1";
  switch (flag.rule) {
    case VariableRule::kNone:
      return true;
    case VariableRule::kOnlyZero:
      return value != "0" || !flag.apply(request, "");
    case VariableRule::kOnlyOne:
      return value != "1" || !flag.apply(request, "");
    case VariableRule::kZeroOrOne:
      return is_switch && !flag.apply(request, value);
    case VariableRule::kPresent:
      return !flag.apply(request, "");
    case VariableRule::kList: {
      const std::vector<std::string> items = fuzz::Split(std::string(value) + ",", ',');
      return std::none_of(items.begin(), items.end(), [&](const std::string& item) {
        return flag.apply(request, item).has_value();
      });
    }
    case VariableRule::kValue:
      return !flag.apply(request, value);
  }
  return false;
}

bool ApplyVariables(const Role& role, const std::vector<std::string>& environment,
                    Request& request) {
  std::vector<Flag> flags(role.flags.begin(), role.flags.end());
  std::copy_if(role.lent.begin(), role.lent.end(), std::back_inserter(flags),
               [](const Flag& flag) { return flag.reach == Reach::kEveryRole; });
  return std::all_of(flags.begin(), flags.end(), [&](const Flag& flag) {
    const std::string start = std::string(flag.variable.text()) + "=";
    const auto set = std::find_if(environment.begin(), environment.end(),
                                  [&](const std::string& one) { return one.starts_with(start); });
    return set == environment.end() ||
           ApplyVariable(flag, std::string_view(*set).substr(start.size()), request);
  });
}

// Whether getopt_long, too, finds only options that there are, with values that they take.
bool ApplyOptions(const Role& role, std::vector<char*> words, Request& request) {
  std::string letters = "+";
  std::vector<option> names;
  for (std::size_t i = 0; i < role.flags.size(); ++i) {
    const Flag& flag = role.flags[i];
    if (flag.letter != '\0') {
      letters += flag.letter;
      letters += flag.value.empty() ? "" : ":";
    }
    if (!flag.name.empty()) {
      names.push_back({flag.name.text(), flag.value.empty() ? no_argument : required_argument,
                       nullptr, static_cast<int>(1000 + i)});
    }
  }
  names.push_back({});
  const auto count = static_cast<int>(words.size());
  words.push_back(nullptr);
  optind = 0;
  opterr = 0;
  int found = 0;
  while ((found = ::getopt_long(count, words.data(), letters.c_str(), names.data(), nullptr)) !=
         -1) {
    const auto flag =
        found >= 1000 ? role.flags.begin() + (found - 1000)
                      : std::find_if(role.flags.begin(), role.flags.end(), [&](const Flag& one) {
                          return one.letter != '\0' && one.letter == found;
                        });
    if (flag == role.flags.end() || flag->apply(request, flag->value.empty() ? "" : optarg)) {
      return false;
    }
  }
  request.first_word = optind;
  return true;
}

// What the request has to be; nothing: something is wrong. `command`: the words that are run.
std::optional<Request> Expected(const Role& role, const std::vector<char*>& words,
                                const std::vector<std::string>& environment,
                                std::vector<std::string>& command) {
  Request request;
  request.settings = role.defaults();
  const bool variables_are_right = ApplyVariables(role, environment, request);
  if (!ApplyOptions(role, words, request)) {
    return std::nullopt;
  }
  const auto first = std::min(static_cast<std::size_t>(request.first_word), words.size());
  command.assign(words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
  const bool had_dashes = first > 1 && std::string_view(words[first - 1]) == "--";
  if (role.dashes == DashesAfterCommand::kDropped && !had_dashes && command.size() > 1 &&
      command[1] == "--") {
    command.erase(command.begin() + 1);
  }
  const Request::What what = request.what;
  if (what == Request::What::kHelp || what == Request::What::kVersion ||
      what == Request::What::kLicense) {
    return request;
  }
  request.settings.scope = request.scope.value_or(request.settings.scope);
  const bool groupless = request.settings.leads == core::Leads::kNothing &&
                         request.settings.scope == core::Scope::kGroup;
  const bool is_right = variables_are_right || what == Request::What::kDoctor;
  const bool runs = what == Request::What::kRun;
  return is_right && !groupless && runs != command.empty() ? std::optional(request) : std::nullopt;
}

// The policy that comes of it keeps what the contract says of the last signal and of PID 1.
void CheckConfigs(const core::Settings& settings) {
  for (const core::Pid init : {core::kPidOne, core::Pid{90}}) {
    for (const core::Pid command : {core::kNobody, core::Pid{2}}) {
      const core::Config config = core::ConfigFor(settings, {init}, command);
      const bool says_goodbye = settings.farewell == core::Farewell::kTerm && !settings.grace &&
                                settings.scope != core::Scope::kCommand;
      Require(config.farewell ==
              (says_goodbye ? config.rewrites.Apply({SIGTERM}) : core::kNoSignal));
      Require((config.self_stop == core::Config::SelfStop::kWorks) == (init != core::kPidOne));
      for (int number = 1; number <= core::kHighestSignal; ++number) {
        const core::Signal asked = settings.rewrites.Apply({number});
        const core::Signal goes = config.rewrites.Apply({number});
        const bool stops = number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
        Require(goes == asked || (stops && goes.number == SIGSTOP && asked.number == number));
      }
    }
  }
}

void Check(const Role& role, const std::vector<std::string>& texts,
           const std::vector<std::string>& variables) {
  fuzz::Words words(texts);
  fuzz::Words environment(variables);
  std::vector<std::string> command;
  const std::vector<char*> given(words.words().begin(), words.words().end());
  const auto expected = Expected(role, given, variables, command);
  const auto result = Parse(role, words.words(), environment.list());
  Require(result.ok() == expected.has_value());
  if (!result.ok()) {
    Line line = Describe(role, result.error());
    const std::string_view said = fuzz::Checked(line.text());
    Require(said.starts_with("[" + std::string(role.name) + "] "));
    return;
  }
  const Request& request = result.value();
  Require(request.what == expected->what && request.settings == expected->settings);
  const auto first = static_cast<std::size_t>(request.first_word);
  Require(first >= 1 && first <= words.words().size());
  const auto rest = words.words().subspan(first);
  Require(std::equal(rest.begin(), rest.end(), command.begin(), command.end()));
  CheckConfigs(request.settings);
}

}  // namespace
}  // namespace dumb_init::cli

// First the words, a NUL behind each, then \x01, then the variables in the same way.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dumb_init;  // NOLINT
  fuzz::Input input(data, size);
  const std::vector<std::string> words = fuzz::Split(input.Until('\x01'), '\0');
  const std::vector<std::string> variables = fuzz::Split(input.Rest(), '\0');
  for (const cli::Role& role : cli::Roles()) {
    std::vector<std::string> all{std::string(role.programs.back())};
    all.insert(all.end(), words.begin(), words.end());
    fuzz::Require(&cli::RoleOf(fuzz::Words(all).words()) == &role);
    cli::Check(role, all, variables);
  }
  return 0;
}
