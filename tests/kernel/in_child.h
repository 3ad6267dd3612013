// Running the dangerous part of a test in a process of its own.
#pragma once

#include <functional>
#include <string>

namespace dumb_init::testing {

// Runs `work` in a forked child and returns the text it returned; "(signal N)" if a signal ended
// the child, "(status N)" if it left another way, "(nothing in time)" after the deadline.
std::string InChild(const std::function<std::string()>& work);

}  // namespace dumb_init::testing
