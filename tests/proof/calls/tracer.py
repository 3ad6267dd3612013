"""Makes one system call of one process fail, or holds the process at it. See ptrace(2).

strace can do neither for one process alone: it counts the calls of the init and of the child that
becomes the command by the same rule, and it delays by time, not until something has been done.
"""
import ctypes
import errno
import os
import re
import signal
import subprocess
from collections import Counter, namedtuple

SEIZE, CONTINUE_TO_CALL, DETACH, LISTEN = 0x4206, 24, 17, 0x4208
POKE_USER, GET_SYSCALL_INFO = 6, 0x420e
# PTRACE_O_: TRACESYSGOOD, TRACEFORK, TRACEVFORK, TRACECLONE, TRACEEXEC, EXITKILL
OPTIONS = 1 | 2 | 4 | 8 | 16 | 0x100000
EVENT_EXEC, EVENT_STOP = 4, 128
CALL_STOP = signal.SIGTRAP | 0x80
ENTRY, EXIT = 1, 2
NUMBER_PLACE, ANSWER_PLACE = 15 * 8, 10 * 8  # orig_rax and rax in struct user
WALL = 0x40000000  # __WALL
ALWAYS = 0
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]

# The `at`th `call` (ALWAYS: each) of the `who`th process: 0 is the init, then its children.
Site = namedtuple("Site", "who call at")
Fault = namedtuple("Fault", "site error")


class SyscallInfo(ctypes.Structure):
    """The head of struct ptrace_syscall_info."""
    _fields_ = [("op", ctypes.c_uint8), ("arch", ctypes.c_uint32),
                ("instruction", ctypes.c_uint64), ("stack", ctypes.c_uint64),
                ("number", ctypes.c_uint64), ("arguments", ctypes.c_uint64 * 6)]


def call_names():
    """Number to name, as the compiler's headers have it."""
    text = subprocess.run(["g++", "-E", "-dM", "-include", "asm/unistd.h", "-x", "c", os.devnull],
                          capture_output=True, text=True, check=True).stdout
    return {int(number): name.removesuffix("64") if name == "pread64" else name
            for name, number in re.findall(r"#define __NR_(\w+) (\d+)", text)}


def ptrace(request, pid, address=None, data=None):
    if LIBC.ptrace(request, pid, address, data) == -1 and ctypes.get_errno() != errno.ESRCH:
        raise OSError(ctypes.get_errno(), f"ptrace request {request}")


class Process:
    """One that is traced."""

    def __init__(self, who):
        self.who = who
        self.calls = Counter()
        self.error = None  # What the call in which it is now is to answer.
        self.now = None  # Site of that call.


class Tracer:
    """The init from its first call on, and each child until it has become something else."""

    def __init__(self, names, faults=(), hold=None):
        self.names = names
        self.faults = faults
        self.hold = hold  # (Site, ENTRY or EXIT, what to do there)
        self.seen = []  # Site of each call, in order
        self.hits = []  # Site of each call that an error was injected into
        self.after_start = []  # and whether the command existed then
        self.stops = 0
        self.held = False
        self.command = None  # PID of the child that became the command
        self.began = False
        self.processes = {}
        self.children = 0
        self.ended = {}  # PID to wait status

    def seize(self, pid):
        """`pid` is about to call exec."""
        self.processes[pid] = Process(0)
        ptrace(SEIZE, pid, None, OPTIONS)

    def pump(self):
        """Handles whatever has happened so far; never waits."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG | WALL)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if os.WIFSTOPPED(status):
                self.on_stop(pid, os.WSTOPSIG(status), status >> 16)
            else:
                self.ended[pid] = status
                self.processes.pop(pid, None)

    def on_stop(self, pid, number, event):
        if pid not in self.processes:
            self.children += 1
            self.processes[pid] = Process(self.children)
        process = self.processes[pid]
        if event == EVENT_EXEC and process.who > 0:
            self.command = pid
            ptrace(DETACH, pid)
        elif event == EVENT_EXEC:
            self.began = True
            ptrace(CONTINUE_TO_CALL, pid)
        elif event == EVENT_STOP and number != signal.SIGTRAP:
            self.stops += process.who == 0
            ptrace(LISTEN, pid)
        elif event or not self.began:
            ptrace(CONTINUE_TO_CALL, pid)
        elif number == CALL_STOP:
            self.on_call(pid, process)
            ptrace(CONTINUE_TO_CALL, pid)
        else:
            ptrace(CONTINUE_TO_CALL, pid, None, number)

    def on_call(self, pid, process):
        info = SyscallInfo()
        ptrace(GET_SYSCALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
        if info.op == ENTRY:
            self.on_entry(pid, process, self.names[info.number])
        elif info.op == EXIT and process.now:
            if process.error:
                ptrace(POKE_USER, pid, ANSWER_PLACE, -process.error & (2 ** 64 - 1))
            self.look_at_hold(process, EXIT)
            process.error = process.now = None

    def on_entry(self, pid, process, name):
        process.calls[name] += 1
        process.now = Site(process.who, name, process.calls[name])
        self.seen.append(process.now)
        self.look_at_hold(process, ENTRY)
        for fault in self.faults:
            if fault.site in (process.now, process.now._replace(at=ALWAYS)):
                ptrace(POKE_USER, pid, NUMBER_PLACE, 2 ** 64 - 1)
                process.error = getattr(errno, fault.error)
                self.hits.append(process.now)
                self.after_start.append(self.command is not None)

    def look_at_hold(self, process, side):
        if self.hold and self.hold[:2] == (process.now, side):
            self.held = True
            self.hold[2]()
