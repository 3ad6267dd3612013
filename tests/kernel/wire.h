// Lines between the processes of a test.
#pragma once

#include <string>

namespace dumb_init::testing {

// A pipe that all who are forked after it share: any of them says lines, and one of them hears.
class Wire {
 public:
  Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire();

  void Say(const std::string& line) const;
  void Say(int number) const { Say(std::to_string(number)); }
  // Sleeps until there is a line.
  std::string Hear() const;
  int HearNumber() const { return std::stoi(Hear()); }

 private:
  int ends_[2] = {-1, -1};
};

}  // namespace dumb_init::testing
