// Reports: every part where it was seen, and nothing of what was not.
#include "core/report.h"

#include <csignal>
#include <cstddef>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "core/cgroup.h"

namespace dumb_init::core {
namespace {

constexpr std::uint64_t kMebi = 1024 * 1024;

Name Called(std::string_view text) {
  Name name;
  name.size = text.copy(name.bytes.data(), name.bytes.size() - 1);
  return name;
}

Crowd CrowdOf(int count) {
  Crowd crowd;
  for (int number = 1; number <= count; ++number) {
    crowd.Add(Called("p" + std::to_string(number)));
  }
  return crowd;
}

Facts FactsOf(const Outcome& outcome) {
  Facts facts;
  facts.command = "node";
  facts.pid = {7};
  facts.outcome = outcome;
  return facts;
}

Facts Exits(int status) {
  const auto code = static_cast<ShellCode>(status);
  return FactsOf({Exited{code}, code});
}

Facts Dies(int signal, Outcome::Cause cause = Outcome::Cause::kNotUs) {
  return FactsOf({Killed{{signal}}, static_cast<ShellCode>(128 + signal), cause});
}

Facts RunsOutOfMemory() {
  Facts facts = Dies(SIGKILL);
  facts.cgroup = Facts::Cgroup::kContainers;
  facts.oom_kills = 2;
  facts.memory_limit = 64 * kMebi;
  return facts;
}

std::string Written(void (*add)(Line&, const Facts&), const Facts& facts) {
  Line line;
  add(line, facts);
  std::string text(line.text());
  text.pop_back();
  return text;
}
std::string Text(const Facts& facts) { return Written(AddReport, facts); }
std::string AsJson(const Facts& facts) { return Written(AddReportAsJson, facts); }

TEST(Report, SaysWhoAndHow) {
  EXPECT_EQ(Text(Exits(3)), "node (PID 7) exited with status 3");
  EXPECT_EQ(Text(Dies(SIGSEGV)), "node (PID 7) was ended by SIGSEGV");
  Facts facts = Dies(SIGABRT);
  facts.outcome.ending = Killed{{SIGABRT}, CoreDump::kWritten};
  EXPECT_EQ(Text(facts), "node (PID 7) was ended by SIGABRT (core dumped)");
}

TEST(Report, SaysHowLongItLived) {
  const auto after = [](Moment lifetime) {
    Facts facts = Exits(0);
    facts.lifetime = lifetime;
    return Text(facts).substr(std::string("node (PID 7) exited with status 0 after ").size());
  };
  EXPECT_EQ(after(0), "0.00s");
  EXPECT_EQ(after(90), "0.09s");
  EXPECT_EQ(after(1230), "1.23s");
  EXPECT_EQ(after(59999), "59.99s");
  EXPECT_EQ(after(60000), "1m0s");
  EXPECT_EQ(after(3599999), "59m59s");
  EXPECT_EQ(after(3600000), "1h0m0s");
  EXPECT_EQ(after(86399000), "23h59m59s");
  EXPECT_EQ(after(86400000), "1d0h0m0s");
  EXPECT_EQ(after(Moment{400} * 86400000 + 7384000), "400d2h3m4s");
}

TEST(Report, SaysWhoseKillItWas) {
  EXPECT_EQ(Text(Dies(SIGKILL, Outcome::Cause::kTimeOver)),
            "node (PID 7) was ended by SIGKILL, sent by us when its time to end was over");
  EXPECT_EQ(Text(Dies(SIGKILL, Outcome::Cause::kForwarded)), "node (PID 7) was ended by SIGKILL");
}

TEST(Report, SaysWhoAskedItToStop) {
  Facts facts = Exits(0);
  facts.stop_request = StopRequest{{SIGTERM}, Pid{0}, {}};
  EXPECT_EQ(Text(facts),
            "node (PID 7) exited with status 0; last stop request: SIGTERM from outside the "
            "container");
  facts.stop_request = StopRequest{{SIGINT}, Pid{12}, {}};
  EXPECT_EQ(Text(facts),
            "node (PID 7) exited with status 0; last stop request: SIGINT from PID 12");
  facts.stop_request = StopRequest{{SIGTERM}, {}, {}};
  EXPECT_EQ(Text(facts), "node (PID 7) exited with status 0; last stop request: SIGTERM");
  EXPECT_NE(AsJson(facts).find(R"("stop_request":{"signal":"SIGTERM"})"), std::string::npos);
  facts.stop_request = StopRequest{{34}, Pid{12}, Called("a\x1b[2J")};
  EXPECT_EQ(Text(facts),
            "node (PID 7) exited with status 0; last stop request: SIGRTMIN from PID 12 "
            "(a\\x1b[2J)");
}

TEST(Report, SaysWhoWasLeft) {
  Facts facts = Exits(0);
  facts.left = CrowdOf(0);
  EXPECT_EQ(Text(facts), "node (PID 7) exited with status 0");
  facts.left = CrowdOf(2);
  EXPECT_EQ(Text(facts), "node (PID 7) exited with status 0; left behind: p1, p2");
  facts.told = Facts::Told::kYes;
  EXPECT_EQ(Text(facts), "node (PID 7) exited with status 0; told to end: p1, p2");
  facts.outcome.grace = Outcome::Grace::kOver;
  EXPECT_EQ(Text(facts),
            "node (PID 7) exited with status 0; told to end: p1, p2; the grace was over");
  facts.killed = CrowdOf(1);
  EXPECT_EQ(Text(facts),
            "node (PID 7) exited with status 0; told to end: p1, p2; the grace was over; killed: "
            "p1");
}

TEST(Report, NamesEightAndCountsTheOthers) {
  Facts facts = Exits(0);
  facts.left = CrowdOf(8);
  EXPECT_EQ(Text(facts),
            "node (PID 7) exited with status 0; left behind: p1, p2, p3, p4, p5, p6, p7, p8");
  facts.left = CrowdOf(1000);
  EXPECT_EQ(Text(facts),
            "node (PID 7) exited with status 0; left behind: p1, p2, p3, p4, p5, p6, p7, p8 and "
            "992 more");
}

TEST(Report, AProcessWithoutANameIsStillOne) {
  Facts facts = Exits(0);
  facts.left = Crowd();
  facts.left->Add({});
  EXPECT_EQ(Text(facts), "node (PID 7) exited with status 0; left behind: ?");
}

TEST(Report, SaysThatMemoryRanOut) {
  Facts facts = RunsOutOfMemory();
  const std::string start = "node (PID 7) was ended by SIGKILL; memory ran out";
  EXPECT_EQ(Text(facts), start + ": the limit is 64 MiB; OOM kills so far: 2");
  facts.memory_limit = 64 * kMebi + 4096;
  EXPECT_EQ(Text(facts), start + ": the limit is 65540 KiB; OOM kills so far: 2");
  facts.memory_limit = 1000;
  EXPECT_EQ(Text(facts), start + ": the limit is 1000 bytes; OOM kills so far: 2");
  facts.memory_limit = kUnlimited;
  EXPECT_EQ(Text(facts), start + " though this container has no limit; OOM kills so far: 2");
  facts.memory_limit.reset();
  EXPECT_EQ(Text(facts), start + "; OOM kills so far: 2");
}

TEST(Report, BlamesMemoryForNothingElse) {
  const auto blames = [](auto change) {
    Facts facts = RunsOutOfMemory();
    change(facts);
    return MemoryRanOut(facts);
  };
  EXPECT_TRUE(blames([](Facts&) {}));
  EXPECT_FALSE(blames([](Facts& facts) { facts.oom_kills = 0; }));
  EXPECT_FALSE(blames([](Facts& facts) { facts.oom_kills.reset(); }));
  EXPECT_FALSE(blames([](Facts& facts) { facts.cgroup = Facts::Cgroup::kAny; }));
  EXPECT_FALSE(blames([](Facts& facts) { facts.outcome.ending = Killed{{SIGSEGV}}; }));
  EXPECT_FALSE(blames([](Facts& facts) { facts.outcome.ending = Exited{137}; }));
  EXPECT_FALSE(blames([](Facts& facts) { facts.outcome.cause = Outcome::Cause::kTimeOver; }));
  EXPECT_FALSE(blames([](Facts& facts) { facts.outcome.cause = Outcome::Cause::kForwarded; }));
}

TEST(Report, CountsOomKillsWithoutBlame) {
  Facts facts = RunsOutOfMemory();
  facts.cgroup = Facts::Cgroup::kAny;
  EXPECT_EQ(Text(facts), "node (PID 7) was ended by SIGKILL; OOM kills so far: 2");
  facts.oom_kills = 0;
  EXPECT_EQ(Text(facts), "node (PID 7) was ended by SIGKILL");
}

TEST(JsonReport, HoldsNoMoreThanWasSeen) {
  EXPECT_EQ(AsJson(Exits(3)),
            R"({"schema":1,"command":"node","pid":7,"status":3,"exit_status":3})");
}

TEST(JsonReport, HoldsEverything) {
  Facts facts = RunsOutOfMemory();
  facts.lifetime = 2500;
  facts.stop_request = StopRequest{{SIGTERM}, Pid{12}, Called("sh")};
  facts.left = CrowdOf(2);
  facts.told = Facts::Told::kYes;
  facts.outcome.grace = Outcome::Grace::kOver;
  facts.killed = CrowdOf(1);
  EXPECT_EQ(
      AsJson(facts),
      R"({"schema":1,"command":"node","pid":7,"status":137,"signal":"SIGKILL",)"
      R"("core_dumped":false,"sent":"not_us","lifetime_ms":2500,)"
      R"("stop_request":{"signal":"SIGTERM","sender_pid":12,"sender_name":"sh"},)"
      R"("told":{"count":2,"names":["p1","p2"]},"grace_over":true,"killed":{"count":1,"names":["p1"]},)"
      R"("memory":{"oom_kills":2,"limit_bytes":67108864,"ran_out":true}})");
}

TEST(JsonReport, SaysWhoseSignalItWas) {
  const auto sent = [](Outcome::Cause cause) {
    const std::string json = AsJson(Dies(SIGKILL, cause));
    return json.substr(json.find("\"sent\""));
  };
  EXPECT_EQ(sent(Outcome::Cause::kNotUs), R"("sent":"not_us"})");
  EXPECT_EQ(sent(Outcome::Cause::kForwarded), R"("sent":"forwarded"})");
  EXPECT_EQ(sent(Outcome::Cause::kTimeOver), R"("sent":"time_over"})");
}

TEST(JsonReport, NamesNoSenderFromOutside) {
  Facts facts = Exits(0);
  facts.stop_request = StopRequest{{SIGTERM}, Pid{0}, {}};
  EXPECT_NE(AsJson(facts).find(R"("stop_request":{"signal":"SIGTERM"})"), std::string::npos);
  facts.stop_request = StopRequest{{SIGTERM}, Pid{12}, {}};
  EXPECT_NE(AsJson(facts).find(R"({"signal":"SIGTERM","sender_pid":12})"), std::string::npos);
}

TEST(JsonReport, HasNoLimitWhereThereIsNone) {
  Facts facts = RunsOutOfMemory();
  facts.memory_limit = kUnlimited;
  EXPECT_NE(AsJson(facts).find(R"("memory":{"oom_kills":2,"ran_out":true})"), std::string::npos);
  facts.memory_limit.reset();
  EXPECT_NE(AsJson(facts).find(R"("memory":{"oom_kills":2,"ran_out":true})"), std::string::npos);
}

TEST(JsonReport, TellsOfACommandThatCouldNotBeStarted) {
  Line line;
  AddFailureAsJson(line, "no\nde", "No such file or directory", 127);
  EXPECT_EQ(line.text(), R"({"schema":1,"command":"no\u000ade","status":127,)"
                         R"("error":"No such file or directory"})"
                         "\n");
}

TEST(JsonReport, FitsTheLineWhateverTheNamesAre) {
  const std::string worst(1000, '\x01');
  Facts facts = RunsOutOfMemory();
  facts.command = worst;
  facts.lifetime = 123456789012345;
  facts.stop_request = StopRequest{{SIGTERM}, Pid{2147483647}, Called(worst)};
  facts.left = Crowd();
  for (int count = 0; count < 1000; ++count) {
    facts.left->Add(Called(worst));
  }
  facts.told = Facts::Told::kYes;
  facts.killed = facts.left;
  facts.memory_limit = kUnlimited - 1;
  const std::string json = AsJson(facts);
  EXPECT_LT(json.size(), Line::kCapacity);
  EXPECT_EQ(json.substr(json.size() - 2), "}}");
}

}  // namespace
}  // namespace dumb_init::core
