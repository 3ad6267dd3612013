// Prints what a program is given at its start, one thing a line: signals, folder, limits, open
// descriptors, arguments and environment in hexadecimal, session and process group relative to
// itself. "-o FILE" as the first arguments: into that file, for when standard output is closed.
#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

std::string Hex(const char* text) {
  std::string hex;
  for (; *text != '\0'; ++text) {
    char digits[3];
    std::snprintf(digits, sizeof(digits), "%02x", static_cast<unsigned char>(*text));
    hex += digits;
  }
  return hex;
}

std::string Signals() {
  std::uint64_t mask = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, nullptr, &mask, sizeof(mask));
  std::string text = "mask " + std::to_string(mask) + "\n";
  for (int signal = 1; signal <= 64; ++signal) {
    // The kernel's own struct begins with the handler; the library refuses 32 and 33.
    std::uint64_t action[8] = {};
    syscall(SYS_rt_sigaction, signal, nullptr, action, sizeof(std::uint64_t));
    text += "action " + std::to_string(signal) + " " + std::to_string(action[0]) + "\n";
  }
  return text;
}

std::string Limits() {
  std::string text;
  for (int resource = 0; resource < 16; ++resource) {
    struct rlimit limit {};
    syscall(SYS_getrlimit, resource, &limit);
    text += "limit " + std::to_string(resource) + " " + std::to_string(limit.rlim_cur) + " " +
            std::to_string(limit.rlim_max) + "\n";
  }
  return text;
}

std::string Descriptors() {
  std::string text;
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    struct stat status {};
    if (fstat(descriptor, &status) == -1) {
      continue;
    }
    text += "open " + std::to_string(descriptor) + " " + std::to_string(status.st_dev) + ":" +
            std::to_string(status.st_ino) + " " + std::to_string(fcntl(descriptor, F_GETFL)) + " " +
            std::to_string(fcntl(descriptor, F_GETFD)) + "\n";
  }
  return text;
}

std::string Place() {
  const mode_t mask = umask(0);
  char folder[4096] = "";
  std::string text = "folder " + std::string(getcwd(folder, sizeof(folder)) ? folder : "?") + "\n";
  text += "umask " + std::to_string(mask) + "\n";
  text += "nice " + std::to_string(getpriority(PRIO_PROCESS, 0)) + "\n";
  return text;
}

std::string Family() {
  return std::string("session ") + (getsid(0) == getpid() ? "own" : "other") + "\ngroup " +
         (getpgrp() == getpid() ? "own" : "other") + "\npid " + std::to_string(getpid()) +
         "\nparent " + std::to_string(getppid()) + "\n";
}

}  // namespace

int main(int argc, char** argv, char** environment) {
  std::string text = Signals() + Place() + Limits() + Descriptors() + Family();
  for (int i = 0; i < argc; ++i) {
    text += "argument " + Hex(argv[i]) + "\n";
  }
  for (char** variable = environment; *variable != nullptr; ++variable) {
    text += "variable " + Hex(*variable) + "\n";
  }
  const bool into_file = argc > 2 && std::strcmp(argv[1], "-o") == 0;
  // Opened last, so that it is not among the descriptors; it may become 0.
  const int output = into_file ? open(argv[2], O_WRONLY | O_CREAT | O_APPEND, 0666) : STDOUT_FILENO;
  return write(output, text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 9;
}
