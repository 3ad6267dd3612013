// sys/signals.h tells the truth about sending signals, to others and to ourselves.
#include "sys/signals.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "kernel/in_child.h"

namespace dumb_init::sys {
namespace {

using testing::InChild;

std::string Text(const Result<Done>& result) {
  return result.ok()
             ? "done"
             : std::string(result.error().call) + ": " + std::strerror(result.error().error);
}

std::string Text(const Result<std::optional<Arrival>>& result) {
  if (!result.ok()) {
    return std::strerror(result.error().error);
  }
  return result.value() ? std::to_string(result.value()->signal.number) : "nothing";
}

std::string Look() { return Text(NextSignal(core::Duration{0})); }

void SendToSelf(int number) { ::syscall(SYS_kill, ::getpid(), number); }

TEST(Queue, BringsTheValueAndTheSenderItIsGiven) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              union sigval value {};
              value.sival_ptr = reinterpret_cast<void*>(0x1234'5678'9abc);
              ::sigqueue(::getpid(), 64, value);
              const core::Payload came = NextSignal(core::Duration{0}).value()->payload;
              const std::string sent = Text(Queue({::getpid()}, {40}, came));
              const core::Payload again = NextSignal(core::Duration{0}).value()->payload;
              return sent + (came.present && came == again && came.value == 0x1234'5678'9abc &&
                                     came.sender_pid == ::getpid()
                                 ? ", the same"
                                 : ", changed");
            }),
            "done, the same");
}

TEST(Queue, SaysThatNobodyIsThereAndThatTheQueueIsFull) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              const pid_t gone = ::fork();
              if (gone == 0) {
                ::_exit(0);
              }
              ::waitpid(gone, nullptr, 0);
              const core::Payload payload{true, ::getpid(), 0, 1};
              const std::string nobody = Text(Queue({gone}, {40}, payload));
              const struct rlimit none {};
              ::setrlimit(RLIMIT_SIGPENDING, &none);
              return nobody + "; " + Text(Queue({::getpid()}, {40}, payload));
            }),
            "rt_sigqueueinfo: No such process; rt_sigqueueinfo: Resource temporarily unavailable");
}

TEST(Kill, ReachesOneProcessOrItsWholeGroup) {
  for (const auto kind : {Target::Kind::kProcess, Target::Kind::kGroup}) {
    EXPECT_EQ(InChild([&] {
                ::setpgid(0, 0);
                const pid_t leader = ::getpid();
                Tolerate(TakeOverSignals(), "what it does is looked at below");
                const pid_t member = ::fork();
                if (member == 0) {
                  const auto arrival = NextSignal(std::nullopt);
                  ::_exit(arrival.value()->signal.number);
                }
                Tolerate(Kill({{leader}, kind}, {33}), "seen by what arrives");
                // The end of the member, told by SIGCHLD, may already wait in front of it.
                const std::string first = Look();
                const std::string leader_got = first == "17" ? Look() : first;
                if (kind == Target::Kind::kProcess) {
                  Tolerate(Kill({{member}}, {SIGHUP}), "seen by its status");
                }
                int status = 0;
                ::waitpid(member, &status, 0);
                return leader_got + ", " + std::to_string(WEXITSTATUS(status));
              }),
              kind == Target::Kind::kGroup ? "33, 33" : "33, 1");
  }
}

TEST(Kill, SaysThatNobodyIsThereAndThatItIsNotAllowed) {
  EXPECT_EQ(InChild([] {
              const pid_t gone = ::fork();
              if (gone == 0) {
                ::_exit(0);
              }
              ::waitpid(gone, nullptr, 0);
              std::string said = Text(Kill({{gone}}, {SIGTERM})) + "; " +
                                 Text(Kill({{gone}, Target::Kind::kGroup}, {SIGTERM})) + "; ";
              const pid_t other = ::getppid();
              if (::setresuid(12345, 12345, 12345) == -1) {
                return std::string("this test needs root");
              }
              return said + Text(Kill({{other}}, {SIGURG}));
            }),
            "kill: No such process; kill: No such process; kill: Operation not permitted");
}

TEST(StopSelf, StopsUntilWeAreContinued) {
  const pid_t child = ::fork();
  if (child == 0) {
    Tolerate(TakeOverSignals(), "what it does is looked at below");
    ::_exit(StopSelf().ok() && Look() == "18" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
  EXPECT_TRUE(WIFSTOPPED(status));
  ::kill(child, SIGCONT);
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0) << "and the SIGCONT is there to be forwarded";
}

TEST(StopSelf, DoesNotStopWhereASigcontIsWaitingAlready) {
  EXPECT_EQ(InChild([] {
              Tolerate(TakeOverSignals(), "what it does is looked at below");
              SendToSelf(SIGCONT);
              const std::string stopped = Text(StopSelf());
              return stopped + " " + Look();
            }),
            "done 18");
}

}  // namespace
}  // namespace dumb_init::sys
