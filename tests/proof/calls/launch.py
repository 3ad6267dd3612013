"""Starts an init in namespaces of its own, with the surroundings that a scenario asks for."""
import ctypes
import fcntl
import os
import pty
import signal
import termios

from tracer import LIBC

NEW_NAMESPACES = 0x20000000 | 0x00020000  # CLONE_NEWPID | CLONE_NEWNS
SYS_CLONE = 56
PRIVATE = 0x40000 | 0x4000  # MS_PRIVATE | MS_REC
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
NOT_BLOCKED = signal.SIGWINCH  # The command is to inherit a mask of all other signals.


def clone_into_namespaces():
    """fork(2) into new PID and mount namespaces; the lock of the interpreter stays ours."""
    call = ctypes.PyDLL(None, use_errno=True).syscall
    pid = call(SYS_CLONE, NEW_NAMESPACES | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == -1:
        raise OSError(ctypes.get_errno(), "clone: namespaces can be made as root only")
    return pid


def open_streams(setting, opened):
    """Our ends of output and errors, and the three of the init."""
    theirs = [os.open("/dev/null", os.O_RDWR), -1, -1]
    ours = [-1, -1]
    if "terminal" in setting:
        os.close(theirs[0])
        keyboard, theirs[0] = pty.openpty()
        opened.append(keyboard)
    for i in (0, 1):
        ours[i], theirs[i + 1] = os.pipe()
    if "errors to terminal" in setting:
        os.close(theirs[2])
        os.close(ours[1])
        ours[1], theirs[2] = pty.openpty()
    if "errors to file" in setting:
        os.close(theirs[2])
        theirs[2] = os.memfd_create("errors")
    if "errors full" in setting:
        fcntl.fcntl(theirs[2], fcntl.F_SETPIPE_SZ, 4096)
        os.write(theirs[2], b"x" * 4096)
    for descriptor in ours:
        os.set_blocking(descriptor, False)
    opened += ours
    return ours, theirs


def become_init(scenario, tools, streams, say_ready, hold_back):
    """In the new namespaces: never returns."""
    try:
        LIBC.mount(None, b"/", None, PRIVATE, None)
        LIBC.mount(b"proc", b"/proc", b"proc", 0, None)
        if scenario.place == "ordinary" and os.fork() != 0:
            LIBC.prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
            os.closerange(0, 256)
            while os.wait():
                pass
        os.setsid()
        if "terminal" in scenario.setting:
            fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
        for number, descriptor in enumerate(streams):
            os.dup2(descriptor, number)
        if "input closed" in scenario.setting:
            os.close(0)
        if "inherits a child" in scenario.setting and os.fork() == 0:
            os.write(1, b"orphan %d\n" % os.getpid())
            os._exit(0)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        ignored = "SIGCHLD ignored" in scenario.setting
        signal.signal(signal.SIGCHLD, signal.SIG_IGN if ignored else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals() - {NOT_BLOCKED})
        os.write(say_ready, b"x")
        os.read(hold_back, 1)
        os.closerange(3, 256)
        words = scenario.words(tools)
        os.execve(tools.init, words, scenario.environment)
    finally:
        os._exit(99)
