"""An init under test and what is needed to watch it, for known-bugs."""
import os
import select
import signal
import subprocess
import sys

DEADLINE_S = 10  # Only a bug waits that long.
RACES = 300
SLEEP = ["sleep", "1000"]
ECHO = """
import ctypes, signal
libc = ctypes.CDLL(None)
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


class Running:
    """The init with a command; killed with all its descendants at the end."""

    def __init__(self, words, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.DEVNULL)
        self.process = subprocess.Popen(words, **options)
        self.pid = self.process.pid
        self.output = self.process.stdout.fileno() if self.process.stdout else -1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for pid in descendants(self.pid) + [self.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def line(self):
        """The next line of output, or None at its end or after the deadline."""
        text = b""
        while not text.endswith(b"\n"):
            byte = os.read(self.output, 1) if readable(self.output) else b""
            if not byte:
                return None
            text += byte
        return text.decode().strip()

    def answer_to(self, number):
        """The first line of the echo guest after `number` was sent to the init."""
        os.kill(self.pid, number)
        line = self.line()
        return int(line.split()[0]) if line else None


def readable(descriptor):
    return bool(select.select([descriptor], [], [], DEADLINE_S)[0])


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listing:
            return [int(child) for child in listing.read().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def descendants(pid):
    found = children(pid)
    return found + [below for child in found for below in descendants(child)]


def result_of(words, **options):
    """Status and output of a program that ends by itself."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, timeout=DEADLINE_S, check=False, **options)
    return done.returncode, done.stdout.decode()


def ends(running):
    try:
        running.process.wait(DEADLINE_S)
        return True
    except subprocess.TimeoutExpired:
        return False
