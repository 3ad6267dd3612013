"""One life of the init, with a system call that fails or is held on the way, and a judge's word."""
import ctypes
import os
import select
import signal
import time

from excuses import DEAF, excused
from launch import become_init, clone_into_namespaces, open_streams
from tracer import ALWAYS, LIBC, Tracer, WALL

DEADLINE_S = float(os.environ.get("CALLS_DEADLINE_S", "20"))  # Only a bug waits that long.
SENDING = ("kill", "pidfd_send_signal", "rt_sigqueueinfo")


def read_all(descriptor):
    """What is there now."""
    text = b""
    try:
        while piece := os.read(descriptor, 65536):
            text += piece
    except (BlockingIOError, OSError):
        pass
    return text


class Life:
    """The init of `scenario`, running under `faults` or `hold` (see Tracer)."""

    def __init__(self, scenario, tools, faults=(), hold=None):
        self.scenario = scenario
        self.tools = tools
        self.tracer = Tracer(tools.names, (*scenario.faults, *faults),
                             hold and (*hold, self.on_hold))
        self.base = {fault.site for fault in scenario.faults}
        self.excuse = faults and excused(faults[0].site.call, faults[0].site.at == ALWAYS)
        self.problems = []
        self.expected = []  # Numbers of the signals that the command has to tell of
        self.excused = []  # and of those that it need not, since the call that sends one failed
        self.output = b""
        self.errors = b""
        self.opened = []
        self.ordered_end = False
        self.status = None

    # Starting and ending.

    def __enter__(self):
        self.wakeup, other = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.opened += [self.wakeup, other]
        signal.set_wakeup_fd(other, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        ours, theirs = open_streams(self.scenario.setting, self.opened)
        ready, say_ready = os.pipe()
        hold_back, self.release = os.pipe()
        self.opened += [ready, self.release]
        self.top = clone_into_namespaces()
        if self.top == 0:
            become_init(self.scenario, self.tools, theirs, say_ready, hold_back)
        for descriptor in {*theirs, say_ready, hold_back} - {-1}:
            os.close(descriptor)
        self.out, self.err = ours
        os.read(ready, 1)
        self.init = self.top
        if self.scenario.place == "ordinary":
            self.init = self.children_of(self.top)[0]
        self.tracer.seize(self.init)
        os.write(self.release, b"x")
        return self

    def __exit__(self, *_):
        signal.set_wakeup_fd(-1)
        for pid in (self.init, self.top):
            if pid not in self.tracer.ended:
                os.kill(pid, signal.SIGKILL)
        self.tracer.hold = None
        while self.top not in self.tracer.ended:
            pid, status = os.waitpid(-1, WALL)
            if not os.WIFSTOPPED(status):
                self.tracer.ended[pid] = status
        for descriptor in self.opened:
            os.close(descriptor)

    # Watching.

    @staticmethod
    def children_of(pid):
        try:
            with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listing:
                return [int(child) for child in listing.read().split()]
        except (FileNotFoundError, ProcessLookupError):
            return []

    def until(self, condition, what, looks_at_proc=False):
        """Waits for `condition` or the end of the init; a problem if the deadline comes first."""
        end = time.monotonic() + DEADLINE_S
        while True:
            read_all(self.wakeup)
            self.tracer.pump()
            ended = self.init in self.tracer.ended
            self.output += read_all(self.out)
            self.errors += read_all(self.err)
            if condition() or ended:
                return
            if time.monotonic() > end:
                self.problems.append(f"in vain: {what}")
                return
            select.select([self.wakeup, self.out, self.err], [], [], 0.003 if looks_at_proc else 1)

    def lines(self):
        return self.output.decode(errors="replace").splitlines()

    def told(self, number):
        """How often the command has told of this signal."""
        return sum(line.split()[0] == str(number) for line in self.lines() if line)

    def hits(self):
        """Injected errors, but for those that make the scenario."""
        return [site for site in self.tracer.hits
                if site not in self.base and site._replace(at=ALWAYS) not in self.base]

    def asleep(self):
        """Whether the init waits and nothing is left to be done."""
        fields = self.status_of(self.init)
        return fields.get("State") == "S" and int(fields["ShdPnd"], 16) == 0

    @staticmethod
    def status_of(pid):
        try:
            with open(f"/proc/{pid}/status", encoding="utf-8") as lines:
                return {line.split(":")[0]: line.split()[1] for line in lines if line.split()[1:]}
        except (FileNotFoundError, ProcessLookupError):
            return {}

    def ready(self):
        return any(line.startswith("ready") for line in self.lines())

    def running(self):
        return self.init not in self.tracer.ended

    # What a scenario is made of.

    def on_hold(self):
        """A signal for the moment at which a call is held."""
        if self.scenario.command is not None:
            (self.excused if self.ordered_end else self.expected).append(signal.SIGHUP)
        os.kill(self.init, signal.SIGHUP)

    def waits_for_signal(self):
        """Whether nothing but a signal was to end this life."""
        return self.scenario.command is None or not self.ordered_end

    def send(self, number, payload=None):
        before = len([site for site in self.hits() if site.call in SENDING])
        wanted = self.expected.count(number) + 1
        if payload is None:
            os.kill(self.init, number)
        else:
            LIBC.sigqueue(self.init, number, ctypes.c_void_p(payload))

        def failed():
            return len([site for site in self.hits() if site.call in SENDING[:2]]) > before

        if self.excuse == DEAF:
            self.excused.append(number)
            return
        self.until(lambda: self.told(number) >= wanted or failed(), f"signal {number}")
        (self.excused if failed() else self.expected).append(number)

    def stops(self, command=""):
        """Waits until the init has stopped, or sleeps and will not, the command in this state."""
        if self.excuse == DEAF:
            return
        self.until(lambda: self.tracer.stops or self.hits() and self.asleep()
                   and command in self.status_of(self.tracer.command).get("State", ""),
                   "a stop", looks_at_proc=True)

    def order(self, number):
        """A signal to the command itself, if it is still there."""
        try:
            os.kill(self.tracer.command, number)
        except ProcessLookupError:
            pass

    def orphan(self):
        before = self.output.count(b"orphan")
        self.order(signal.SIGUSR1)
        self.until(lambda: self.output.count(b"orphan") > before, "an orphan")
        self.buried()

    def buried(self):
        """Waits until no orphan is left, dead or alive."""
        pids = [line.split()[1] for line in self.lines() if line.startswith("orphan ")]
        root = f"/proc/{self.init}/root/proc/"
        self.until(lambda: not any(os.path.exists(root + pid) for pid in pids), "a reaper",
                   looks_at_proc=True)

    def end(self):
        self.until(lambda: self.told(signal.SIGHUP) >= self.expected.count(signal.SIGHUP),
                   "the signal of the held moment")
        self.ordered_end = True
        if signal.SIGCONT in self.excused:
            self.order(signal.SIGCONT)
        self.order(signal.SIGQUIT)
        self.leaves()

    def order_end(self, number):
        """The init is to end, where it has no command."""
        self.ordered_end = True
        os.kill(self.init, number)

    def leaves(self):
        if self.excuse == DEAF and self.waits_for_signal():
            return
        self.ordered_end = True
        self.until(lambda: False, "the end of the init")

    def run(self):
        """Lives the scenario. Afterwards `problems` has what went wrong."""
        if self.scenario.command is not None:
            self.until(self.ready, "the command")
        for step in self.scenario.steps:
            if self.running() and not self.problems:
                step(self)
        if self.init in self.tracer.ended:
            self.status = os.waitstatus_to_exitcode(self.tracer.ended[self.init])
        self.output += read_all(self.out)
        self.errors += read_all(self.err)
        return self
