#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""emr-vendors.py FOLDER SCHEMA OUTPUT [DEPFILE]: one list of the vendors of FOLDER, a file each, for the program to build in.

A file that breaks its schema, is not named after its code, or repeats an id stops the build and is named."""
import json
import pathlib
import sys

import jsonschema


def faults(path, vendor, schema):
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(vendor))
    yield from (f"{error.json_path}: {error.message}" for error in errors)
    if errors:
        return
    if vendor["code"] != path.stem:
        yield f"$.code: {vendor['code']} is not the name of the file"
    ids = [field["id"] for field in vendor["fields"]]
    yield from (f"$.fields: {name} is given twice" for name in sorted(set(ids)) if ids.count(name) > 1)


def main(folder, schema_path, output, depfile=None):
    paths = sorted(pathlib.Path(folder).glob("*.json"))
    schema = json.loads(pathlib.Path(schema_path).read_text("utf-8"))
    vendors = []
    broken = False
    for path in paths:
        try:
            vendor = json.loads(path.read_text("utf-8"))
            found = list(faults(path, vendor, schema))
        except ValueError as error:
            found = [str(error)]
        for fault in found:
            print(f"{path}: {fault}", file=sys.stderr)
        broken = broken or bool(found)
        if not found:
            vendors.append(vendor)
    # A clinic that has no EMR could not pass step 3 without it.
    if not broken and not any(vendor["code"] == "none" for vendor in vendors):
        print(f"{folder}/none.json: is missing", file=sys.stderr)
        broken = True
    if broken:
        return 1
    pathlib.Path(output).write_text(json.dumps(vendors, ensure_ascii=False), "utf-8")
    if depfile:
        # The folder is one of them: it changes when a file is added.
        needed = " ".join(str(path).replace(" ", "\\ ") for path in [pathlib.Path(folder), *paths])
        pathlib.Path(depfile).write_text(f"{output}: {needed}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
