// Measures inits side by side and writes every sample as JSON to standard output.
//   bench ROUNDS LOAD KIND:NAME=WORD[,WORD...]...
// KIND is floor, ours, peer or none. bench/run says which, bench/report makes tables of it.
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#include "measures.h"
#include "process.h"

namespace {

using bench::Kind;
using bench::Subject;

constexpr std::pair<const char*, Kind> kKinds[] = {
    {"floor", Kind::kFloor}, {"ours", Kind::kOurs}, {"peer", Kind::kPeer}, {"none", Kind::kNone}};

Subject SubjectFrom(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::size_t equals = text.find('=');
  if (colon == std::string::npos || equals == std::string::npos) {
    bench::GiveUp("not KIND:NAME=WORD,...: " + text);
  }
  Subject subject{text.substr(colon + 1, equals - colon - 1), Kind::kNone, {}};
  for (const auto& [name, kind] : kKinds) {
    subject.kind = text.substr(0, colon) == name ? kind : subject.kind;
  }
  std::istringstream words(text.substr(equals + 1));
  for (std::string word; std::getline(words, word, ',');) {
    subject.words.push_back(word);
  }
  return subject;
}

// A terminal would make some subjects do more.
void DetachStandardInput() {
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null == -1 || ::dup2(null, STDIN_FILENO) == -1) {
    bench::GiveUp("/dev/null");
  }
}

void Print(const Subject& subject) {
  const auto* const kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& one) {
    return one.second == subject.kind;
  });
  std::printf("{\"name\": \"%s\", \"kind\": \"%s\", \"path\": \"%s\", \"samples\": {",
              subject.name.c_str(), kind->first,
              subject.words.empty() ? "" : subject.words.front().c_str());
  const char* between = "";
  for (const auto& [name, samples] : subject.samples) {
    std::printf("%s\"%s\": [", between, name.c_str());
    for (std::size_t i = 0; i < samples.size(); ++i) {
      std::printf("%s%.3f", i == 0 ? "" : ",", samples[i]);
    }
    std::printf("]");
    between = ", ";
  }
  std::printf("}}");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: bench ROUNDS LOAD KIND:NAME=WORD[,WORD...]...\n");
    return 2;
  }
  const int rounds = std::max(20, std::atoi(argv[1]));
  const std::string load = argv[2];
  bench::Subjects subjects;
  for (int i = 3; i < argc; ++i) {
    subjects.push_back(SubjectFrom(argv[i]));
  }
  bench::PinToOneCpu();
  DetachStandardInput();
  bench::MeasureStart(subjects, load, rounds);
  bench::MeasureIdle(subjects, load, std::max(5, rounds / 25));
  bench::MeasureLatency(subjects, load, rounds / 10);
  bench::MeasureStop(subjects, load, rounds / 2);
  bench::MeasureOrphans(subjects, load, rounds / 20);
  std::printf("{\"rounds\": %d, \"subjects\": [\n", rounds);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    std::printf("%s", i == 0 ? "" : ",\n");
    Print(subjects[i]);
  }
  std::printf("\n]}\n");
  return 0;
}
