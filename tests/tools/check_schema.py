#!/usr/bin/env python3
"""Checks JSON against a JSON Schema, and that the schema would see a mistake.

check_schema.py SCHEMA FILE...    each file holds one document
check_schema.py SCHEMA --run INIT what `INIT --doctor` finds here is one, with a zombie among it
"""
import copy
import json
import os
import subprocess
import sys

import jsonschema


def strictly(schema):
    """The same schema without room for members that it does not know."""
    strict = copy.deepcopy(schema)
    strict["additionalProperties"] = False
    return jsonschema.Draft202012Validator(strict)


def what_the_doctor_finds(init):
    zombie = os.fork()
    if zombie == 0:
        os._exit(0)
    os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)
    seen = subprocess.run([init, "--doctor", "--report-format", "json"], capture_output=True)
    found = json.loads(seen.stdout)
    mine = [one for one in found["findings"] if one["kind"] == "zombie"]
    if seen.returncode != 1 or not mine or not 1 <= found["zombies"]:
        sys.exit(f"status {seen.returncode}, and no zombie in {seen.stdout}")
    return found


def main():
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = strictly(schema)
    if sys.argv[2] == "--run":
        documents = [what_the_doctor_finds(sys.argv[3])]
    else:
        documents = [json.load(open(name, encoding="utf-8")) for name in sys.argv[2:]]
    for document in documents:
        validator.validate(document)
        for member in document:
            wrong = {**document, member: None}
            if validator.is_valid(wrong):
                sys.exit(f"the schema takes anything for '{member}'")


if __name__ == "__main__":
    main()
