"""Rows about an init whose command runs: whom it adopts, what it holds on to, when it wakes."""
import os
import signal
import subprocess
import sys
import time

from rows import row
from running import GUEST, children, eventually, readable, status_field

ORPHAN = """
import os, time
if os.fork() == 0:
    middle = os.getpid()
    if os.fork() == 0:
        while os.getppid() == middle:
            os.sched_yield()
        print(os.getppid(), flush=True)
    os._exit(0)
os.wait()
time.sleep(1000)
"""
# Orphans that all end when the last of those who can write to the pipe lets it go.
ORPHANS = """
import os, sys, time
read_end, write_end = os.pipe()
if os.fork() == 0:
    for _ in range(200):
        if os.fork() == 0:
            os.close(write_end)
            os.read(read_end, 1)
            os._exit(0)
    os._exit(0)
os.wait()
print("ready", flush=True)
sys.stdin.read()
os.close(write_end)
time.sleep(1000)
"""


@row
def orphans_come_to_the_init(init):
    with init.running([sys.executable, "-c", ORPHAN], init.adopting) as running:
        parent = running.line()
        return None if parent == str(running.pid) else f"parent {parent}, not {running.pid}"


@row
def orphans_that_end_at_once_are_reaped(init):
    command = [sys.executable, "-c", ORPHANS]
    with init.running(command, init.adopting, stdin=subprocess.PIPE) as running:
        running.line()
        adopted = len(children(running.pid)) - 1
        if adopted != 200:
            return f"{adopted} of 200 came to the init"
        running.process.stdin.close()
        if eventually(lambda: len(children(running.pid)) == 1):
            return None
        return f"{len(children(running.pid)) - 1} not reaped"


def sees_end_of_file(read_end, running):
    done = readable(read_end) and os.read(read_end, 1) == b""
    os.close(read_end)
    lives = running.process.poll() is None
    return None if done and lives else "no end of file while the init lives"


@row
def inherited_descriptors_are_let_go(init):
    read_end, write_end = os.pipe()
    script = f"exec {write_end}>&-; exec sleep 1000"
    with init.running(["bash", "-c", script], pass_fds=[write_end]) as running:
        os.close(write_end)
        return sees_end_of_file(read_end, running)


@row
def standard_output_is_let_go(init):
    read_end, write_end = os.pipe()
    command = ["sh", "-c", "exec >/dev/null; exec sleep 1000"]
    with init.running(command, stdout=write_end) as running:
        os.close(write_end)
        return sees_end_of_file(read_end, running)


def is_at_rest(running):
    """The command runs, and the init has come to where it waits for signals."""
    return running.line() == "ready" and running.answer_to(signal.SIGUSR1) == signal.SIGUSR1


@row
def working_directory_is_let_go(init):
    with init.running(GUEST) as running:
        if not is_at_rest(running):
            return "does not forward"
        folder = os.readlink(f"/proc/{running.pid}/cwd")
        return None if folder == "/" else f"stays in {folder}"


def wakeups(running):
    return int(status_field(running.pid, "voluntary_ctxt_switches"))


@row
def nothing_wakes_it_while_idle(init):
    with init.running(GUEST) as running:
        if not is_at_rest(running):
            return "does not forward"
        before, now = -1, wakeups(running)
        while before != now:  # On its way to sleep.
            time.sleep(0.1)
            before, now = now, wakeups(running)
        time.sleep(2.5)
        woken = wakeups(running) - now
        return f"{woken} times in 2.5 s" if woken else None
