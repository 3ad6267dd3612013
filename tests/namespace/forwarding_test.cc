// Forwarding: whatever reaches the init reaches the command.
#include <csignal>

#include "support/namespace_test.h"

namespace dumb_init::testing {
namespace {

class Forwarding : public NamespaceTest {};

TEST_F(Forwarding, TermReachesTheCommand) {
  Guest guest({Init(), Program("signal_echo")});
  ASSERT_EQ(guest.ReadLine(), "ready");
  guest.Send(SIGTERM);
  EXPECT_EQ(guest.ReadLine(), "15");
}

}  // namespace
}  // namespace dumb_init::testing
