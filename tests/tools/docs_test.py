#!/usr/bin/env python3
"""The documents are true: what they link to is there, drawings are what their scripts draw, tests of engines that they
name exist, options and variables in their examples are taken, and commands print what they are said to print.

    docs_test.py SOURCES INIT

Of a block marked `sh` or `console` each line with `$ ` is run (`> ` goes on with it), and what follows is what it prints,
with `...` for anything; a block of `make TARGET` lines has targets that exist; what cannot run here has a line
`<!-- not run: REASON -->` before it. Commands run as root in a PID namespace of their own.
"""
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCES = pathlib.Path(sys.argv[1]).resolve()
INIT = sys.argv[2]
NAMES = ("dumb-init", "tini", "tini-static", "catatonit", "docker-init")
DEADLINE_S = 120


def split(document):
    """The text without blocks and code, its headings, and its blocks as (line, marked, lines, reason not to run)."""
    prose, headings, blocks, fence, reason = [], [], [], None, None
    for number, line in enumerate(document.read_text(encoding="utf-8").split("\n"), 1):
        marker = re.match(r"\s*(```+)\s*(\S*)", line)
        if fence:
            if marker and marker[1] == fence and not marker[2]:
                fence = None
            else:
                blocks[-1][2].append(line)
        elif marker:
            fence = marker[1]
            blocks.append((number, marker[2], [], reason))
        else:
            heading = re.match(r"#+\s+(.*?)\s*#*$", line)
            if heading:
                headings.append(heading[1])
            prose.append((number, re.sub(r"`[^`]*`", "", line)))
        if line.strip() and not fence:
            skip = re.match(r"<!-- not run: (.+) -->$", line.strip())
            reason = skip[1] if skip else None
    return prose, headings, blocks


def anchors(document):
    """The names that forges give to the headings, and those given by hand."""
    found = {}
    for heading in split(document)[1]:
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found[name] = found.get(name, -1) + 1
        if found[name]:
            found[f"{name}-{found[name]}"] = 0
    return set(found) | set(re.findall(r'<a (?:id|name)="([^"]+)"', document.read_text(encoding="utf-8")))


def broken_links(document):
    for number, line in split(document)[0]:
        targets = re.findall(r"\[[^\]]*\]\(\s*<?([^)\s>]+)", line) + re.findall(r"^\[[^\]]+\]:\s*(\S+)", line)
        targets += re.findall(r'(?:src|srcset|href)="([^"]+)"', line)
        for target in targets:
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = document.parent / path if path else document
            if not file.exists():
                yield f"{document.name}:{number}: {path} is not there"
            elif anchor and anchor not in anchors(file):
                yield f"{document.name}:{number}: {path or document.name} has no heading #{anchor}"


def commands(lines):
    """Each command with what it is to print."""
    found, goes_on = [], False
    for line in lines:
        if line.startswith("$ "):
            found.append([line[2:], []])
        elif found and not found[-1][1] and (goes_on or line.startswith("> ")):
            found[-1][0] += "\n" + line.removeprefix("> ")
        elif found:
            found[-1][1].append(line)
        goes_on = line.endswith("\\") and bool(found) and not found[-1][1]
    return [(command, "\n".join(expected)) for command, expected in found]


def run(block, folder):
    """What each command of a block printed, on either output."""
    script = "".join(f"{command}\ns=$?; printf '\\1'; (exit $s)\n" for command, _ in commands(block))
    path = f"{folder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    environment = {"PATH": path, "HOME": "/root", "LC_ALL": "C"}
    environment.update({name: os.environ[name] for name in ("ASAN_OPTIONS",) if name in os.environ})
    work = tempfile.mkdtemp(dir=folder)
    os.chmod(work, 0o755)
    done = subprocess.run(["unshare", "-fp", "--mount-proc", "--kill-child", "bash", "-c", script], cwd=work,
                          env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=DEADLINE_S, check=False)
    return done.stdout.split("\1")


def wrong_output(document, folder):
    for number, marked, lines, reason in split(document)[2]:
        if marked not in ("sh", "console") or reason:
            continue
        wanted = commands(lines)
        if not wanted:
            makefile = (SOURCES / "Makefile").read_text(encoding="utf-8")
            for line in filter(None, lines):
                target = re.fullmatch(r"make ([\w-]+)", line)
                if not target or not re.search(rf"(?m)^{target[1]}:", makefile):
                    yield f"{document.name}:{number}: neither run nor said why not: {line}"
            continue
        printed = run(lines, folder)
        for (command, expected), seen in zip(wanted, printed + [""] * len(wanted)):
            like = ".*".join(map(re.escape, expected.strip("\n").split("...")))
            if not re.fullmatch(like, seen.strip("\n"), re.DOTALL):
                yield f"{document.name}:{number}: {command}\nis to print\n{expected}\nand prints\n{seen}"


def refused_examples(document, folder):
    """Options in front of `--` in lists of words, and variables, that the program or its manual does not know."""
    manual = (SOURCES / "man/dumb-init.1").read_text(encoding="utf-8")
    text = "\n".join("\n".join(block[2]) for block in split(document)[2])
    for words in re.findall(r'\[\s*"[^"\]]*"(?:\s*,\s*"(?:[^"\\]|\\.)*")*\s*\]', text):
        program, *others = json.loads(words)
        if pathlib.Path(program).name not in NAMES or "--" not in others:
            continue
        tried = [f"{folder}/bin/{pathlib.Path(program).name}", *others[:others.index("--")], "-h"]
        done = subprocess.run(tried, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
        if done.returncode != 0:
            yield f"{document.name}: {words}: {done.stderr}"
    pairs = re.findall(r"(DUMB_INIT_\w+)=([^\s\"']*)", text)
    pairs += re.findall(r"name: (DUMB_INIT_\w+),?\s+value: [\"']?([^\s\"',}]+)", text)
    for name, value in pairs:
        variables = {} if name == "DUMB_INIT_REPORT" else {name: value}
        done = subprocess.run([f"{folder}/bin/dumb-init", "true"], env=os.environ | variables,
                              capture_output=True, text=True, timeout=DEADLINE_S, check=False)
        if done.returncode != 0 or name not in manual:
            yield f"{document.name}: {name}={value}: {done.stderr or 'not in the manual'}"


def missing_engine_tests(document):
    """`FILE.bats` and `FILE.bats: NAME` in back quotes."""
    text = " ".join(document.read_text(encoding="utf-8").split())
    for file, name in re.findall(r"`([\w/]+\.bats)(?:: ([^`]+))?`", text):
        texts = [pathlib.Path(found).read_text(encoding="utf-8")
                 for found in glob.glob(f"{SOURCES}/tests/**/{file}", recursive=True)]
        if not any(f'@test "{name}"' in text if name else True for text in texts):
            yield f"{document.name}: no such test: {file}: {name}"


class Checks(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        os.chmod(self.folder, 0o755)
        (self.folder / "bin").mkdir()
        shutil.copy(INIT, self.folder / "bin" / NAMES[0])
        for name in NAMES[1:]:
            (self.folder / "bin" / name).symlink_to(NAMES[0])

    def may_run(self):
        if os.geteuid() != 0 and not os.environ.get("DUMB_INIT_REQUIRE_NAMESPACES"):
            self.skipTest("commands in documents run as root only")


class Documents(Checks):
    documents = sorted(SOURCES.glob("*.md")) + sorted(SOURCES.glob("docs/*.md"))

    def each(self, check, *arguments):
        wrong = [mistake for one in self.documents for mistake in check(one, *arguments)]
        if wrong:
            self.fail("\n".join(wrong))

    def test_every_link_leads_somewhere(self):
        self.each(broken_links)

    def test_every_engine_test_that_is_named_exists(self):
        self.each(missing_engine_tests)

    def test_every_example_is_taken(self):
        self.each(refused_examples, self.folder)

    def test_every_command_prints_what_it_is_said_to(self):
        self.may_run()
        self.each(wrong_output, self.folder)

    def test_every_drawing_is_what_its_script_draws(self):
        drawn = self.folder / "drawn"
        drawn.mkdir()
        for script in SOURCES.glob("tools/draw-*"):
            subprocess.run([script, drawn], check=True)
        self.assertGreater(len(list(drawn.iterdir())), 1)
        for file in drawn.iterdir():
            self.assertEqual(file.read_text(), (SOURCES / "docs" / file.name).read_text(), file.name)


class Mistakes(Checks):
    """Each kind of mistake is seen, so that silence means something."""

    def document(self, *lines):
        file = self.folder / "planted.md"
        file.write_text("\n".join(("# A `title`: one", *lines)), encoding="utf-8")
        return file

    def wrong(self, check, *lines, arguments=()):
        return len(list(check(self.document(*lines), *arguments)))

    def test_links(self):
        for good in ("[x](planted.md)", "[x](#a-title-one)", "`[x](y)`", "[x](https://a.b/c)", "```\n[x](y)\n```"):
            self.assertEqual(self.wrong(broken_links, good), 0, good)
        for bad in ("[x](gone.md)", "![x](gone.svg)", "[x](#gone)", "[x](planted.md#gone)", '<img src="gone.svg">',
                    "[x]: gone.md", "[`x`](gone.md)"):
            self.assertEqual(self.wrong(broken_links, bad), 1, bad)

    def test_commands(self):
        self.may_run()
        for good in ("$ echo a; (exit 3)\na\n$ echo $?\n3", "$ echo a b c\na ... c", "$ echo 'x\n> y'\nx\ny",
                     "$ dumb-init sh -c 'exit 7'; echo $?\n7", "$ echo \\\n  a\na"):
            self.assertEqual(self.wrong(wrong_output, "```sh", good, "```", arguments=(self.folder,)), 0, good)
        for bad in ("$ echo a\nb", "$ echo a\n", "$ true\na", "$ echo a\na\n$ echo b\na", "ls", "make nothing", "$ 'x"):
            self.assertEqual(self.wrong(wrong_output, "```sh", bad, "```", arguments=(self.folder,)), 1, bad)
        self.assertEqual(self.wrong(wrong_output, "<!-- not run: it cannot -->", "```sh", "ls", "```",
                                    arguments=(self.folder,)), 0)

    def test_examples(self):
        for bad in ('["dumb-init", "--nope", "--"]', '["/usr/bin/tini", "-c", "--", "x"]', "DUMB_INIT_GRACE=soon",
                    "{name: DUMB_INIT_DELAY, value: TERM}", "DUMB_INIT_NOPE=1"):
            self.assertEqual(self.wrong(refused_examples, "```", bad, "```", arguments=(self.folder,)), 1, bad)
        self.assertEqual(self.wrong(refused_examples, "```", '["dumb-init", "-r", "TERM:QUIT", "--", "-x"]',
                                    "DUMB_INIT_GRACE=2s", "```", arguments=(self.folder,)), 0)

    def test_names_of_tests(self):
        self.assertEqual(self.wrong(missing_engine_tests, "`docker/stop.bats`"), 0)
        for bad in ("`gone.bats`", "`docker/stop.bats: gone`"):
            self.assertEqual(self.wrong(missing_engine_tests, bad), 1, bad)


unittest.main(argv=sys.argv[:1])
