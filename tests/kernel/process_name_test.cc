// sys/process.h tells the truth about what processes call themselves.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <string>

#include <gtest/gtest.h>

#include "kernel/child.h"
#include "kernel/in_child.h"
#include "kernel/surroundings.h"
#include "sys/process.h"

namespace dumb_init::sys {
namespace {

using testing::Child;
using testing::InChild;

std::string NameOf(core::Pid pid) { return std::string(ProcessName(pid).text()); }

void Rename(const std::string& name) { ::prctl(PR_SET_NAME, name.c_str()); }

TEST(ProcessName, IsWhatTheProcessCallsItself) {
  for (const std::string name : {"x", "fifteen bytes !", ""}) {
    EXPECT_EQ(InChild([&] {
                Rename(name);
                return NameOf(Self());
              }),
              name);
  }
}

TEST(ProcessName, HasFifteenBytesAtMost) {
  EXPECT_EQ(InChild([] {
              Rename("0123456789abcdefghi");
              return NameOf(Self());
            }),
            "0123456789abcde");
}

TEST(ProcessName, MayHaveAnyBytes) {
  for (const std::string name :
       {"a b", " ", "a\nb", "a\n", "\n\n", "(a) S 1 (b", "\xff\x01\t\\n"}) {
    EXPECT_EQ(InChild([&] {
                Rename(name);
                return NameOf(Self());
              }),
              name);
  }
}

TEST(ProcessName, StaysUntilAnEndedProcessIsReaped) {
  EXPECT_EQ(InChild([] {
              const Child child([] { Rename("ended"); });
              child.WaitFor(WEXITED);
              const std::string name = NameOf(child.pid());
              Tolerate(Reap(child.pid()), "seen by its name");
              return name + ", then '" + NameOf(child.pid()) + "'";
            }),
            "ended, then ''");
}

TEST(ProcessName, IsEmptyWithoutProc) {
  EXPECT_EQ(InChild([]() -> std::string {
              Rename("named");
              const std::string name = NameOf(Self());
              return testing::HideProc() ? name + ", then '" + NameOf(Self()) + "'"
                                         : "this test needs root";
            }),
            "named, then ''");
}

TEST(ProcessName, LeavesNoDescriptorOpen) {
  EXPECT_EQ(InChild([] {
              Rename("named");
              ::close(0);
              const std::string name = NameOf(Self());
              return ::dup(1) == 0 ? name : "one is open";
            }),
            "named");
}

}  // namespace
}  // namespace dumb_init::sys
