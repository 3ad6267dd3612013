"""Rows about signals that the init has received: what becomes of them, and of the init."""
import contextlib
import ctypes
import os
import shutil
import signal

from rows import Skipped, row, row_of
from running import GUEST, LIBC, Running, children, eventually, status_field, terminal

FENCE = 64  # Every init forwards it, and a pending signal of a lower number goes first.


@row
def real_time_signals_arrive(init):
    with init.running(GUEST) as running:
        running.line()
        for number in [n for n in range(34, 65) for _ in range(2)]:
            seen = running.answer_to(number)
            if seen != number:
                return f"signal {number} arrived as {seen}"
    return None


@row_of("dumb-init")
def terminal_stop_reaches_a_handler_when_asked(init):
    with init.running(GUEST, ["-r", "20:20"]) as running:
        running.line()
        seen = running.answer_to(signal.SIGTSTP)
        return None if seen == signal.SIGTSTP else f"arrived as {seen}"


def arrives(init, number):
    with init.running(GUEST, init.single) as running:
        running.line()
        running.send(number)
        running.send(FENCE)
        return running.answer() == number


def lost_of(init, numbers):
    lost = [number.name for number in numbers if not arrives(init, number)]
    return "lost: " + ", ".join(lost) if lost else None


@row
def terminal_stop_reaches_a_single_child(init):
    return lost_of(init, [signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU])


@row
def signals_of_faults_arrive(init):
    return lost_of(init, [signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS,
                          signal.SIGFPE, signal.SIGSEGV, signal.SIGSYS])


@row
def refused_signal_does_not_end_the_init(init):
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        raise Skipped("needs root and setpriv")
    # The init may not signal its command, which has become another user's.
    user = ["setpriv", "--reuid=54311", "--inh-caps=+setuid", "--ambient-caps=+setuid", "--"]
    other = ["setpriv", "--reuid=54312", "--", "sh", "-c", "echo ready; exec sleep 1000"]
    with Running(user + init.words(other)) as running:
        if running.line() != "ready":
            return "the command did not start"
        command = children(running.pid)[0]
        running.send(signal.SIGTERM)
        eventually(lambda: not is_pending(running.pid, signal.SIGTERM))
        os.kill(command, signal.SIGKILL)
        status = running.status()
        return None if status == 128 + signal.SIGKILL else f"status {status}"


def is_pending(pid, number):
    return int(status_field(pid, "ShdPnd"), 16) >> (number - 1) & 1


@row
def interrupt_key_arrives_once(init):
    with terminal() as (master, settings):
        with init.running(GUEST, init.single, **settings) as running:
            running.line()
            for _ in range(20):
                os.write(master, b"\x03")
                if running.answer() != signal.SIGINT:
                    return "^C did not arrive"
                if running.answer_to(signal.SIGUSR1) != signal.SIGUSR1:
                    return "^C arrived twice"
    return None


@row
def queued_value_arrives(init):
    with init.running(GUEST, init.single) as running:
        running.line()
        LIBC.sigqueue(running.pid, int(signal.SIGUSR1), ctypes.c_void_p(4711))
        line = running.line()
        return None if line == f"{int(signal.SIGUSR1)} 4711" else f"arrived as '{line}'"


@contextlib.contextmanager
def talking(init):
    """The init, who tells all it can, with a guest who answers elsewhere; the pipe of messages."""
    (told, tell), (answered, answer) = os.pipe(), os.pipe()
    with open(told, "rb") as reader, open(tell, "wb", buffering=0) as writer, \
            open(answered, "rb") as answers, open(answer, "wb"):
        command = ["bash", "-c", f'exec "$@" >&{answer}', "bash"] + GUEST
        settings = {"stdout": tell, "stderr": tell, "pass_fds": [answer]}
        with init.running(command, init.verbose, env=init.environment, **settings) as running:
            running.output = answers.fileno()
            running.line()
            yield running, reader, writer


def first_wrong_answer(running):
    # Enough of them to get past the buffer in which tini collects its messages.
    for number in [signal.SIGUSR1, signal.SIGUSR2] * 100:
        seen = running.answer_to(number)
        if seen != number:
            return f"signal {int(number)} arrived as {seen}" if seen else "forwards no more"
    return None


@row
def full_standard_error_stops_nothing(init):
    with talking(init) as (running, _, writer):
        os.set_blocking(writer.fileno(), False)
        while writer.write(b"x" * 4096):
            pass
        os.set_blocking(writer.fileno(), True)
        return first_wrong_answer(running)


@row
def broken_standard_error_is_not_forwarded(init):
    with talking(init) as (running, reader, writer):
        writer.close()
        reader.close()
        return first_wrong_answer(running)
