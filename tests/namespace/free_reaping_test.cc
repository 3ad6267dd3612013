// Where the kernel can reap, orphans cost the init nothing, and the command's end is still seen.
#include <sys/resource.h>
#include <csignal>
#include <string>
#include <vector>

#include "support/reaping.h"
#include "support/stand.h"

namespace dumb_init::testing {
namespace {

class FreeReaping : public StandTest {
 protected:
  // A shell that makes as many orphans as each line says, and ends with its status at the end.
  GuestSetup OrphanMaker() const {
    return Here(
        {"/bin/sh", "-c",
         "while read -r count; do i=0; while [ $i -lt $count ]; do (: &); i=$((i + 1)); done;"
         " echo done; done; exit 3"});
  }

  static void MakeOrphans(Guest& guest, int count) {
    guest.Write(std::to_string(count) + "\n");
    ASSERT_EQ(guest.ReadLine(), "done");
    const std::vector<pid_t> only{guest.CommandPid()};
    EXPECT_TRUE(Eventually([&] { return guest.Descendants() == only; }));
    Guest::WaitForStatus(guest.pid(), "State",
                         [](const std::string& state) { return state.starts_with("S"); });
  }

  static bool IgnoresChildren(const Guest& guest) {
    const auto ignored = std::stoull(Guest::Status(guest.pid(), "SigIgn"), nullptr, 16);
    return (ignored >> (SIGCHLD - 1) & 1U) != 0;
  }
};

INSTANTIATE_TEST_SUITE_P(Everywhere, FreeReaping, EveryStand(), StandName);

TEST_P(FreeReaping, NoOrphanButTheFirstWakesTheInit) {
  Guest guest(OrphanMaker());
  MakeOrphans(guest, 1);
  EXPECT_EQ(IgnoresChildren(guest), KernelCanReap());
  const std::string before = Guest::Status(guest.pid(), "voluntary_ctxt_switches");
  MakeOrphans(guest, 200);
  EXPECT_EQ(Guest::Status(guest.pid(), "voluntary_ctxt_switches") == before, KernelCanReap());
}

TEST_P(FreeReaping, BeginsWithAnOrphanAndNotBefore) {
  Guest guest(OrphanMaker());
  MakeOrphans(guest, 0);
  EXPECT_EQ(IgnoresChildren(guest), KernelCanReap() && WantedReaping() == "kernel");
}

// lxc-stop takes who is seen to block RTMIN+3 for systemd, and poll(2) is where that is seen.
TEST_P(FreeReaping, IsNotForThoseWhoAreJudgedByTheirMask) {
  GuestSetup setup = OrphanMaker();
  setup.variables.push_back("container=lxc");
  Guest guest(setup);
  MakeOrphans(guest, 2);
  EXPECT_FALSE(IgnoresChildren(guest));
  EXPECT_EQ(std::stoull(Guest::Status(guest.pid(), "SigBlk"), nullptr, 16), 0U);
}

TEST_P(FreeReaping, TheStatusIsStillTheCommands) {
  Guest guest(OrphanMaker());
  MakeOrphans(guest, 2);
  guest.CloseInput();
  EXPECT_EQ(guest.Wait(), (Outcome{3, 0}));
}

// poll(2) fails where it is asked about more descriptors than may be open.
TEST_P(FreeReaping, NoLimitOfDescriptorsMakesTheInitDeaf) {
  for (const rlim_t limit : {rlim_t{0}, rlim_t{1}}) {
    for (const bool told : {true, false}) {
      Guest guest(OrphanMaker());
      MakeOrphans(guest, 2);
      const struct rlimit lowered { limit, limit };
      ASSERT_EQ(::prlimit(guest.pid(), RLIMIT_NOFILE, &lowered, nullptr), 0);
      guest.Send(SIGCONT);
      if (told) {
        guest.Send(SIGTERM);
      } else {
        guest.CloseInput();
      }
      EXPECT_EQ(guest.Wait(), (Outcome{told ? 128 + SIGTERM : 3, 0}));
    }
  }
}

TEST_P(FreeReaping, SignalsStillReachTheCommand) {
  Guest guest(OrphanMaker());
  MakeOrphans(guest, 2);
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.Wait(), (Outcome{128 + SIGTERM, 0}));
}

}  // namespace
}  // namespace dumb_init::testing
