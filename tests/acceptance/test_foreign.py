# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Data that others made, as the EMR's: the import ends, every record without use is shown by its name and what to do, none is lost.

It is made as others make it (tests/foreign/make.py); ORCH_TEST_DATA names a folder of more, which others really made.
"""
import json
import os
import re
import sys
import tempfile
from pathlib import Path

from kit import Failure
from kit.walks import to_step, wait_counted

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "foreign"))
import make  # noqa: E402

GIVEN = {path.stem: path for path in sorted(Path(os.environ["ORCH_TEST_DATA"]).glob("*.json"))} if "ORCH_TEST_DATA" in os.environ else {}
CASES = ["directory", *GIVEN]
FULL_CASES = ["examples", "synthetic", "odd"]
MOST = 60  # records that are read one by one


def bundle_of(case):
    return json.loads(GIVEN[case].read_text()) if case in GIVEN else make.bundle(case)


def DESK(case):
    file = Path(tempfile.mkdtemp(prefix="orch-foreign-"), "data.json")
    file.write_text(json.dumps(bundle_of(case)))
    return {"sandbox": ("--control", "--load", str(file))}


def shown_number(desk, one, many):
    """The number of a sentence that is on the page, or nothing."""
    patterns = [re.compile(re.escape(text).replace("%u", r"(\d[\d\u00a0\u202f ]*)")) for text in desk.plural(one, many)]
    return next((int(re.sub(r"\D", "", match.group(1))) for node in desk.nodes() for pattern in patterns
                 if (match := pattern.search(node.name))), 0)


def scenario(desk, case):
    desk.start()
    to_step(desk, 4)
    desk.press_to("Import the Staff")
    usable = wait_counted(desk, "%u person imported", "%u people imported", 120)
    desk.wait_sensitive("Import the Staff", role="button")
    unusable = shown_number(desk, "%u person in conflict", "%u people in conflict")
    desk.screenshot("imported")
    people = sum(entry["resource"]["resourceType"] == "Practitioner" and entry["resource"].get("active", True)
                 for entry in bundle_of(case)["entry"])
    if usable + unusable != people:
        raise Failure(f"{usable} imported and {unusable} in conflict, of {people} people")
    if unusable:
        # A row is read as the record's name and number (its number alone if it has no name), its fault, and what to do in the EMR; a record may have several.
        said = re.compile(r"^(\S.* · \S+?|\S+?)[.] .+[.] .+")
        desk.focus(said, role="list item")
        records = set()
        while True:
            here = desk.focused()
            if not (row := said.search(here.name)):
                raise Failure(f"Not named with its fault and what to do: {here}")
            records.add(row.group(1))
            if len(records) >= min(unusable, MOST):
                break
            desk.key("Down")
            desk.wait(lambda: (now := desk.focused()) and now.path != here.path and now.role == "list item",
                      f"a record after {here.name}, the {len(records)}th of {unusable}")
        desk.press_to("Continue and Mend Later")
    desk.wait_sensitive("Next", role="button")
    if complaints := desk.complaints():
        raise Failure("The program complained: " + "\n".join(complaints[:5]))
