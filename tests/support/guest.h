// Guest: the init under test, as PID 1 of a fresh PID namespace or as an ordinary process.
#pragma once

#include <sys/types.h>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dumb_init::testing {

// The init under test: $DUMB_INIT_BINARY, else the one built with the tests. Where that is for
// another machine, $DUMB_INIT_EMULATOR runs it.
std::string Init();

// A link to the init under test that has this name.
std::string InitAs(const std::string& name);

// A program of tests/guests, by name; compiled with the tests.
std::string Program(std::string_view name);

// How a process ended, as its parent sees it.
struct Outcome {
  int code = -1;   // Exit status, or -1 if a signal ended it.
  int signal = 0;  // The signal that ended it, or 0.
  friend bool operator==(const Outcome&, const Outcome&) = default;
};
std::ostream& operator<<(std::ostream& stream, const Outcome& outcome);

// Where the init runs.
enum class Place { kPidOne, kOrdinary };

struct Setup {
  // The whole argument list, the init included.
  std::vector<std::string> words;
  Place place = Place::kPidOne;
  // Exactly this environment; absent: ours.
  std::optional<std::vector<std::string>> environment{};
  // Added to it.
  std::vector<std::string> variables{};
  // Called in the new process right before exec, after its standard streams are set.
  std::function<void()> before_exec = [] {};
  // Standard input, output and error all on a new pseudo-terminal, as the leader of its session.
  bool terminal = false;
  // Descriptors of ours that stay open in the new process under the same number.
  std::vector<int> kept{};
};

// The same, for use in a fixture: there GoogleTest keeps the plain name for itself.
using GuestSetup = Setup;

// Whether PID namespaces can be made here. Where they cannot, tests skip and say why; with
// DUMB_INIT_REQUIRE_NAMESPACES=1 they fail instead.
std::optional<std::string> WhyNoNamespaces();

// One running init. Every wait has a deadline, after which the test fails. The destructor kills
// what is left: as PID 1 the init takes its whole namespace along.
class Guest {
 public:
  explicit Guest(Setup setup);
  explicit Guest(std::vector<std::string> words) : Guest(Setup{std::move(words)}) {}
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  ~Guest();

  // The init, as seen from here.
  pid_t pid() const { return pid_; }
  // The terminal's other end, or -1.
  int terminal() const { return output_; }

  // One line of standard output (or of the terminal), without its end; "(end of file)" at the end,
  // "(nothing in time)" after the deadline.
  std::string ReadLine();
  // The same from standard error.
  std::string ReadErrorLine();
  // Reads lines until one contains `text` and returns it.
  std::string ReadUntil(std::string_view text);
  // Everything up to the end of file.
  std::string ReadOutput();
  std::string ReadErrors();

  // To standard input, or typed at the terminal.
  void Write(std::string_view text);
  void CloseInput();

  // Closes our end of standard error: whoever writes there has no reader any more.
  void CloseErrors();
  // Closes our end of the terminal: a hang-up.
  void CloseTerminal();
  // Gives the terminal another size.
  void Resize(unsigned short rows, unsigned short columns);

  // kill(2) to the init, from outside its namespace.
  void Send(int signal);
  // sigqueue(3) to the init, from outside its namespace.
  void Queue(int signal, int value);
  // kill(2) to the init by a process that entered its namespace, as `docker exec` does.
  void SendFromInside(int signal);

  // Waits for the init to end.
  Outcome Wait();
  // Whether the init has not ended.
  bool Alive();

  // The pid here of the process that has `inner` as its pid in the guest's namespace, or -1.
  pid_t HostPid(pid_t inner) const;
  // The pid here of the command: the init's oldest child.
  pid_t CommandPid() const;
  // A field of /proc/PID/status of a process as seen from here, without blanks around it.
  static std::string Status(pid_t pid, std::string_view field);
  // Waits until that field satisfies `wanted`; returns its last value.
  static std::string WaitForStatus(pid_t pid, std::string_view field,
                                   const std::function<bool(const std::string&)>& wanted);
  // The pids (as seen from here) of all living or zombie descendants of the init.
  std::vector<pid_t> Descendants() const;

 private:
  static bool IsLeftChild(pid_t pid);
  std::string ReadLineFrom(int descriptor, std::string& buffer);
  std::string ReadAllFrom(int descriptor, std::string& buffer);

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string output_buffer_;
  std::string error_buffer_;
  std::optional<Outcome> outcome_;
};

// Runs `setup` to its end.
struct Transcript {
  Outcome outcome;
  std::string output;
  std::string errors;
};
Transcript RunToEnd(Setup setup);

// Repeats `condition` until it holds or the deadline is over; the last answer.
bool Eventually(const std::function<bool()>& condition);

}  // namespace dumb_init::testing
