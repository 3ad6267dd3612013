// Scratch: a folder of one test, and what is needed to fill it.
#pragma once

#include <sys/stat.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace dumb_init::testing {

// A new folder that everybody may enter; gone with all that is in it at the end of the scope.
class Scratch {
 public:
  Scratch() : path_(::testing::TempDir() + "dumb-init-test-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr || ::chmod(path_.c_str(), 0755) == -1) {
      GiveUp(path_);
    }
    path_ = std::filesystem::canonical(path_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

  // Makes the file `name` and returns its path.
  std::string Put(std::string_view name, std::string_view text, mode_t mode) const {
    std::string file = *this / name;
    std::ofstream(file) << text;
    if (::chmod(file.c_str(), mode) == -1) {
      GiveUp(file);
    }
    return file;
  }

  std::string MakeFolder(std::string_view name) const {
    std::string folder = *this / name;
    std::filesystem::create_directory(folder);
    return folder;
  }

  std::string Read(std::string_view name) const {
    std::ifstream file(*this / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  bool Has(std::string_view name) const { return std::filesystem::exists(*this / name); }

 private:
  [[noreturn]] static void GiveUp(const std::string& path) {
    std::perror(path.c_str());
    std::abort();
  }

  std::string path_;
};

}  // namespace dumb_init::testing
