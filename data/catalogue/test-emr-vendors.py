#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A vendor is added by a file alone, and a file that is wrong stops the build and is named."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
VENDOR = {"version": 1, "code": "ours", "name": {"fr": "Le nôtre", "en": "Ours"}, "initials": "N", "colour": "#000000",
          "protocol": "fhir-r4", "checklist": [], "fields": []}
FIELD = {"id": "a", "kind": "text", "label": {"fr": "A", "en": "A"}, "required": True}
WRONG = [
    ("ours.json", "{", "ours.json: "),
    ("ours.json", json.dumps({**VENDOR, "protocol": "soap"}), "ours.json: $.protocol: "),
    ("ours.json", json.dumps({**VENDOR, "name": {"fr": "Le nôtre"}}), "ours.json: $.name: "),
    ("other.json", json.dumps(VENDOR), "other.json: $.code: ours is not the name of the file"),
    ("ours.json", json.dumps({**VENDOR, "fields": [FIELD, FIELD]}), "ours.json: $.fields: a is given twice"),
    ("none.json", None, "none.json: is missing"),
]


def build(folder, output):
    command = [HERE / "emr-vendors.py", folder, HERE / "schema/emr-vendor.schema.json", output, f"{output}.d"]
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def main():
    failed = 0
    built_in = {path.stem for path in (HERE / "../emr").glob("*.json")}
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "emr"
        output = pathlib.Path(scratch) / "emr-vendors.json"
        shutil.copytree(HERE / "../emr", folder)
        (folder / "ours.json").write_text(json.dumps(VENDOR), "utf-8")
        done = build(folder, output)
        codes = {vendor["code"] for vendor in json.loads(output.read_text("utf-8"))} if done.returncode == 0 else set()
        needed = pathlib.Path(f"{output}.d").read_text("utf-8").split()[1:] if done.returncode == 0 else []
        if codes != built_in | {"ours"} or str(folder) not in needed or str(folder / "ours.json") not in needed:
            print(f"a file alone did not add a vendor: {done.stderr}{sorted(codes)} {needed}", file=sys.stderr)
            failed += 1
        (folder / "ours.json").unlink()
        for name, text, fault in WRONG:
            kept = (folder / name).read_text("utf-8") if (folder / name).exists() else None
            if text is None:
                (folder / name).unlink()
            else:
                (folder / name).write_text(text, "utf-8")
            done = build(folder, output)
            if done.returncode == 0 or fault not in done.stderr:
                print(f"{name} did not stop the build with “{fault}”: {done.stderr}", file=sys.stderr)
                failed += 1
            if kept is None:
                (folder / name).unlink()
            else:
                (folder / name).write_text(kept, "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
