"""A pool of workers as Python's multiprocessing makes it, without any signal handler in its first process.

Each worker says when it is told to end, and needs the file "go" to bring its work to an end. The pool's
resource tracker ignores TERM, and removes the pool's semaphores from shared memory when the others have
ended.
"""

import multiprocessing
import os
import signal
import sys
import time


def finish(_number, _frame):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    say("told")
    while not os.path.exists("go"):
        time.sleep(0.05)
    with open(f"worker-{os.getpid()}.saved", "x"):
        pass
    say("saved")
    sys.exit()


def say(word):
    os.write(1, f"worker: {word}\n".encode())


def begin():
    signal.signal(signal.SIGTERM, finish)
    say("ready")


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    with multiprocessing.Pool(3, begin) as pool:
        pool.map(time.sleep, [100000] * 3)
