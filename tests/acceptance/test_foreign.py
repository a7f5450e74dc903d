# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Data that others made, as the EMR's: the import ends, every record without use is shown by its name and what to do, none is lost.

The folder of outside data is named by ORCH_TEST_DATA.
"""
import json
import os
import re
from pathlib import Path

from kit import Failure
from kit.walks import to_step, wait_counted

CASES = ["au-directory", "hl7-r4-examples", "synthea-directory"]
MOST = 60  # records that are read one by one


def skip():
    return None if os.environ.get("ORCH_TEST_DATA") else "the folder of outside data is not named (ORCH_TEST_DATA)"


def DESK(case):
    return {"sandbox": ("--control", "--load", str(Path(os.environ["ORCH_TEST_DATA"], f"{case}.json")))}


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
    bundle = json.loads(Path(os.environ["ORCH_TEST_DATA"], f"{case}.json").read_text())
    people = sum(entry["resource"]["resourceType"] == "Practitioner" for entry in bundle["entry"])
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
