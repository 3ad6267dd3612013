// What is measured, each time for all subjects in turn, so that whatever else the machine does hits
// all alike.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace bench {

enum class Kind { kFloor, kOurs, kPeer, kNone };

struct Subject {
  std::string name;
  Kind kind;
  // The program and its options; empty for no init at all.
  std::vector<std::string> words;
  // By the name of what was measured.
  std::map<std::string, std::vector<double>> samples{};
};

using Subjects = std::vector<Subject>;

// What the init adds to a bare exec of the cheapest command, until both have ended.
void MeasureStart(Subjects& subjects, const std::string& load, int rounds);

// What it holds, and how often it runs in a second, while its command sleeps.
void MeasureIdle(Subjects& subjects, const std::string& load, int rounds);

// From a signal to it until the command has it.
void MeasureLatency(Subjects& subjects, const std::string& load, int rounds);

// From a TERM to it until both have ended.
void MeasureStop(Subjects& subjects, const std::string& load, int rounds);

// What each orphan costs it, and what one takes until the last one of many is gone.
void MeasureOrphans(Subjects& subjects, const std::string& load, int rounds);

}  // namespace bench
