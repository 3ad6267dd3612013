// A root with nothing in it but what a test puts there.
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace dumb_init::testing {

inline void Demand(bool success, const char* what) {
  if (!success) {
    ::perror(what);
    ::_exit(97);
  }
}

// Mounts from here on are seen by this process and its children only.
inline void LeaveTheMounts() {
  Demand(::unshare(CLONE_NEWNS) == 0, "unshare");
  Demand(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "make private");
}

inline void BindFile(const std::string& from, const std::string& to) {
  const int file = ::open(to.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
  Demand(file != -1, to.c_str());
  ::close(file);
  Demand(::mount(from.c_str(), to.c_str(), nullptr, MS_BIND, nullptr) == 0, from.c_str());
}

// Where a dynamic linker and its libraries may be; an init that needs none has none of them.
inline void BindLibraries(const std::string& root) {
  for (const char* const folder : {"/lib", "/lib64", "/usr/lib"}) {
    if (std::filesystem::is_directory(folder)) {
      std::filesystem::create_directories(root + folder);
      Demand(::mount(folder, (root + folder).c_str(), nullptr, MS_BIND | MS_REC, nullptr) == 0,
             folder);
    }
  }
}

inline bool IsDynamic(const std::string& program) {
  return std::system(("LC_ALL=C readelf -l " + program + " | grep -q INTERP").c_str()) == 0;
}

}  // namespace dumb_init::testing
