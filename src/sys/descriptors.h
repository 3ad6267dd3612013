// Descriptors and the working directory: what the init lets go of.
#pragma once

#include <sys/types.h>

#include "sys/error.h"

namespace dumb_init::sys {

// The first descriptor that is not standard input, output or error.
constexpr int kFirstAfterStandard = 3;

// close(2), never repeated. A descriptor that was not open is fine.
void Close(int descriptor);

// Closes standard input and output.
void CloseInputAndOutput();

// Closes every descriptor from `first` up: close_range(2), Linux 5.9; where that is missing or
// forbidden, what /proc lists; without /proc, every number there can be.
void CloseFrom(int first);

// open(2) with O_CLOEXEC.
int Open(const char* path, int flags, mode_t mode = 0);

// ioctl(2). Libcs differ in the type of a request, and some try old requests when a new one fails,
// which is longer than all of this.
int Control(int descriptor, unsigned long request, void* argument);

// The same open file under a number from 3 up, closed on exec; `descriptor` itself is closed if it
// was below. -1 with errno: there is no such number left, or `descriptor` was -1 already.
int MoveAboveStandard(int descriptor);

// Makes "/" the working directory, so that no mount stays busy for our sake.
Result<Done> LeaveWorkingDirectory();

// A pipe(7) whose ends are closed on exec and are never 0, 1 or 2, so that neither the command nor
// a message of ours finds one where a standard descriptor was closed.
struct Pipe {
  int read_end = -1;
  int write_end = -1;
};
Result<Pipe> OpenPipe();

}  // namespace dumb_init::sys
