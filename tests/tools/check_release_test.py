#!/usr/bin/env python3
"""Builds files that are wrong in one way each and sees tools/check-release refuse them for that."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK = ROOT / "tools" / "check-release"
# Small, static, at a fixed address, without a libc.
GOOD = "-Os -s -static -nostdlib -no-pie -fno-pie -Wl,--build-id=none -Wl,-z,norelro -Wl,-z,noexecstack"
SOURCE = "int text; void _start(void) { for (;;) text++; }"

WRONG = [
    ("writable and executable", GOOD + " -Wl,-N", SOURCE),
    ("stack that cannot be executed", GOOD.replace("noexecstack", "execstack"), SOURCE),
    ("names a dynamic linker", "-Os -s -no-pie", "int main(void) { return 0; }"),
    ("needs shared libraries", "-Os -s -no-pie", "int main(void) { return 0; }"),
    ("folders to search", "-Os -s -no-pie -Wl,-rpath,/tmp", "int main(void) { return 0; }"),
    ("fixed address", GOOD.replace("-static ", "").replace("-no-pie -fno-pie", "-static-pie -fpie"), SOURCE),
    ("pointers that are writable", GOOD, SOURCE + "void f(void) {} __attribute__((section("
     '".init_array"), used)) void (*pointer)(void) = f;'),
    ("not stripped", GOOD.replace("-s ", ""), SOURCE),
    ("traces of a C++ runtime", GOOD, SOURCE + 'const char kept[] = "GLIBC_2.34";'),
    ("path of the machine", GOOD, SOURCE + f'const char kept[] = "{ROOT}/src/main.cc";'),
    ("allowed are", GOOD, SOURCE + "const char kept[70000] = {1};"),
]


class CheckRelease(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def check(self, flags, source, mode=0o755):
        file = os.path.join(self.folder.name, "file")
        subprocess.run(["gcc", *flags.split(), "-w", "-xc", "-", "-o", file], input=source, text=True,
                       check=True)
        os.chmod(file, mode)
        return subprocess.run([CHECK, file], capture_output=True, text=True, check=False)

    def test_a_good_file_passes(self):
        result = self.check(GOOD, SOURCE)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_each_wrong_file_is_refused_for_what_is_wrong(self):
        for reason, flags, source in WRONG:
            with self.subTest(reason):
                result = self.check(flags, source)
                self.assertEqual(result.returncode, 1)
                self.assertIn(reason, result.stderr)

    def test_a_file_with_the_rights_of_its_owner_is_refused(self):
        for mode in (0o4755, 0o2755):
            result = self.check(GOOD, SOURCE, mode)
            self.assertEqual(result.returncode, 1)
            self.assertIn("rights of its owner", result.stderr)


if __name__ == "__main__":
    assert shutil.which("readelf")
    unittest.main()
