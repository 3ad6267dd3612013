// What must hold for every single step of the policy, whatever happened before.
#include "unit/core/laws.h"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <variant>

#include "base/match.h"

namespace dumb_init::core {
namespace {

template <typename Kind>
std::size_t CountOf(const Actions& actions) {
  return static_cast<std::size_t>(
      std::count_if(actions.begin(), actions.end(),
                    [](const Action& action) { return std::holds_alternative<Kind>(action); }));
}

// Where the only action of this kind stands; past the end if there is none.
template <typename Kind>
std::size_t PlaceOf(const Actions& actions) {
  return static_cast<std::size_t>(
      std::find_if(actions.begin(), actions.end(),
                   [](const Action& action) { return std::holds_alternative<Kind>(action); }) -
      actions.begin());
}

template <typename Kind>
const Kind* TheOnly(const Actions& actions) {
  const std::size_t place = PlaceOf<Kind>(actions);
  return place == actions.size() ? nullptr : std::get_if<Kind>(&actions[place]);
}

bool IsTerminalStop(Signal signal) {
  return signal.number == SIGTSTP || signal.number == SIGTTIN || signal.number == SIGTTOU;
}

bool IsOfTheTerminal(Signal signal) {
  return IsTerminalStop(signal) || signal.number == SIGINT || signal.number == SIGQUIT ||
         signal.number == SIGWINCH;
}

bool CannotBeCaught(Signal signal) { return signal.number == SIGKILL || signal.number == SIGSTOP; }

std::string_view BrokenForwarding(const Config& config, const State& before,
                                  const SignalArrived& arrived, const Step& step) {
  const Signal outgoing = config.rewrites.Apply(arrived.signal);
  const Forward* const forward = TheOnly<Forward>(step.actions);
  const bool older = before.older_than_command.Has(arrived.signal);
  const bool command_has_it =
      arrived.origin == Origin::kKernelToGroup && IsOfTheTerminal(arrived.signal) && !older;
  if (step.next.older_than_command != before.older_than_command.Without(arrived.signal)) {
    return "a signal is older than the command until it came, and no other changes";
  }
  if (outgoing == kNoSignal) {
    return !step.actions.empty() || step.next.forwarded != before.forwarded
               ? "a dropped signal leads to no action at all"
               : "";
  }
  if (command_has_it) {
    if (forward != nullptr) {
      return "a terminal signal that the command has is never forwarded";
    }
    return step.next.forwarded != before.forwarded.With(arrived.signal)
               ? "what the command has from the terminal counts as asked for"
               : "";
  }
  const WakeGroup* const wake = TheOnly<WakeGroup>(step.actions);
  if (wake != nullptr) {
    const bool woken = wake->signal == outgoing && before.groups == State::Groups::kStopped &&
                       outgoing.number == SIGCONT && forward == nullptr &&
                       step.next.groups == State::Groups::kRunning &&
                       step.next.forwarded == before.forwarded.With(outgoing);
    return woken ? "" : "only a CONT wakes the groups, once, and it is not sent twice";
  }
  if (step.next.groups != before.groups ||
      (before.groups == State::Groups::kStopped && outgoing.number == SIGCONT)) {
    return "groups that are stopped stay so until a CONT";
  }
  if (forward == nullptr) {
    return older ? "a signal older than the command is always forwarded"
                 : "a signal the command has not is always forwarded";
  }
  if (*forward != Forward{outgoing, arrived.payload}) {
    return "what goes out is what the rewrites say, with the value that came";
  }
  if (CannotBeCaught(forward->signal) && outgoing == arrived.signal) {
    return "STOP and KILL go out only by a rewrite";
  }
  return step.next.forwarded != before.forwarded.With(outgoing)
             ? "what went out, and nothing else, counts as asked for"
             : "";
}

std::string_view BrokenStop(const Config& config, const SignalArrived& arrived, const Step& step) {
  const bool stops = TheOnly<StopSelf>(step.actions) != nullptr;
  if (TheOnly<StopGroup>(step.actions) != nullptr) {
    return "only the stop of the command stops our group";
  }
  if (stops && config.self_stop == Config::SelfStop::kRefused) {
    return "PID 1 never stops itself";
  }
  if (stops && !IsTerminalStop(arrived.signal)) {
    return "only TSTP, TTIN and TTOU stop us";
  }
  if (stops && PlaceOf<StopSelf>(step.actions) + 1 != step.actions.size()) {
    return "we stop only after the command was told";
  }
  const bool asked = IsTerminalStop(arrived.signal) &&
                     config.self_stop == Config::SelfStop::kWorks &&
                     config.rewrites.Apply(arrived.signal) != kNoSignal;
  return asked && !stops ? "a terminal stop that is not dropped stops us" : "";
}

bool Follows(const Config& config) { return config.job_control == Config::JobControl::kFollow; }

std::string_view BrokenPassing(const Config& config, const SignalArrived& arrived,
                               const Step& step) {
  const PassTerminal* const pass = TheOnly<PassTerminal>(step.actions);
  const bool goes_on = config.rewrites.Apply(arrived.signal).number == SIGCONT;
  if ((pass != nullptr) != (Follows(config) && goes_on)) {
    return "a CONT that goes out, and nothing else, brings the terminal along where we follow";
  }
  if (pass != nullptr &&
      (pass->to != PassTerminal::To::kCommand || PlaceOf<PassTerminal>(step.actions) != 0)) {
    return "the command has the terminal before it goes on";
  }
  return "";
}

std::string_view BrokenWithoutCommand(const SignalArrived& arrived, const Step& step) {
  const int number = arrived.signal.number;
  const bool ends = arrived.origin != Origin::kOurselves &&
                    (number == SIGTERM || number == SIGINT || number == SIGKILL);
  if (!ends) {
    return !step.actions.empty() || step.next.phase == Phase::kDone
               ? "without a command only TERM and INT, and an owed KILL, do anything"
               : "";
  }
  const int code = number == SIGKILL ? 128 + SIGKILL : 0;
  if (step.next.phase != Phase::kDone || step.actions.size() != 1 ||
      TheOnly<Exit>(step.actions) == nullptr || TheOnly<Exit>(step.actions)->code != code) {
    return "without a command TERM and INT end the run with success and nothing else";
  }
  return "";
}

std::string_view BrokenOnSignal(const Config& config, const State& before,
                                const SignalArrived& arrived, const Step& step) {
  if (config.command == kNobody) {
    return BrokenWithoutCommand(arrived, step);
  }
  if (step.next.phase != before.phase) {
    return "no signal ends the run";
  }
  if (arrived.signal.number == SIGCHLD || arrived.origin == Origin::kOurselves) {
    return !step.actions.empty() || step.next != before
               ? "SIGCHLD and what we raised ourselves change nothing"
               : "";
  }
  const std::size_t forwards = CountOf<Forward>(step.actions);
  const std::size_t stops = CountOf<StopSelf>(step.actions);
  const std::size_t passes = CountOf<PassTerminal>(step.actions);
  const std::size_t wakes = CountOf<WakeGroup>(step.actions);
  if (forwards + wakes > 1 || stops > 1 || passes > 1 ||
      forwards + wakes + stops + passes != step.actions.size()) {
    return "a signal is forwarded once, and at most stops us once, and that is all";
  }
  for (const std::string_view broken :
       {BrokenForwarding(config, before, arrived, step), BrokenPassing(config, arrived, step),
        BrokenStop(config, arrived, step)}) {
    if (!broken.empty()) {
      return broken;
    }
  }
  return "";
}

std::string_view BrokenOnStopped(const Config& config, const State& before,
                                 const CommandStopped& stopped, const Step& step) {
  if (!Follows(config) || !IsTerminalStop(stopped.signal)) {
    return !step.actions.empty() || step.next != before
               ? "a stop that is not the terminal's stops nobody else"
               : "";
  }
  State wanted = before;
  wanted.groups = State::Groups::kStopped;
  if (step.next != wanted) {
    return "a stopped command is not an ended one";
  }
  return step.actions != Actions{StopGroup{stopped.signal}, StopSelf{}}
             ? "our group follows a command that the terminal stopped, and we do"
             : "";
}

std::string_view BrokenFarewell(const Config& config, const Step& step) {
  const Forward* const farewell = TheOnly<Forward>(step.actions);
  if (config.farewell == kNoSignal) {
    return farewell != nullptr ? "without a farewell nobody is told" : "";
  }
  if (farewell == nullptr || *farewell != Forward{config.farewell}) {
    return "the group is told the farewell";
  }
  return PlaceOf<Forward>(step.actions) != 0 ? "the group is told first of all" : "";
}

std::string_view BrokenReport(const Config& config, const State& before, const Ending& ending,
                              const Step& step) {
  const ReportDeath* const report = TheOnly<ReportDeath>(step.actions);
  const Killed* const killed = std::get_if<Killed>(&ending);
  const bool news = killed != nullptr && !before.forwarded.Has(killed->signal) &&
                    !config.expected_deaths.Has(killed->signal);
  if (news != (report != nullptr)) {
    return "a death is reported if, and only if, nobody asked for its signal";
  }
  return report != nullptr && report->how != *killed ? "the report says how it was" : "";
}

std::string_view BrokenOnCommandEnded(const Config& config, const State& before,
                                      const Ending& ending, const Step& step) {
  const int status = Match(
      ending, [](const Exited& exited) -> int { return exited.code; },
      [](const Killed& killed) { return 128 + killed.signal.number; });
  const bool listed = config.ok_exits.Has(static_cast<ShellCode>(status));
  const bool asked = config.ok_exits.has_stop() && status > 128 && status <= 128 + 64 &&
                     before.forwarded.Has({status - 128});
  const int code = listed || asked ? 0 : status;
  const Exit* const exit = TheOnly<Exit>(step.actions);
  State wanted = before;
  wanted.phase = Phase::kDone;
  if (step.next != wanted) {
    return "the end of the command is the end of the run";
  }
  if (CountOf<Exit>(step.actions) != 1 || exit->code != code) {
    return "Exit is asked for exactly once, with the status of the command or what it counts as";
  }
  if (PlaceOf<Exit>(step.actions) + 1 != step.actions.size()) {
    return "nothing comes after Exit";
  }
  if (CountOf<Reap>(step.actions) != 1 || *TheOnly<Reap>(step.actions) != Reap{config.command}) {
    return "the command is reaped, and nobody else";
  }
  if (CountOf<Forward>(step.actions) > 1 || CountOf<StopSelf>(step.actions) > 0 ||
      CountOf<ReportDeath>(step.actions) > 1 || CountOf<ReportReap>(step.actions) > 0) {
    return "there is at most one farewell and one report, and no stop";
  }
  const PassTerminal* const pass = TheOnly<PassTerminal>(step.actions);
  if ((pass != nullptr) != Follows(config) ||
      (pass != nullptr && *pass != PassTerminal{PassTerminal::To::kOurselves})) {
    return "the terminal is taken back where we followed";
  }
  if (pass != nullptr && PlaceOf<PassTerminal>(step.actions) > PlaceOf<Reap>(step.actions)) {
    return "nobody asks about the group of a command that is reaped";
  }
  const std::string_view broken = BrokenFarewell(config, step);
  return broken.empty() ? BrokenReport(config, before, ending, step) : broken;
}

}  // namespace

std::string_view BrokenLaw(const Config& config, const State& before, const Event& event,
                           const Step& step) {
  if (before.phase == Phase::kDone) {
    return step.next != before || !step.actions.empty() ? "the end is final" : "";
  }
  const auto* const arrived = std::get_if<SignalArrived>(&event);
  if (arrived != nullptr) {
    return BrokenOnSignal(config, before, *arrived, step);
  }
  const auto* const stopped = std::get_if<CommandStopped>(&event);
  if (stopped != nullptr) {
    return BrokenOnStopped(config, before, *stopped, step);
  }
  const auto& ended = std::get<ProcessEnded>(event);
  if (ended.pid == config.command) {
    return BrokenOnCommandEnded(config, before, ended.ending, step);
  }
  const Actions told{ReportReap{ended.pid, ended.ending}, Reap{ended.pid}};
  const bool tell = config.reap_report == ReapReport::kEach;
  return step.next != before || step.actions != (tell ? told : Actions{Reap{ended.pid}})
             ? "a stranger is reaped, told of first where that is wanted, and changes nothing"
             : "";
}

}  // namespace dumb_init::core
