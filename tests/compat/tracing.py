"""Holds a process at one of its system calls, so that a race has a known end. See ptrace(2)."""
import ctypes
import os

from rows import Skipped
from running import LIBC, eventually

ATTACH, DETACH, CONTINUE_TO_CALL, SET_OPTIONS, GET_SYSCALL_INFO = 16, 17, 24, 0x4200, 0x420e
TRACESYSGOOD = 1  # Without it the kernel does not say at which call a process is held.
CALL_ENTRY = 1


class SyscallInfo(ctypes.Structure):
    """The head of struct ptrace_syscall_info."""
    _fields_ = [("op", ctypes.c_uint8), ("arch", ctypes.c_uint32),
                ("instruction", ctypes.c_uint64), ("stack", ctypes.c_uint64),
                ("number", ctypes.c_uint64), ("arguments", ctypes.c_uint64 * 6)]


def ptrace(request, pid, address=None, data=None):
    LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    if LIBC.ptrace(request, pid, address, data) == -1:
        reason = os.strerror(ctypes.get_errno())
        raise Skipped(f"ptrace request {request}: {reason}")


def attach(pid):
    ptrace(ATTACH, pid)
    os.waitpid(pid, 0)
    ptrace(SET_OPTIONS, pid, None, TRACESYSGOOD)


def detach(pid):
    ptrace(DETACH, pid)


def stops(pid):
    """False if `pid` ended instead, or still runs at the deadline."""
    seen = [0, 0]

    def look():
        seen[:] = os.waitpid(pid, os.WNOHANG)
        return seen[0]

    return eventually(look) and os.WIFSTOPPED(seen[1])


def runs_to_call(pid, *arguments):
    """Lets `pid` run until it enters a call with these first arguments; False: it does not."""
    ptrace(CONTINUE_TO_CALL, pid)
    while stops(pid):
        info = SyscallInfo()
        ptrace(GET_SYSCALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
        if info.op == CALL_ENTRY and tuple(info.arguments[:len(arguments)]) == arguments:
            return True
        ptrace(CONTINUE_TO_CALL, pid)
    return False
