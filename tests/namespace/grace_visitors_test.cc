// Grace: those who came into the namespace from outside, and whose parents are outside.
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/stand.h"

namespace dumb_init::testing {
namespace {

// A process of the namespace whose parent, outside of it, does not reap it before we close this.
class Visitor {
 public:
  Visitor(const Guest& guest, const std::vector<std::string>& words, int input, int output) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) == -1) {
      throw std::runtime_error("pipe2");
    }
    const std::string space = "/proc/" + std::to_string(guest.pid()) + "/ns/pid";
    host_ = ::fork();
    if (host_ == 0) {
      ::close(ends[1]);
      Enter(space, words, input, output);
      char byte = 0;
      static_cast<void>(!::read(ends[0], &byte, 1));
      ::_exit(0);
    }
    ::close(ends[0]);
    hold_ = ends[1];
  }
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  ~Visitor() { BeReaped(); }
  void BeReaped() {
    if (hold_ != -1) {
      ::close(hold_);
      ::waitpid(host_, nullptr, 0);
      hold_ = -1;
    }
  }
  // The visitor itself, once it is there.
  pid_t pid() const {
    pid_t child = -1;
    const std::string host = std::to_string(host_);
    Eventually([&] {
      return !!(std::ifstream("/proc/" + host + "/task/" + host + "/children") >> child);
    });
    return child;
  }

 private:
  static void Enter(const std::string& space, std::vector<std::string> words, int input,
                    int output) {
    std::vector<char*> pointers;
    for (std::string& word : words) {
      pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    const int file = ::open(space.c_str(), O_RDONLY | O_CLOEXEC);
    if (::setns(file, CLONE_NEWPID) == -1) {
      ::_exit(1);
    }
    if (::fork() == 0) {
      ::dup2(input, 0);
      ::dup2(output, 1);
      ::execv(pointers[0], pointers.data());
      ::_exit(1);
    }
  }
  pid_t host_ = -1;
  int hold_ = -1;
};

// The namespace is torn down with PID 1, so nobody in it can outlive the init.
class GraceInNamespace : public StandTest {
 protected:
  // A command that leaves processes of these kinds behind and waits for them as long as they like.
  static GuestSetup Leaving(const std::vector<std::string>& kinds) {
    std::vector<std::string> words{Program("leaves_behind"), "7"};
    words.insert(words.end(), kinds.begin(), kinds.end());
    GuestSetup setup = Here(words);
    setup.variables = {"DUMB_INIT_GRACE=24h"};
    return setup;
  }

  // The visitor is a zombie by now. The kernel holds PID 1 until it is reaped, but by then the init
  // has left, and nobody has its standard error any more.
  static void ExpectTheInitToLeave(Guest& guest, Visitor& visitor) {
    EXPECT_EQ(guest.ReadErrors(), "");
    visitor.BeReaped();
    EXPECT_EQ(guest.Wait(), (Outcome{7, 0}));
  }

  static long Switches(const Guest& guest) {
    return std::stol(Guest::Status(guest.pid(), "voluntary_ctxt_switches"));
  }

  static std::string ReadText(int descriptor, std::size_t size) {
    std::string text(size, '\0');
    std::size_t have = 0;
    while (have < size) {
      const ssize_t more = ::read(descriptor, text.data() + have, size - have);
      if (more <= 0) {
        break;
      }
      have += static_cast<std::size_t>(more);
    }
    return text.substr(0, have);
  }
};
INSTANTIATE_TEST_SUITE_P(PidOne, GraceInNamespace, ::testing::ValuesIn([] {
                           std::vector<Stand> stands;
                           for (const Mode mode : kEveryMode) {
                             stands.push_back({Place::kPidOne, mode});
                           }
                           return stands;
                         }()),
                         StandName);

TEST_P(GraceInNamespace, IsForWhoCameInFromOutsideToo) {
  int in[2];
  int out[2];
  ASSERT_TRUE(::pipe2(in, O_CLOEXEC) == 0 && ::pipe2(out, O_CLOEXEC) == 0);
  {
    Guest guest(Leaving({}));
    ASSERT_EQ(guest.ReadLine(), "ready");
    Visitor visitor(guest, {Program("leaves_behind"), "patient"}, in[0], out[1]);
    ::close(out[1]);
    ASSERT_EQ(ReadText(out[0], 6), "ready\n");
    guest.Write("x");
    EXPECT_EQ(ReadText(out[0], 11), "patient 15\n");
    // The end of the visitor is no news for the init, which looks again and again.
    const long looks = Switches(guest) + 2;
    EXPECT_TRUE(Eventually([&] { return Switches(guest) > looks; }));
    EXPECT_TRUE(guest.Alive());
    EXPECT_EQ(::write(in[1], "x", 1), 1);
    EXPECT_EQ(ReadText(out[0], 13), "patient done\n");
    ExpectTheInitToLeave(guest, visitor);
  }
  for (const int end : {in[0], in[1], out[0]}) {
    ::close(end);
  }
}

TEST_P(GraceInNamespace, IsNotHeldUpByZombiesOfOthers) {
  Guest guest(Leaving({"patient"}));
  ASSERT_EQ(guest.ReadLine(), "ready");
  Visitor visitor(guest, {"/bin/true"}, 0, 1);
  const pid_t zombie = visitor.pid();
  const std::string state = Guest::WaitForStatus(
      zombie, "State", [](const std::string& value) { return value.starts_with("Z"); });
  ASSERT_TRUE(state.starts_with("Z")) << state;
  guest.Write("x");
  EXPECT_EQ(guest.ReadLine(), "patient 15");
  guest.Write("x");
  EXPECT_EQ(guest.ReadLine(), "patient done");
  ExpectTheInitToLeave(guest, visitor);
}

}  // namespace
}  // namespace dumb_init::testing
