"""Rows about a TERM that comes while the init is still starting its command."""
import random
import signal
import time

from rows import row
from running import DEADLINE_S, SLEEP, children

TRIES = 300
ENDED_BY_TERM = (128 + signal.SIGTERM, -signal.SIGTERM)  # The command; the init before it had one.


def lost_terms(init, options, moment):
    for attempt in range(TRIES):
        with init.running(SLEEP, options) as running:
            moment(running)
            running.send(signal.SIGTERM)
            status = running.status()
            if status is None:
                return f"TERM lost in try {attempt + 1}"
            if status not in ENDED_BY_TERM:
                return f"status {status} in try {attempt + 1}"
    return None


def when_the_command_appears(running):
    end = time.monotonic() + DEADLINE_S
    while not children(running.pid) and running.process.poll() is None and time.monotonic() < end:
        pass


def in_the_first_3_ms(_):
    end = time.monotonic() + random.uniform(0, 0.003)
    while time.monotonic() < end:
        pass


@row
def term_as_the_command_appears(init):
    return lost_terms(init, init.group, when_the_command_appears)


@row
def term_in_the_first_3_ms(init):
    return lost_terms(init, init.group, in_the_first_3_ms)


@row
def term_as_the_single_child_appears(init):
    return lost_terms(init, init.single, when_the_command_appears)
