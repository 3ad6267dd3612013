#!/usr/bin/env python3
"""Plants violations of the layering and sees tools/check-layering find each of them."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parents[2] / "tools" / "check-layering"

CLEAN = {
    "main.cc": '#include <unistd.h>\n#include "app/run.h"\n#include "cli/text.h"\n',
    "app/run.h": '#include <optional>\n#include "sys/kill.h"\n#include "core/policy.h"\n',
    "cli/text.h": '#include "core/policy.h"\n#include "base/line.h"\n',
    "sys/kill.h": '#include <cerrno>\n#include <sys/wait.h>\n#include "core/policy.h"\n',
    "core/policy.h": '#include <csignal>\n#include "base/line.h"\n',
    "base/line.h": '#include <array>\n',
}


def check(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True,
                              check=False)


class CheckLayering(unittest.TestCase):
    def test_a_clean_tree_passes(self):
        self.assertEqual(check(CLEAN).returncode, 0, check(CLEAN).stderr)

    def test_each_planted_violation_is_named_with_its_line(self):
        planted = [
            ("base/line.h", '#include "core/policy.h"'),
            ("base/line.h", "#include <csignal>"),
            ("base/line.h", "#include <string>"),
            ("core/policy.h", '#include "sys/kill.h"'),
            ("core/policy.h", '#include "cli/text.h"'),
            ("core/policy.h", "#include <cerrno>"),
            ("core/policy.h", "#include <signal.h>"),
            ("core/policy.h", "#include <unistd.h>"),
            ("core/policy.h", "#include <chrono>"),
            ("cli/text.h", '#include "sys/kill.h"'),
            ("cli/text.h", '#include "app/run.h"'),
            ("cli/text.h", "#include <csignal>"),
            ("cli/text.h", "#include <vector>"),
            ("sys/kill.h", '#include "app/run.h"'),
            ("sys/kill.h", '#include "cli/text.h"'),
            ("sys/kill.h", "#include <memory>"),
            ("app/run.h", '#include "cli/text.h"'),
            ("app/run.h", "#include <cerrno>"),
            ("app/run.h", "#include <sys/wait.h>"),
            ("main.cc", "#include <iostream>"),
            ("main.cc", "#  include <functional>"),
            ("app/run.h", '#include "../sys/kill.h"'),
            ("app/run.h", '#include "sys/gone.h"'),
            ("app/run.h", "#include HEADER"),
        ]
        for file, include in planted:
            with self.subTest(file=file, include=include):
                tree = dict(CLEAN)
                tree[file] = CLEAN[file] + include + "\n"
                line = tree[file].count("\n")
                result = check(tree)
                self.assertEqual(result.returncode, 1)
                self.assertIn(f"check-layering: {file}:{line}: ", result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1, result.stderr)

    def test_a_folder_that_is_no_layer_is_named(self):
        result = check({**CLEAN, "util/strings.h": "#include <array>\n"})
        self.assertEqual(result.returncode, 1)
        self.assertIn("util/strings.h: no layer is called 'util'", result.stderr)

    def test_no_source_at_all_is_no_success(self):
        self.assertEqual(check({}).returncode, 1)


if __name__ == "__main__":
    unittest.main()
