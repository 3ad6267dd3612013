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

std::string TextOf(core::Pid pid) { return std::string(NameOf(pid).text()); }

void Rename(const std::string& name) { ::prctl(PR_SET_NAME, name.c_str()); }

TEST(NameOf, IsWhatTheProcessCallsItself) {
  for (const std::string name : {"x", "fifteen bytes !", ""}) {
    EXPECT_EQ(InChild([&] {
                Rename(name);
                return TextOf(Self());
              }),
              name);
  }
}

TEST(NameOf, HasFifteenBytesAtMost) {
  EXPECT_EQ(InChild([] {
              Rename("0123456789abcdefghi");
              return TextOf(Self());
            }),
            "0123456789abcde");
}

TEST(NameOf, MayHaveAnyBytes) {
  for (const std::string name :
       {"a b", " ", "a\nb", "a\n", "\n\n", "(a) S 1 (b", "\xff\x01\t\\n"}) {
    EXPECT_EQ(InChild([&] {
                Rename(name);
                return TextOf(Self());
              }),
              name);
  }
}

TEST(NameOf, StaysUntilAnEndedProcessIsReaped) {
  EXPECT_EQ(InChild([] {
              const Child child([] { Rename("ended"); });
              child.WaitFor(WEXITED);
              const std::string name = TextOf(child.pid());
              Tolerate(Reap(child.pid()), "seen by its name");
              return name + ", then '" + TextOf(child.pid()) + "'";
            }),
            "ended, then ''");
}

TEST(NameOf, IsEmptyWithoutProc) {
  EXPECT_EQ(InChild([]() -> std::string {
              Rename("named");
              const std::string name = TextOf(Self());
              return testing::HideProc() ? name + ", then '" + TextOf(Self()) + "'"
                                         : "this test needs root";
            }),
            "named, then ''");
}

TEST(NameOf, LeavesNoDescriptorOpen) {
  EXPECT_EQ(InChild([] {
              Rename("named");
              ::close(0);
              const std::string name = TextOf(Self());
              return ::dup(1) == 0 ? name : "one is open";
            }),
            "named");
}

}  // namespace
}  // namespace dumb_init::sys
