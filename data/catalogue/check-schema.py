#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Checks the files of the catalogue and of the EMR vendors against their schemas, and that no code is given twice."""
import json
import pathlib
import sys

import jsonschema

LISTS = {"providers": "code", "types": "id", "specialities": "code", "fields": "id", "choices": "id", "contacts": "id", "hours": "id", "subjects": "id"}


def doubles(value, path="$"):
    if isinstance(value, dict):
        for name, item in value.items():
            if name in LISTS and isinstance(item, list):
                keys = [entry[LISTS[name]] for entry in item if isinstance(entry, dict) and LISTS[name] in entry]
                yield from (f"{path}.{name}: {key} is given twice" for key in sorted(set(keys)) if keys.count(key) > 1)
            yield from doubles(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from doubles(item, f"{path}[{index}]")


def main():
    folder = pathlib.Path(__file__).parent
    faults = 0
    files = [(file, file.stem) for file in sorted(folder.glob("*.json"))]
    files += [(folder.parent / "support" / "guide.json", "support-guide")]
    files += [(file, "emr-vendor") for file in sorted((folder.parent / "emr").glob("*.json"))]
    for file, kind in files:
        schema = json.loads((folder / "schema" / f"{kind}.schema.json").read_text("utf-8"))
        data = json.loads(file.read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        errors = [f"{e.json_path}: {e.message}" for e in jsonschema.Draft202012Validator(schema).iter_errors(data)]
        for error in errors + list(doubles(data)):
            print(f"{file}: {error}", file=sys.stderr)
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
