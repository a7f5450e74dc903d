# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Conflicts at import: each record is named with its fault and what to do in the EMR; one may go on and mend later."""
import re

from kit import Failure
from kit.walks import go_next, to_step, wait_counted

BUTTONS = {"staff": "Import the Staff", "services": "Import the Services"}
COUNTED = {"staff": ("%u person in conflict", "%u people in conflict"),
           "services": ("%u service in conflict", "%u services in conflict")}
CASES = ["staff", "services"]


def scenario(desk, case):
    desk.start()
    to_step(desk, 4 if case == "staff" else 5)
    desk.hub.emr(**{case: "conflicts"})
    desk.press_to(BUTTONS[case])
    found = wait_counted(desk, *COUNTED[case])
    if found != 3:
        raise Failure(f"{found} {case} in conflict, where the EMR has 3")
    # A row is read as the record, its fault, and what to do in the EMR; the list scrolls. One without a name is its number, once.
    said = re.compile(r"^(?!(.+) · \1\b).+\. .+\. .+")
    desk.focus(said, role="list item")
    names = set()
    for _ in range(found):
        names.add(desk.focused().name)
        desk.key("Down")
        desk.wait(lambda: desk.focused() and said.search(desk.focused().name), "the next conflict")
        names.add(desk.focused().name)
    if len(names) != found:
        raise Failure(f"Not every conflict is named with what to do: {sorted(names)}")
    desk.wait_sensitive("Next", False, role="button")
    desk.screenshot("conflicts")

    # Mended in the EMR, imported again: nothing is left of them.
    desk.hub.emr(**{case: "ok"})
    desk.press_to(BUTTONS[case])
    desk.wait_gone(re.compile("|".join(re.escape(text).replace("%u", r"\d+") for text in desk.plural(*COUNTED[case]))))
    desk.wait_sensitive("Next", role="button")

    # In conflict again, and this time left for later.
    desk.hub.emr(**{case: "conflicts"})
    desk.press_to(BUTTONS[case])
    wait_counted(desk, *COUNTED[case])
    desk.press_to("Continue and Mend Later")
    go_next(desk, 4 if case == "staff" else 5)
