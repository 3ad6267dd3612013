"""Rows about the start: the words of the init, and what the command finds."""
import os
import signal
import subprocess
import sys

from rows import row, row_of
from running import LIBC, SLEEP, Running, kill_tree, readable, result_of, terminal
from tracing import attach, detach, runs_to_call

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# Says who is to become the init, and lets it start when standard input ends.
PARENT = """
import os, signal, sys
if os.fork() == 0:
    print(os.getpid(), flush=True)
    sys.stdin.read()
    os.execv(sys.argv[1], sys.argv[1:])
signal.pause()
"""


def unless_status(wanted, status):
    seen = "hangs" if status is None else f"status {status}"
    return None if status == wanted else seen


@row
def missing_command_gives_127(init):
    return unless_status(127, init.result(["/no/such/command"])[0])


@row
def missing_command_hangs_nothing(init):
    return "hangs" if init.result(["/no/such/command"])[0] is None else None


@row
def unusable_command_gives_126(init):
    return unless_status(126, init.result(["/"])[0])


@row
def every_other_refusal_gives_126(init):
    os.symlink("loop", "loop")
    with open("broken", "wb") as file:
        file.write(b"\x7fELF")
        os.fchmod(file.fileno(), 0o755)
    commands = {"a loop of links": "./loop", "a file as a folder": "./broken/below",
                "a broken program": "./broken", "a name too long": "./" + "x" * 300}
    statuses = {name: init.result([command])[0] for name, command in commands.items()}
    wrong = [f"{name} gives {status}" for name, status in statuses.items() if status != 126]
    return ", ".join(wrong) if wrong else None


@row
def options_of_the_command_are_its_own(init):
    return unless_status(7, result_of([init.path, "sh", "-c", "exit 7"])[0])


@row
def closed_standard_input_is_no_mistake(init):
    return unless_status(7, init.result(["sh", "-c", "exit 7"], preexec_fn=lambda: os.close(0))[0])


@row
def ignored_sigchld_hangs_nothing(init):
    def ignore():
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    return unless_status(7, init.result(["sh", "-c", "exit 7"], preexec_fn=ignore)[0])


def compare_status_field(init, field, prepare):
    look = ["grep", field, "/proc/self/status"]
    wanted = result_of(look, preexec_fn=prepare)[1]
    seen = init.result(look, preexec_fn=prepare)[1]
    return None if seen == wanted else f"'{seen.strip()}', wanted '{wanted.strip()}'"


@row
def ignored_signals_stay_ignored(init):
    return compare_status_field(
        init, "SigIgn", lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))


@row
def blocked_signals_stay_blocked(init):
    return compare_status_field(
        init, "SigBlk", lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]))


@row
def nothing_is_blocked_on_a_terminal(init):
    with terminal() as (_, settings):
        seen = init.result(["grep", "SigBlk", "/proc/self/status"], init.single, **settings)[1]
    return None if seen.split() == ["SigBlk:", "0" * 16] else f"'{seen.strip()}'"


@row
def listen_pid_is_the_command(init):
    script = 'LISTEN_PID=$$ exec "$0" -- sh -c "echo \\$LISTEN_PID \\$\\$"'
    output = result_of(["sh", "-c", script, init.path])[1]
    named, _, command = output.strip().partition(" ")
    return None if named and named == command else f"LISTEN_PID={named} in process {command}"


@row_of("dumb-init")
def malformed_rewrites_are_refused(init):
    wrong = ["15:2x", "1:2:3", " 1:2", "0:1", "9:15", "19:1"]
    taken = [value for value in wrong if init.result(["true"], ["-r", value])[0] != 1]
    return "taken: " + ", ".join(f"'{value}'" for value in taken) if taken else None


@row_of("tini")
def messages_stay_off_standard_output(init):
    status, output = init.result(["true"], ["-vvv"])
    return f"'{output.splitlines()[0]}' ..." if output else unless_status(0, status)


@row_of("tini")
def parent_that_is_gone_already_counts(init):
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)  # The init is to become our child.
    words = [sys.executable, "-c", PARENT] + init.words(SLEEP, ["-p", "SIGTERM"])
    with Running(words, stdin=subprocess.PIPE) as parent:
        pid = int(parent.line())
        attach(pid)
        parent.process.stdin.close()
        if not runs_to_call(pid, PR_SET_PDEATHSIG, signal.SIGTERM):
            return "it never asked for the signal"
        parent.process.kill()
        parent.process.wait()
        detach(pid)
        ended = readable(os.pidfd_open(pid))
        kill_tree(pid)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return unless_status(128 + signal.SIGTERM, code if ended else None)
