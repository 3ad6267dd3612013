// Whom we stand in for: the name we were called by chooses the option table, the defaults and the
// words of help and version. The engine behind them is one.
#pragma once

#include <span>
#include <string_view>

#include "cli/flags.h"

namespace dumb_init::cli {

// What becomes of a "--" right after the command, where none came before it.
enum class DashesAfterCommand { kKept, kDropped };

struct Role {
  // What we call ourselves in messages.
  std::string_view name;
  // The file names that stand for this role.
  std::span<const std::string_view> programs;
  std::string_view version_line;
  // For the help: what is done with signals, and what differs from dumb-init.
  std::string_view summary;
  std::span<const Flag> flags;
  // A table whose variables with Reach::kEveryRole count, too.
  std::span<const Flag> lent;
  core::Settings (*defaults)();
  DashesAfterCommand dashes;
};

// Every role; the first is dumb-init's, which is also that of every name that is nobody's.
std::span<const Role> Roles();
inline const Role& DumbInit() { return Roles().front(); }

// The role for this argument list: the base name of its first word decides.
const Role& RoleOf(std::span<char* const> words);

}  // namespace dumb_init::cli
