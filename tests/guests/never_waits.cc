// "never_waits NAME PROGRAM..." leaves a zombie called NAME behind, runs PROGRAM and ends with its
// status. It catches and blocks no signal.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

int main(int argc, char** argv) {
  if (argc < 3) {
    return 98;
  }
  const pid_t zombie = ::fork();
  if (zombie == 0) {
    ::prctl(PR_SET_NAME, argv[1]);
    ::_exit(0);
  }
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(zombie), &info, WEXITED | WNOWAIT) == -1) {
    return 97;
  }
  const pid_t program = ::fork();
  if (program == 0) {
    ::execv(argv[2], argv + 2);
    ::_exit(96);
  }
  int status = 0;
  ::waitpid(program, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 95;
}
