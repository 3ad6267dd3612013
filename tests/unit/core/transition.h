// One row a decision of the policy: short ways to write events, states and configurations.
#pragma once

#include <csignal>
#include <initializer_list>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "core/machine.h"
#include "support/printers.h"

namespace dumb_init::core {

constexpr Pid kCommand{2};
constexpr Pid kStranger{7};

inline Event Arrives(int number, Origin origin = Origin::kProcess) {
  return SignalArrived{{number}, origin};
}
inline Event Exits(Pid pid, ShellCode code) { return ProcessEnded{pid, Exited{code}}; }
inline Event Dies(Pid pid, int number) { return ProcessEnded{pid, Killed{{number}}}; }
inline Event DumpsCore(Pid pid, int number) {
  return ProcessEnded{pid, Killed{{number}, CoreDump::kWritten}};
}
inline Forward Tell(int number) { return Forward{{number}}; }
inline Outcome WasKilled(int number, Outcome::Cause cause = Outcome::Cause::kNotUs) {
  return {Killed{{number}}, static_cast<ShellCode>(128 + number), cause};
}
inline Outcome Exited3() { return {Exited{3}, 3}; }
inline SayReport Say(int number, Outcome::Cause cause = Outcome::Cause::kNotUs) {
  return {WasKilled(number, cause)};
}

inline SignalSet Set(std::initializer_list<int> numbers) {
  SignalSet set;
  for (const int number : numbers) {
    set = set.With({number});
  }
  return set;
}

inline State Running(SignalSet forwarded = {}, SignalSet older = {}) {
  State state;
  state.older_than_command = older;
  state.forwarded = forwarded;
  return state;
}
inline State GroupsStopped(SignalSet forwarded = {}) {
  State state = Running(forwarded);
  state.groups = State::Groups::kStopped;
  return state;
}
inline State ReapedByKernel(State state = {}) {
  state.reaping = State::Reaping::kByKernel;
  return state;
}
inline State Finished(SignalSet forwarded = {}) {
  State state = Running(forwarded);
  state.phase = Phase::kDone;
  return state;
}

constexpr Surroundings kPidOneAlone{kPidOne, Surroundings::StandardInput::kOther};
constexpr Surroundings kOrdinary{{90}, Surroundings::StandardInput::kOther};
constexpr Surroundings kAtTerminal{
    {90}, Surroundings::StandardInput::kTerminal, Surroundings::Terminal::kControlling};
constexpr Surroundings kPidOneAtTerminal{kPidOne, Surroundings::StandardInput::kTerminal,
                                         Surroundings::Terminal::kControlling};

inline Settings CommandOnly() {
  Settings settings;
  settings.scope = Scope::kCommand;
  settings.leads = Leads::kNothing;
  return settings;
}
// As tini and catatonit have it; with -g the scope is the group.
inline Settings OwnGroup(Scope scope = Scope::kCommand) {
  Settings settings;
  settings.scope = scope;
  settings.leads = Leads::kGroup;
  settings.farewell = Farewell::kNone;
  return settings;
}
inline Settings Ok(Settings settings, std::initializer_list<int> statuses) {
  for (const int status : statuses) {
    settings.ok_exits.Add(static_cast<ShellCode>(status));
  }
  return settings;
}
inline Settings OkStop(Settings settings) {
  settings.ok_exits.AddStop();
  return settings;
}
inline Settings TellingReaps() {
  Settings settings;
  settings.reap_report = ReapReport::kEach;
  return settings;
}
inline Settings Quiet(Settings settings = {}) {
  settings.death_report = DeathReport::kNever;
  return settings;
}
inline Settings Verbose(Settings settings = {}) {
  settings.verbosity = Verbosity::kVerbose;
  return settings;
}
inline Settings Filed(Settings settings = {}) {
  settings.report_file = "/report";
  return settings;
}
inline Settings With(Settings settings, int from, int to) {
  settings.rewrites.Set({from}, {to});
  return settings;
}

inline const Config kGroup = ConfigFor({}, kOrdinary, kCommand);
inline const Config kGroupAsPidOne = ConfigFor({}, kPidOneAlone, kCommand);
inline const Config kAlone = ConfigFor(CommandOnly(), kOrdinary, kCommand);
inline const Config kAloneAsPidOne = ConfigFor(CommandOnly(), kPidOneAlone, kCommand);

inline const Config kOwnGroup = ConfigFor(OwnGroup(), kAtTerminal, kCommand);
inline const Config kOwnGroupNoTerminal = ConfigFor(OwnGroup(), kOrdinary, kCommand);
inline const Config kOwnGroupAsPidOne = ConfigFor(OwnGroup(), kPidOneAtTerminal, kCommand);
inline const Config kOk = ConfigFor(Ok(CommandOnly(), {3, 143}), kOrdinary, kCommand);
inline const Config kOkStop = ConfigFor(OkStop(CommandOnly()), kOrdinary, kCommand);
inline const Config kPause = ConfigFor({}, kPidOneAlone, kNobody);
constexpr PassTerminal kToCommand{PassTerminal::To::kCommand};
constexpr PassTerminal kToOurselves{PassTerminal::To::kOurselves};

constexpr Payload kValue{true, 40, 1000, 0x1234567890};
constexpr Origin kShared = Origin::kKernelToGroup;

struct Row {
  std::string_view name;
  Config config;
  State before;
  Event event;
  State after;
  Actions actions;
};

// Each file has its own rows.
class Transition : public testing::TestWithParam<Row> {};

inline std::string NameOf(const testing::TestParamInfo<Row>& test) {
  return std::string(test.param.name);
}

}  // namespace dumb_init::core
