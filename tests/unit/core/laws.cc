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

bool Follows(const Config& config) { return config.job_control == Config::JobControl::kFollow; }

bool IsStopRequest(const Config& config, Signal signal) {
  return signal.number == SIGTERM || signal.number == SIGINT || signal == config.stop_signal;
}

// What goes out to the command for this signal, now.
std::string_view BrokenForwarding(const Config& config, const State& before,
                                  const SignalArrived& arrived, const Step& step) {
  const Signal outgoing = config.rewrites.Apply(arrived.signal);
  const Forward* const forward = TheOnly<Forward>(step.actions);
  const bool older = before.older_than_command.Has(arrived.signal);
  const bool command_has_it =
      arrived.origin == Origin::kKernelToGroup && IsOfTheTerminal(arrived.signal) && !older;
  const Signal asked = command_has_it ? arrived.signal : outgoing;
  if (step.next.forwarded != before.forwarded.With(asked)) {
    return "what went out or the command has, and nothing else, counts as asked for";
  }
  const WakeGroup* const wake = TheOnly<WakeGroup>(step.actions);
  const bool wakes = before.groups == State::Groups::kStopped && outgoing.number == SIGCONT;
  if (wakes != (wake != nullptr) || (wakes && wake->signal != outgoing)) {
    return "a CONT wakes groups that are stopped, and nothing else does";
  }
  if (wakes || command_has_it) {
    return forward != nullptr ? "nobody is told twice" : "";
  }
  if (forward == nullptr) {
    return older ? "a signal older than the command is always forwarded"
                 : "a signal the command has not is always forwarded";
  }
  if (*forward != Forward{outgoing, arrived.payload}) {
    return "what goes out is what the rewrites say, with the value that came";
  }
  return CannotBeCaught(forward->signal) && outgoing == arrived.signal
             ? "STOP and KILL go out only by a rewrite"
             : "";
}

std::string_view BrokenGroups(const Config& config, const State& before, Signal received,
                              const Step& step) {
  const bool stops = Follows(config) && TheOnly<StopSelf>(step.actions) != nullptr;
  const bool goes_on =
      received.number == SIGCONT || config.rewrites.Apply(received).number == SIGCONT;
  const State::Groups wanted = stops     ? State::Groups::kStopped
                               : goes_on ? State::Groups::kRunning
                                         : before.groups;
  return step.next.groups != wanted ? "groups are stopped with us, and go on with a CONT" : "";
}

std::string_view BrokenKillAfter(const Config& config, const State& before, Signal received,
                                 const Step& step) {
  const bool first = config.kill_after && IsStopRequest(config, received) &&
                     before.stop != State::Stop::kForwarded;
  const StartTimer* const start = TheOnly<StartTimer>(step.actions);
  if (first != (start != nullptr) ||
      (first && *start != StartTimer{{Timer::Kind::kKillAfter}, *config.kill_after})) {
    return "the first stop request that goes out, and nothing else, starts the time to kill";
  }
  const bool remembered =
      config.grace && IsStopRequest(config, received) && before.stop == State::Stop::kNotAsked;
  const State::Stop wanted = first        ? State::Stop::kForwarded
                             : remembered ? State::Stop::kReceived
                                          : before.stop;
  return step.next.stop != wanted ? "a stop request is remembered, and nothing else is" : "";
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

std::string_view BrokenPassing(const Config& config, const SignalArrived& arrived, const Step& step,
                               std::size_t skipped) {
  const PassTerminal* const pass = TheOnly<PassTerminal>(step.actions);
  const bool goes_on = config.rewrites.Apply(arrived.signal).number == SIGCONT;
  if ((pass != nullptr) != (Follows(config) && goes_on)) {
    return "a CONT that goes out, and nothing else, brings the terminal along where we follow";
  }
  if (pass != nullptr &&
      (pass->to != PassTerminal::To::kCommand || PlaceOf<PassTerminal>(step.actions) != skipped)) {
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

// Whether the report may be asked for in the end, as far as the settings go.
bool MayReport(const Config& config) {
  return config.report != Config::Report::kNever ||
         config.report_file == Config::ReportFile::kWanted;
}

Actions Killing(const Config& config) {
  Actions actions{StopTimers{}};
  if (MayReport(config)) {
    actions.push_back(NoteKilled{});
  }
  actions.push_back(KillRest{});
  actions.push_back(StartTimer{{Timer::Kind::kLeftovers}, {1000}});
  actions.push_back(LookAtRest{});
  return actions;
}

// What is said and written about this outcome, and the exit.
Actions Leaving(const Config& config, const State& before, const Outcome& outcome) {
  Actions actions;
  const Killed* const killed = std::get_if<Killed>(&outcome.ending);
  const bool news = killed != nullptr && outcome.cause == Outcome::Cause::kNotUs &&
                    !config.expected_deaths.Has(killed->signal);
  const bool time_over =
      before.our_kill == State::OurKill::kSent || outcome.grace == Outcome::Grace::kOver;
  if (config.report == Config::Report::kAlways ||
      (config.report == Config::Report::kIfUnasked && (news || time_over))) {
    actions.push_back(SayReport{outcome});
  }
  if (config.report_file == Config::ReportFile::kWanted) {
    actions.push_back(FileReport{outcome});
  }
  actions.push_back(Exit{outcome.status});
  return actions;
}

bool EndsWith(const Actions& actions, const Actions& end) {
  return actions.size() >= end.size() &&
         std::equal(end.begin(), end.end(), actions.end() - end.size());
}

std::string_view BrokenOnLateSignal(const Config& config, const State& before, Signal signal,
                                    const Step& step) {
  State next = before;
  Actions actions;
  if (before.phase == Phase::kEnding && IsStopRequest(config, signal)) {
    if (before.stop == State::Stop::kNotAsked) {
      next.stop = State::Stop::kReceived;
    } else {
      next.phase = Phase::kKilling;
      actions = Killing(config);
    }
  }
  return step.next != next || step.actions != actions
             ? "once the command has ended a second stop request kills the rest, and nothing else "
               "is"
               " done"
             : "";
}

// A signal goes out now, after the first `skipped` actions.
std::string_view BrokenDelivery(const Config& config, const State& before,
                                const SignalArrived& arrived, const Step& step,
                                std::size_t skipped) {
  const std::size_t forwards = CountOf<Forward>(step.actions) + CountOf<WakeGroup>(step.actions);
  const std::size_t stops = CountOf<StopSelf>(step.actions);
  const std::size_t passes = CountOf<PassTerminal>(step.actions);
  const std::size_t starts = CountOf<StartTimer>(step.actions);
  if (forwards > 1 || stops > 1 || passes > 1 || starts > 1 ||
      skipped + forwards + stops + passes + starts != step.actions.size()) {
    return "a signal is forwarded once, and at most stops us once, and that is all";
  }
  for (const std::string_view broken :
       {BrokenForwarding(config, before, arrived, step),
        BrokenPassing(config, arrived, step, skipped), BrokenStop(config, arrived, step),
        BrokenGroups(config, before, arrived.signal, step),
        BrokenKillAfter(config, before, arrived.signal, step)}) {
    if (!broken.empty()) {
      return broken;
    }
  }
  return "";
}

std::string_view BrokenOnSignal(const Config& config, const State& before,
                                const SignalArrived& arrived, const Step& step) {
  if (config.command == kNobody) {
    return BrokenWithoutCommand(arrived, step);
  }
  const Signal signal = arrived.signal;
  if (signal == kChildSignal || arrived.origin == Origin::kOurselves) {
    return !step.actions.empty() || step.next != before
               ? "SIGCHLD and what we raised ourselves change nothing"
               : "";
  }
  if (before.phase != Phase::kRunning) {
    return BrokenOnLateSignal(config, before, signal, step);
  }
  if (step.next.phase != before.phase) {
    return "no signal ends the run";
  }
  if (step.next.older_than_command != before.older_than_command.Without(signal)) {
    return "a signal is older than the command until it came, and no other changes";
  }
  if (config.rewrites.Apply(signal) == kNoSignal) {
    return !step.actions.empty() || step.next.forwarded != before.forwarded ||
                   step.next.held != before.held
               ? "a dropped signal leads to no action at all"
               : "";
  }
  const bool command_has_it = arrived.origin == Origin::kKernelToGroup && IsOfTheTerminal(signal) &&
                              !before.older_than_command.Has(signal);
  const Timer hold{Timer::Kind::kHold, signal};
  if (before.held.Has(signal)) {
    if (step.next.held != before.held.Without(signal) ||
        step.actions[0] != Action{StopTimer{hold}}) {
      return "the second of a kind ends the hold";
    }
    return BrokenDelivery(config, before, arrived, step, 1);
  }
  if (config.delays.Of(signal) && !command_has_it) {
    const Actions held{StartTimer{hold, *config.delays.Of(signal), arrived.payload}};
    return step.actions != held || step.next.held != before.held.With(signal) ||
                   step.next.forwarded != before.forwarded
               ? "a delayed signal is held, and nothing else happens"
               : "";
  }
  if (step.next.held != before.held) {
    return "no other signal is held or let go";
  }
  return BrokenDelivery(config, before, arrived, step, 0);
}

std::string_view BrokenOnStopped(const Config& config, const State& before,
                                 const CommandStopped& stopped, const Step& step) {
  const bool terminal = IsTerminalStop(stopped.signal);
  if (before.phase != Phase::kRunning || !Follows(config) ||
      before.groups == State::Groups::kStopped) {
    return !step.actions.empty() || step.next != before ? "we follow a stop once, where we follow"
                                                        : "";
  }
  State wanted = before;
  wanted.groups = State::Groups::kStopped;
  if (step.next != wanted) {
    return "a stopped command is not an ended one";
  }
  const Actions along =
      terminal ? Actions{StopGroup{stopped.signal}, StopSelf{}} : Actions{StopSelf{}};
  return step.actions != along
             ? "our group follows a command that the terminal stopped, and we follow any stop"
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
  return PlaceOf<Forward>(step.actions) != CountOf<NoteCommand>(step.actions)
             ? "the group is told first of all"
             : "";
}

Outcome OutcomeOf(const Config& config, const State& before, const Ending& ending) {
  const Killed* const killed = std::get_if<Killed>(&ending);
  const int status = Match(
      ending, [](const Exited& exited) -> int { return exited.code; },
      [](const Killed& end) { return 128 + end.signal.number; });
  const bool listed = config.ok_exits.Has(static_cast<ShellCode>(status));
  const bool our_kill = before.our_kill == State::OurKill::kSent;
  const bool asked = config.ok_exits.has_stop() && status > 128 && status <= 128 + 64 &&
                     before.forwarded.Has({status - 128}) && !our_kill;
  Outcome outcome{ending, static_cast<ShellCode>(listed || asked ? 0 : status)};
  if (killed != nullptr && before.forwarded.Has(killed->signal)) {
    outcome.cause = our_kill && killed->signal.number == SIGKILL ? Outcome::Cause::kTimeOver
                                                                 : Outcome::Cause::kForwarded;
  }
  return outcome;
}

// Without a grace the notes are for a report that comes for sure; with one, for one that may come.
std::string_view BrokenNotes(const Config& config, const Step& step, bool reports) {
  const bool wanted = config.grace ? MayReport(config) : reports;
  if (CountOf<NoteCommand>(step.actions) != (wanted ? 1U : 0U)) {
    return "notes are taken where they are of use";
  }
  const std::size_t place = PlaceOf<NoteCommand>(step.actions);
  return wanted &&
                 (place > PlaceOf<Reap>(step.actions) || place > PlaceOf<TellRest>(step.actions) ||
                  place > PlaceOf<Forward>(step.actions))
             ? "they are taken while all are still there"
             : "";
}

// Who is left is waited for, so each of them has to tell of its end.
std::string_view BrokenReaping(const Config& config, const State& before, const Step& step) {
  const bool again = config.grace && before.reaping == State::Reaping::kByKernel;
  if (CountOf<ReapOurselves>(step.actions) != (again ? 1U : 0U) ||
      CountOf<LetKernelReap>(step.actions) != 0) {
    return "we reap again where there is a rest to wait for";
  }
  return again && PlaceOf<ReapOurselves>(step.actions) > PlaceOf<TellRest>(step.actions)
             ? "and before anybody of it is told"
             : "";
}

// What comes at the end of the answer to the end of the command.
std::string_view BrokenEnd(const Config& config, const Actions& leaving, const Step& step) {
  if (!config.grace) {
    if (!EndsWith(step.actions, leaving) || CountOf<Exit>(step.actions) != 1) {
      return "what is to be told is told, and then Exit, with the status of the command or what it "
             "counts as";
    }
    return "";
  }
  const std::size_t notes =
      CountOf<NoteCommand>(step.actions) + CountOf<ReapOurselves>(step.actions);
  if (CountOf<Exit>(step.actions) != 0 || step.actions[0] != Action{StopTimers{}} ||
      step.actions[1 + notes] != Action{TellRest{}} ||
      !EndsWith(step.actions, {StartTimer{{Timer::Kind::kGrace}, *config.grace}, LookAtRest{}})) {
    return "with a grace no other timer runs on, the rest is told once, and looked at";
  }
  return CountOf<TellRest>(step.actions) != 1 || CountOf<StartTimer>(step.actions) != 1 ||
                 CountOf<SayReport>(step.actions) + CountOf<FileReport>(step.actions) != 0
             ? "nobody is told twice"
             : "";
}

std::string_view BrokenOnCommandEnded(const Config& config, const State& before,
                                      const Ending& ending, const Step& step) {
  const Outcome outcome = OutcomeOf(config, before, ending);
  const Actions leaving = Leaving(config, before, outcome);
  State wanted = before;
  wanted.phase = config.grace ? Phase::kEnding : Phase::kDone;
  wanted.held = {};
  wanted.outcome = config.grace ? outcome : before.outcome;
  if (config.grace) {
    wanted.reaping = State::Reaping::kByUs;
  }
  if (step.next != wanted) {
    return "the end of the command is the end of the run, or of its first part";
  }
  if (CountOf<Reap>(step.actions) != 1 || *TheOnly<Reap>(step.actions) != Reap{config.command}) {
    return "the command is reaped, and nobody else";
  }
  if (CountOf<Forward>(step.actions) > 1 || CountOf<StopSelf>(step.actions) > 0 ||
      CountOf<SayReport>(step.actions) > 1 || CountOf<FileReport>(step.actions) > 1 ||
      CountOf<ReportReap>(step.actions) > 0 || CountOf<KillRest>(step.actions) > 0) {
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
  for (const std::string_view broken :
       {BrokenEnd(config, leaving, step), BrokenFarewell(config, step),
        BrokenNotes(config, step, leaving.size() > 1), BrokenReaping(config, before, step)}) {
    if (!broken.empty()) {
      return broken;
    }
  }
  return "";
}

std::string_view BrokenOnStrangerEnded(const Config& config, const State& before,
                                       const ProcessEnded& ended, const Step& step) {
  Actions wanted;
  if (config.reap_report == ReapReport::kEach) {
    wanted.push_back(ReportReap{ended.pid, ended.ending});
  }
  State next = before;
  if (before.phase == Phase::kRunning && before.reaping == State::Reaping::kByUs &&
      config.kernel_reaping == Config::KernelReaping::kAllowed) {
    next.reaping = State::Reaping::kByKernel;
    wanted.push_back(LetKernelReap{ended.pid});
  } else {
    wanted.push_back(Reap{ended.pid});
  }
  if (before.phase != Phase::kRunning) {
    wanted.push_back(LookAtRest{});
  }
  return step.next != next || step.actions != wanted
             ? "a stranger is reaped, told of first where that is wanted, and changes nothing"
             : "";
}

std::string_view BrokenOnHold(const Config& config, const State& before,
                              const TimerExpired& expired, const Step& step) {
  const Signal signal = expired.timer.signal;
  if (before.phase != Phase::kRunning || !before.held.Has(signal)) {
    return !step.actions.empty() || step.next != before ? "only what is held can be let go" : "";
  }
  if (step.next.held != before.held.Without(signal)) {
    return "the end of the hold lets the signal go";
  }
  State received = before;
  received.held = step.next.held;
  return BrokenDelivery(config, received, {signal, Origin::kProcess, expired.payload}, step, 0);
}

std::string_view BrokenOnTimer(const Config& config, const State& before,
                               const TimerExpired& expired, const Step& step) {
  const Phase phase = before.phase;
  State next = before;
  Actions actions;
  switch (expired.timer.kind) {
    case Timer::Kind::kHold:
      return BrokenOnHold(config, before, expired, step);
    case Timer::Kind::kKillAfter:
      if (phase == Phase::kRunning) {
        next.our_kill = State::OurKill::kSent;
        next.forwarded = before.forwarded.With({SIGKILL});
        actions = {Forward{{SIGKILL}}};
      }
      break;
    case Timer::Kind::kGrace:
      if (phase == Phase::kEnding) {
        next.phase = Phase::kKilling;
        next.outcome.grace = Outcome::Grace::kOver;
        actions = Killing(config);
      }
      break;
    case Timer::Kind::kLookAgain:
      if (phase != Phase::kRunning) {
        actions = {LookAtRest{}};
      }
      break;
    case Timer::Kind::kLeftovers:
      if (phase == Phase::kKilling) {
        next.phase = Phase::kDone;
        actions = {ReportLeftovers{}};
        for (const Action& action : Leaving(config, before, before.outcome)) {
          actions.push_back(action);
        }
      }
      break;
  }
  return step.next != next || step.actions != actions ? "each timer has its phase and its effect"
                                                      : "";
}

std::string_view BrokenOnRest(const Config& config, const State& before, Rest rest,
                              const Step& step) {
  State next = before;
  Actions actions;
  if (before.phase != Phase::kRunning && rest == Rest::kOthers) {
    actions = {StartTimer{{Timer::Kind::kLookAgain}, {100}}};
  }
  if (before.phase != Phase::kRunning && rest == Rest::kNobody) {
    next.phase = Phase::kDone;
    actions = Leaving(config, before, before.outcome);
  }
  return step.next != next || step.actions != actions
             ? "we leave when nobody is left, and look again only for those who do not tell"
             : "";
}

}  // namespace

std::string_view BrokenLaw(const Config& config, const State& before, const Event& event,
                           const Step& step) {
  if (before.phase == Phase::kDone) {
    return step.next != before || !step.actions.empty() ? "the end is final" : "";
  }
  return Match(
      event,
      [&](const SignalArrived& arrived) { return BrokenOnSignal(config, before, arrived, step); },
      [&](const CommandStopped& stopped) { return BrokenOnStopped(config, before, stopped, step); },
      [&](const ProcessEnded& ended) {
        return ended.pid == config.command && before.phase == Phase::kRunning
                   ? BrokenOnCommandEnded(config, before, ended.ending, step)
                   : BrokenOnStrangerEnded(config, before, ended, step);
      },
      [&](const TimerExpired& expired) { return BrokenOnTimer(config, before, expired, step); },
      [&](const RestSeen& seen) { return BrokenOnRest(config, before, seen.rest, step); });
}

}  // namespace dumb_init::core
