"""What an init cannot do when a call is denied to it for ever, and calls that no life makes."""
from collections import namedtuple

# Where `call` fails for ever, `duty` cannot be done; everything else still has to be.
Excuse = namedtuple("Excuse", "call duty reason")
DEAF = "hear"
EXCUSES = [
    Excuse("rt_sigtimedwait", DEAF,
           "nothing else takes a signal with its sender and value; every 100 ms it is tried again"),
]

# In the file, but in no life: name and reason.
UNREACHED = {
    "exit": "the C library's, should exit_group come back",
    "futex": "the C library's lock; there is one thread",
    "mmap": "the C library's, for thread variables that do not fit; there are none",
    "rt_sigreturn": "the end of a handler, which is there between clone and exec alone",
}
# Not made to fail where a life waits for a time to be over.
CLOCK = ("clock_gettime", "the only clock: where it fails in a life with a time limit, even once, "
                          "the time may never be over")
# Not made to fail in the life of that name: calls and reason.
UNFIT = {
    "no close_range": (("openat", "getdents64"), "the init closes a million numbers one by one then, "
                       "which takes minutes below a tracer"),
    "emulator": (("clone", "close"), "the first clone is refused in every case, or it would be another "
                 "life; and a pipe whose other end cannot be closed is never at its end"),
}


def excused(call, always):
    """The duty that is excused, or None."""
    return next((excuse.duty for excuse in EXCUSES if always and excuse.call == call), None)
