// One of several senders of signals, alike inside and outside the init's namespace.
#pragma once

#include <sys/types.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace dumb_init::race {

// The first half sends from outside, the second from inside.
constexpr int kSenders = 4;
constexpr int kFirstReal = 35;
constexpr int kSequenceBits = 20;
constexpr int kStandard[kSenders] = {SIGUSR1, SIGUSR2, SIGHUP, SIGIO};
// Between two of these a sender sends only real-time signals.
constexpr int kEach = 5;

inline long Nanoseconds() {
  struct timespec now {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

// Queues the signal even if it has to wait for room.
inline void QueueReal(pid_t init, int sender, int sequence, bool own_number) {
  union sigval value {};
  value.sival_int = (sender << kSequenceBits) + sequence;
  while (::sigqueue(init, kFirstReal + (own_number ? sender : 0), value) == -1 && errno == EAGAIN) {
    ::usleep(1);
  }
}

// Returns the time right before the last standard signal was sent.
inline long Flood(pid_t init, int sender, int count, bool own_number) {
  for (int sequence = 1; sequence <= count; ++sequence) {
    QueueReal(init, sender, sequence, own_number);
    if (sequence % kEach == 0) {
      ::kill(init, kStandard[sender]);
    }
  }
  const long time = Nanoseconds();
  ::kill(init, kStandard[sender]);
  return time;
}

}  // namespace dumb_init::race
