"""What --report writes is what docs/report.schema.json says.

  report_schema_test.py SCHEMA INIT
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

SCHEMA, INIT = sys.argv[1], sys.argv[2]


def report(*words, **variables):
    """The object that the init writes when it runs these words."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "report")
        environment = dict(os.environ, DUMB_INIT_REPORT=str(file), DUMB_INIT_REPORT_FORMAT="json")
        environment.update({"DUMB_INIT_" + name: value for name, value in variables.items()})
        subprocess.run([INIT, *words], env=environment, stderr=subprocess.DEVNULL, check=False)
        return json.loads(file.read_bytes())


class ReportSchema(unittest.TestCase):
    def setUp(self):
        schema = json.loads(pathlib.Path(SCHEMA).read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        self.schema = jsonschema.Draft7Validator(schema)

    def check(self, found, **wanted):
        self.schema.validate(found)
        self.assertEqual({name: found.get(name) for name in wanted}, wanted)
        return found

    def test_command_that_exits(self):
        found = self.check(report("sh", "-c", "exit 3"), command="sh", status=3, exit_status=3)
        self.assertIn("lifetime_ms", found)

    def test_command_that_is_killed(self):
        self.check(report("sh", "-c", "kill -9 $$"), status=137, signal="SIGKILL", sent="not_us",
                   core_dumped=False)

    def test_command_that_cannot_be_started(self):
        self.check(report("/nowhere"), status=127, error="No such file or directory")

    def test_stop_request_and_forwarded_signal(self):
        found = self.check(report("sh", "-c", "kill $PPID; while :; do sleep 0.01; done"),
                           status=143, sent="forwarded")
        self.assertEqual(found["stop_request"]["sender_name"], "sh")

    def test_time_that_was_over(self):
        script = "trap '' TERM; kill $PPID; while :; do sleep 0.01; done"
        self.check(report("sh", "-c", script, KILL_AFTER="10ms"), status=137, sent="time_over")

    def test_rest_that_is_told_and_killed(self):
        script = "trap '' TERM; (while :; do sleep 0.01; done) & exit 0"
        found = self.check(report("sh", "-c", script, GRACE="50ms"), status=0)
        self.assertIn("sh", found["told"]["names"])
        self.assertIn("sh", found["killed"]["names"])
        self.assertTrue(found["grace_over"])

    def test_names_that_are_no_text(self):
        name = b"\xff\x1b[2J\"\\\xe2\x80\xae"
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(os.fsencode(folder), name)
            pathlib.Path(os.fsdecode(program)).symlink_to("/bin/true")
            found = self.check(report(program), status=0)
        self.assertTrue(found["command"].endswith('/\ufffd\x1b[2J"\\\u202e'))

    def test_what_is_no_report(self):
        good = report("true")
        for change in ({"schema": 2}, {"status": 256}, {"more": 1}, {"signal": "SIGKILL"},
                       {"error": "both"}, {"left": {"count": 1}}):
            with self.assertRaises(jsonschema.ValidationError):
                self.schema.validate({**good, **change})


unittest.main(argv=sys.argv[:1])
