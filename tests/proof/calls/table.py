"""Which calls the file has, and the table of what came of each."""
import os
import re
import subprocess
from collections import defaultdict

from tracer import ALWAYS


def calls_in(init, sources, names):
    """Names of the calls that the machine code or the sources name."""
    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", init], capture_output=True,
                             text=True, check=True).stdout.splitlines()
    found = set()
    for place, line in enumerate(listing):
        if line.rstrip().endswith("syscall"):
            for before in reversed(listing[max(0, place - 14):place]):
                number = re.search(r"mov +\$0x([0-9a-f]+),%(?:[er]ax|al)$", before)
                if number:
                    found.add(names[int(number[1], 16)])
                if number or re.search(r",%[er]ax$|ret\s*$|syscall\s*$", before):
                    break
    for folder, _, files in os.walk(sources):
        for file in files:
            with open(f"{folder}/{file}", encoding="utf-8") as text:
                found |= set(re.findall(r"\bSYS_(\w+)", text.read()))
    # What these stand for where pointers have 32 bits.
    return {"clock_gettime" if name == "clock_gettime64" else name for name in found
            if name.removesuffix("64") in names.values() or name in names.values()}


def class_of(result):
    who = "the init" if result.case.faults[0].site.who == 0 else "the child"
    return who, "after" if result.after else "before"


def write(path, results, held, summary, left_out):
    """The Markdown for docs/proof.md."""
    cells = defaultdict(lambda: defaultdict(set))
    for result in results:
        if not result.reached:
            continue
        site, error = result.case.faults[0]
        how = "for ever" if site.at == ALWAYS else "once"
        who, when = class_of(result)
        cells[site.call, who, when, how][result.verdict.outcome].add(error)
    lines = [summary, "", "| call | of | command exists | fails | what comes of it |",
             "| --- | --- | --- | --- | --- |"]
    for (call, who, when, how), outcomes in sorted(cells.items()):
        every = set().union(*outcomes.values())
        told = "; ".join(f"{outcome}: " + (f"all {len(every)}" if errors == every
                                           else " ".join(sorted(errors)))
                         for outcome, errors in sorted(outcomes.items()))
        lines.append(f"| {call} | {who} | {'yes' if when == 'after' else 'no'} | {how} | {told} |")
    lines += ["", f"A HUP came in at {len(held)} moments right before or after a call; while the "
              "command lived, each was told exactly once.", ""]
    lines += [f"- {name}: {reason}." for name, reason in left_out]
    with open(path, "w", encoding="utf-8") as page:
        page.write("\n".join(lines) + "\n")
