"""An init under test and what is needed to watch it, for known-bugs."""
import contextlib
import ctypes
import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

DEADLINE_S = 10  # Only a bug waits that long.
SLEEP = ["sleep", "1000"]
LIBC = ctypes.CDLL(None, use_errno=True)
# Ends with its parent (PR_SET_PDEATHSIG), so that an init which dies leaves no line to wait for.
ECHO = """
import ctypes, signal
libc = ctypes.CDLL(None)
libc.prctl(1, 9)
everything = signal.valid_signals()
signal.pthread_sigmask(signal.SIG_BLOCK, everything)
print("ready", flush=True)
info = ctypes.create_string_buffer(128)
wanted = ctypes.create_string_buffer(b"\\xff" * 128, 128)
while True:
    number = libc.sigwaitinfo(wanted, info)
    print(number, int.from_bytes(info[24:28], "little"), flush=True)
"""
GUEST = [sys.executable, "-c", ECHO]


class Init:
    """An init under one of its names, and the options that mean the same under each of them."""

    def __init__(self, path, role):
        self.path = path
        self.group = [] if role == "dumb-init" else ["-g"]
        self.single = ["-c"] if role == "dumb-init" else []
        self.adopting = ["-s"] if role == "tini" else []
        self.verbose = {"dumb-init": ["-v"], "tini": ["-vvv"], "catatonit": []}[role]
        self.environment = dict(os.environ, CATATONIT_DEBUG="1")  # It has no option for that.

    def words(self, command, options=()):
        return [self.path, *options, "--", *command]

    def running(self, command, options=(), **settings):
        return Running(self.words(command, options), **settings)

    def result(self, command, options=(), **settings):
        return result_of(self.words(command, options), **settings)


class Running:
    """A program, usually the init with a command; killed with all its descendants at the end."""

    def __init__(self, words, **settings):
        settings.setdefault("stdin", subprocess.DEVNULL)
        settings.setdefault("stdout", subprocess.PIPE)
        settings.setdefault("stderr", subprocess.DEVNULL)
        self.process = subprocess.Popen(words, **settings)
        self.pid = self.process.pid
        self.output = self.process.stdout.fileno() if self.process.stdout else -1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        kill_tree(self.pid)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def line(self):
        """The next line of output, or None at its end or after the deadline."""
        text = b""
        while not text.endswith(b"\n"):
            byte = os.read(self.output, 1) if readable(self.output) else b""
            if not byte:
                return None
            text += byte
        return text.decode().strip()

    def send(self, number):
        """To the init, if it still runs."""
        self.process.send_signal(number)

    def answer(self):
        """The number in the next line of the echo guest."""
        line = self.line()
        return int(line.split()[0]) if line else None

    def answer_to(self, number):
        """The first line of the echo guest after `number` was sent to the init."""
        self.send(number)
        return self.answer()

    def status(self):
        """The exit status, or None if the deadline comes first."""
        try:
            return self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            return None


@contextlib.contextmanager
def terminal():
    """The master side of a terminal, and the settings of a program that leads a session there."""
    master, slave = pty.openpty()

    def lead_session():
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    try:
        yield master, {"stdin": slave, "preexec_fn": lead_session}
    finally:
        os.close(slave)
        os.close(master)


def readable(descriptor):
    return bool(select.select([descriptor], [], [], DEADLINE_S)[0])


def eventually(condition):
    """Whether it comes true before the deadline."""
    end = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listing:
            return [int(child) for child in listing.read().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def descendants(pid):
    found = children(pid)
    return found + [below for child in found for below in descendants(child)]


def kill_tree(pid):
    for found in descendants(pid) + [pid]:
        try:
            os.kill(found, signal.SIGKILL)
        except ProcessLookupError:
            pass


def status_field(pid, name):
    """One value of /proc/PID/status, of a process that has not been waited for."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as lines:
        return next(line.split()[1] for line in lines if line.startswith(name + ":"))


def result_of(words, **settings):
    """Status and output of a program that ends by itself; no status if it does not."""
    settings.setdefault("stdin", subprocess.DEVNULL)
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=DEADLINE_S, check=False, **settings)
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stdout.decode()
