"""The lives that together make every system call which the init can make."""
import os
import signal
from dataclasses import dataclass, field

from tracer import ALWAYS, Fault, Site


@dataclass
class Scenario:
    name: str
    options: list = field(default_factory=list)
    command: list = field(default_factory=list)  # Arguments of the guest; None: no command
    steps: tuple = ()
    status: tuple = (7,)  # What the init may end with
    role: str = "dumb-init"
    place: str = "PID 1"
    setting: tuple = ()
    timed: bool = False  # Whether it ends only when a time is over
    faults: tuple = ()
    program: str = ""  # Instead of the guest
    environment: dict = field(default_factory=lambda: {"PATH": "/bin"})

    def words(self, tools):
        words = [self.role, *(option.format(scratch=tools.scratch) for option in self.options)]
        if self.command is None:
            return words
        return [*words, self.program.format(script=tools.script) or tools.guest, *self.command]


def send(number, payload=None):
    return lambda life: life.send(number, payload)


def orphan(life):
    life.orphan()


def end(life):
    life.end()


def killed(life):
    """The init kills the command and leaves; where the KILL failed, the command ends by itself."""
    life.ordered_end = True
    if not life.excuse:
        life.until(lambda: any(site.call == "kill" for site in life.hits()), "a KILL")
    if life.running():
        life.end()


def leaves(life):
    life.leaves()


def stop_request(life):
    life.order_end(signal.SIGTERM)


def buried(life):
    life.until(lambda: b"orphan" in life.output, "the child that was there before")
    life.buried()


def terminal_stop(life):
    life.send(signal.SIGTSTP)
    life.stops()


def command_stops(life):
    os.kill(life.tracer.command, signal.SIGSTOP)
    life.stops("T")


def goes_on(life):
    life.send(signal.SIGCONT)


def forbid(call, error="ENOSYS", at=ALWAYS):
    return (Fault(Site(0, call, at), error),)


TERM, USR2 = signal.SIGTERM, signal.SIGUSR2
LIFE = (send(USR2), orphan, send(TERM), end)
ALL = [
    Scenario("the kernel reaps", steps=LIFE),
    Scenario("we reap", steps=(orphan, orphan, *LIFE), faults=forbid("pidfd_open")),
    Scenario("no waitid", steps=LIFE, faults=forbid("waitid", "EPERM")),
    Scenario("not PID 1", steps=LIFE, place="ordinary"),
    Scenario("single child", ["-c"], steps=(send(USR2), send(34, 5), orphan, send(34, 6), end)),
    Scenario("payload, we reap", ["-c"], steps=(send(34, 5), orphan, send(34, 6), end),
             faults=forbid("pidfd_open")),
    Scenario("terminal", steps=LIFE, setting=("terminal",)),
    Scenario("tini", ["-s"], steps=(send(USR2), orphan, command_stops, goes_on, end), role="tini",
             place="ordinary", setting=("terminal",)),
    Scenario("tini, other input", ["-s"], steps=(send(USR2), end), role="tini", place="ordinary",
             setting=("terminal", "input closed")),
    Scenario("tini without -s", steps=(send(USR2), end), role="tini", place="ordinary"),
    Scenario("catatonit", steps=LIFE, role="catatonit"),
    Scenario("terminal stop", ["-c"], steps=(terminal_stop, goes_on, send(USR2), end),
             place="ordinary"),
    Scenario("grace", ["--grace", "300ms"], ["-l"], steps=(orphan, send(TERM), end)),
    Scenario("grace, somebody stubborn", ["--grace", "50ms"], ["-s"], steps=(send(USR2), end),
             timed=True),
    Scenario("grace, not PID 1", ["--grace", "50ms", "--scope", "all"], ["-l", "-s"],
             steps=(orphan, send(USR2), end), place="ordinary", timed=True),
    Scenario("kill after", ["--kill-after", "50ms"], steps=(send(TERM), killed), status=(137, 7),
             timed=True),
    Scenario("delay", ["--delay", "TERM:50ms"], steps=(send(TERM), orphan, end), timed=True),
    Scenario("report", ["--report", "{scratch}/report"], steps=(send(TERM), orphan, end)),
    Scenario("report as JSON", ["--report", "{scratch}/report", "--report-format", "json"],
             steps=(send(TERM), end)),
    Scenario("warns", ["-w"], steps=(send(USR2), orphan, end)),
    Scenario("says all", ["-v"], steps=LIFE),
    Scenario("says all to a full pipe", ["-v"], steps=LIFE, setting=("errors full",)),
    Scenario("says all to a terminal", ["-v"], steps=(send(USR2), end),
             setting=("errors to terminal",)),
    Scenario("says all to a busy file", ["-v"], steps=(send(USR2), end),
             setting=("errors to file",), faults=forbid("pwritev2", "EAGAIN")),
    Scenario("says all, old kernel", ["-v"], steps=(send(USR2), end),
             faults=forbid("pwritev2", "EOPNOTSUPP")),
    Scenario("parent", ["-p", "TERM"], steps=(send(USR2), end), place="ordinary"),
    Scenario("SIGCHLD ignored", steps=LIFE, setting=("SIGCHLD ignored",)),
    Scenario("input closed", steps=LIFE, setting=("input closed",)),
    Scenario("no close_range", steps=(send(USR2), end), faults=forbid("close_range")),
    Scenario("emulator", steps=(send(USR2), end), setting=("input closed",),
             faults=forbid("clone", "EINVAL", 1)),
    Scenario("pause", ["--pause"], None, (buried, stop_request, leaves), (0,),
             setting=("inherits a child",)),
    Scenario("no such command", ["--report", "{scratch}/report"], steps=(), status=(127,),
             program="/nowhere"),
    Scenario("script", steps=(send(USR2), end), program="{script}"),
    Scenario("wrong option", ["--nonsense"], None, (leaves,), (1,)),
    Scenario("help", ["--help"], None, (leaves,), (0,)),
    Scenario("doctor", ["--doctor"], None, (leaves,), (0, 1), place="ordinary"),
]
