"""What a life has to look like, whatever failed in it."""
import signal
from collections import namedtuple

from excuses import DEAF

REFUSALS = (125, 126, 127)
Verdict = namedtuple("Verdict", "outcome problems")


def judge(life, ready=None):
    """Verdict over a life; `ready` is what the command says first where nothing fails."""
    problems = list(life.problems)
    deaf = life.excuse == DEAF
    if life.status is None and deaf and not problems and life.waits_for_signal():
        return Verdict("lives, deaf", problems)
    if life.status is None:
        problems.append("did not end")
        return Verdict("hangs", problems)
    if life.status < 0:
        problems.append(f"ended by signal {-life.status}")
    if life.scenario.command is None:
        return Verdict(answer(life, problems), problems)
    if life.tracer.command is None:
        return Verdict(refusal(life, problems), problems)
    if ready not in (None, *life.lines()):
        problems.append(f"the command began as {life.lines()[:1]}, not {ready}")
    lost = count_signals(life, problems)
    if life.status not in life.scenario.status:
        problems.append(f"status {life.status}")
    after = life.tracer.after_start
    if deaf:
        return Verdict("lives, deaf", problems)
    outcome = "lives" if after and after[0] else "runs"
    return Verdict(outcome + (", that signal is lost" if lost else ""), problems)


def answer(life, problems):
    """No command was asked for: the right status, or another one and why."""
    if life.status in life.scenario.status:
        return "works"
    if life.status == 0 or not has_message(life):
        problems.append(f"status {life.status} without a message")
    return f"says why, {life.status}"


def refusal(life, problems):
    """Nothing was run: one message and the status that the manual names."""
    last = life.hits()[-1:]
    # Whether a file without "#!" is a script is found out by reading it.
    executes = not last or last[0].call in ("execve", "openat", "read")
    allowed = REFUSALS[1:] if executes else REFUSALS[:1]
    if life.status not in (*allowed, *life.scenario.status) or life.status == 7:
        problems.append(f"nothing was run, status {life.status}")
    if life.output:
        problems.append("the command was not to run")
    # EAGAIN and EPIPE say that the message itself has nowhere to go.
    lost = last and last[0].call == "pwritev2"
    if not has_message(life) and not lost:
        problems.append("no message")
    return f"refuses, {life.status}"


def has_message(life):
    start = f"[{life.scenario.role}] ".encode()
    elsewhere = any(word.startswith("errors") for word in life.scenario.setting)
    return elsewhere or start in life.errors and life.errors.endswith(b"\n")


def count_signals(life, problems):
    """Each signal once; True: one is missing, the one whose sending failed."""
    lost = False
    for number in {*life.expected, *life.excused, *range(1, 65)} - {signal.SIGCHLD}:
        told, wanted = life.told(number), life.expected.count(number)
        spare = life.excused.count(number)
        # SIGCONT goes to the command and to its group, both of which are to go on.
        if number == signal.SIGCONT and wanted and told > wanted:
            told = wanted
        if not wanted <= told <= wanted + spare:
            problems.append(f"signal {number}: told {told} times, sent {wanted}")
        lost = lost or told < wanted + spare
    return lost
