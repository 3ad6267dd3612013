#!/usr/bin/env python3
"""The completions are those of the option tables, and work in the shells that are here: each is typed
into with a terminal.

    completions_test.py SOURCES INIT
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

SOURCES, INIT = sys.argv[1:]
FOLDER = f"{SOURCES}/completions"
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], f"PS1='% '; . {FOLDER}/dumb-init.bash\n"),
    "zsh": (["zsh", "-f", "-i"],
            f"PS1='% '; fpath=({FOLDER} $fpath); autoload -Uz compinit; compinit -u -D\n"),
    "fish": (["fish", "--no-config", "-i"], f"function fish_prompt; echo '% '; end; source {FOLDER}/dumb-init.fish\n"),
}
# What is typed before the tabulator, and what has to stand there then.
CASES = [("dumb-init --sco", "dumb-init --scope"), ("dumb-init --scope ch", "dumb-init --scope child"),
         ("dumb-init --report-format js", "dumb-init --report-format json"),
         ("dumb-init --rewrite WIN", "dumb-init --rewrite WINCH:"), ("dumb-init -p USR1 uptim", "uptime"),
         ("dumb-init -v -- uptim", "uptime"), ("tini -e 14", "tini -e 143"), ("catatonit --ver", "catatonit --version")]
DEADLINE_S = 60


class Terminal:
    def __init__(self, words, home):
        self.child, self.screen = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="dumb", HOME=home, COLUMNS="200")
            os.execvp(words[0], words)
        self.seen = ""

    def type(self, text):
        os.write(self.screen, text.encode())

    def wait_for(self, text):
        """Whether this comes to stand on the screen, colours and movements left out."""
        end = time.monotonic() + DEADLINE_S
        while text not in self.seen and time.monotonic() < end:
            if select.select([self.screen], [], [], 1)[0]:
                try:
                    self.seen += os.read(self.screen, 4096).decode(errors="replace")
                except OSError:
                    break
                self.seen = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>()][0B]?|\x08|\r", "", self.seen)
        return text in self.seen

    def close(self):
        os.kill(self.child, 9)
        os.waitpid(self.child, 0)
        os.close(self.screen)


def main():
    with tempfile.TemporaryDirectory() as home:
        sys.exit(1 if try_all(home) else 0)


def try_all(home):
    failed = subprocess.run([f"{SOURCES}/tools/completions", INIT], check=False).returncode != 0
    for shell, (words, setup) in SHELLS.items():
        if shutil.which(shell) is None:
            # Where skipping is forbidden a shell that is not here is a failure.
            failed |= os.environ.get("DUMB_INIT_REQUIRE_NAMESPACES") == "1"
            print(f"{shell}: not here")
            continue
        for typed, wanted in CASES:
            terminal = Terminal(words, home)
            terminal.type(setup + "echo rea''dy\n")
            good = terminal.wait_for("ready\n")
            terminal.seen = ""
            terminal.type(typed + "\t")
            good = good and terminal.wait_for(wanted)
            terminal.close()
            print(f"{'ok' if good else 'not ok'}: {shell}: {typed}")
            if not good:
                failed = True
                print(repr(terminal.seen))
    return failed


main()
