// What is measured, each time for all subjects in turn, so that whatever else the machine does hits
// all alike.
#include "measures.h"

#include <unistd.h>
#include <chrono>
#include <csignal>
#include <thread>

#include "process.h"

namespace bench {
namespace {

constexpr int kWarmUps = 3;

std::vector<std::string> Under(const Subject& subject, const std::vector<std::string>& command) {
  std::vector<std::string> words = subject.words;
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

void Sleep(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

double TimeToEnd(const std::vector<std::string>& words) {
  const double start = NowUs();
  Wait(Start(words));
  return NowUs() - start;
}

// A floor does only what it has to, and that is not this.
bool Forwards(const Subject& subject) { return subject.kind != Kind::kFloor; }
bool Reaps(const Subject& subject) {
  return subject.kind == Kind::kOurs || subject.kind == Kind::kPeer;
}

// Until it has not run between two looks.
void WaitUntilIdle(pid_t pid) {
  for (long before = -1, now = Switches(pid); now != before; now = Switches(pid)) {
    before = now;
    Sleep(20);
  }
}

}  // namespace

void MeasureStart(Subjects& subjects, const std::string& load, int rounds) {
  for (int round = -kWarmUps; round < rounds; ++round) {
    const double bare = TimeToEnd({load});
    for (Subject& subject : subjects) {
      if (subject.kind != Kind::kNone) {
        const double taken = TimeToEnd(Under(subject, {load}));
        if (round >= 0) {
          subject.samples["start_us"].push_back(taken - bare);
        }
      }
    }
  }
}

void MeasureIdle(Subjects& subjects, const std::string& load, int rounds) {
  constexpr int kSecond = 1000;
  for (int round = 0; round < rounds; ++round) {
    std::vector<pid_t> pids;
    std::vector<long> switches;
    for (const Subject& subject : subjects) {
      pids.push_back(subject.kind == Kind::kNone ? -1 : Start(Under(subject, {load, "sleep"})));
    }
    Sleep(kSecond / 4);
    for (const pid_t pid : pids) {
      switches.push_back(pid == -1 ? 0 : Switches(pid));
    }
    Sleep(kSecond);
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      if (pids[i] == -1) {
        continue;
      }
      auto& samples = subjects[i].samples;
      samples["wakeups_per_s"].push_back(static_cast<double>(Switches(pids[i]) - switches[i]));
      // The counters of "status" are approximate (proc(5)); these are counted page by page.
      for (const auto& [name, field] : {std::pair{"resident_kb", "Rss"},
                                        {"proportional_kb", "Pss"},
                                        {"anonymous_kb", "Anonymous"}}) {
        samples[name].push_back(static_cast<double>(ReadField(pids[i], "smaps_rollup", field)));
      }
      samples["page_tables_kb"].push_back(
          static_cast<double>(ReadField(pids[i], "status", "VmPTE")));
      Kill(pids[i]);
    }
  }
}

void MeasureLatency(Subjects& subjects, const std::string& load, int rounds) {
  constexpr int kSignals = 50;
  for (int round = 0; round < rounds; ++round) {
    for (Subject& subject : subjects) {
      if (!Forwards(subject)) {
        continue;
      }
      Talker talker(Under(subject, {load, "clock"}));
      talker.Line();
      Sleep(5);
      for (int i = -kWarmUps; i < kSignals; ++i) {
        const double sent = NowUs();
        ::kill(talker.pid(), SIGUSR1);
        const double heard = std::stod(talker.Line());
        if (i >= 0) {
          subject.samples["latency_us"].push_back(heard - sent);
        }
      }
    }
  }
}

void MeasureStop(Subjects& subjects, const std::string& load, int rounds) {
  for (int round = -kWarmUps; round < rounds; ++round) {
    for (Subject& subject : subjects) {
      Talker talker(Under(subject, {load, "obey"}));
      talker.Line();
      Sleep(1);
      const double sent = NowUs();
      ::kill(talker.pid(), SIGTERM);
      Wait(talker.pid());
      talker.HasEnded();
      if (round >= 0) {
        subject.samples["stop_us"].push_back(NowUs() - sent);
      }
    }
  }
}

void MeasureOrphans(Subjects& subjects, const std::string& load, int rounds) {
  constexpr int kOrphans = 2000;
  for (int round = 0; round < rounds; ++round) {
    for (Subject& subject : subjects) {
      if (!Reaps(subject)) {
        continue;
      }
      Talker talker(Under(subject, {load, "orphans", std::to_string(kOrphans)}));
      talker.Line();
      const pid_t maker = OnlyChild(talker.pid());
      // The first time is for what happens once.
      for (const bool counts : {false, true}) {
        const double cpu = CpuNs(talker.pid());
        const double start = NowUs();
        ::kill(maker, SIGUSR1);
        talker.Line();
        const double taken = NowUs() - start;
        WaitUntilIdle(talker.pid());
        if (counts) {
          subject.samples["orphan_cpu_ns"].push_back((CpuNs(talker.pid()) - cpu) / kOrphans);
          subject.samples["orphan_wall_us"].push_back(taken / kOrphans);
        }
      }
    }
  }
}

}  // namespace bench
