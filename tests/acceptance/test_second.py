# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Two workstations of a clinic whose EMR gives its credentials to one of them: the second has typed the shared key alone, and reads the EMR with
what was sealed; then the first does again, and neither is taken for somebody else's program. A wrong key is refused; one that is changed is asked for on
the other workstation, which reads the EMR with it. No secret of the EMR is left outside of the keyring of either."""
import json
import os
import urllib.request

from kit import Failure
from kit.canaries import Canaries
from kit.hub import kind_of
from kit.sharing import change_key, join_clinic, type_changed_key
from kit.walks import choose_emr, create, give_key, go_next, open_page, run_import, test_connection, to_step, unlock
from test_oscar import authorise

QUIET = True
CASES = ["Accuro"]
FULL_CASES = ["OSCAR Pro", "TELUS PS Suite", "TELUS Med Access", "Kinlogix", "Medesync"]
PATHS = {"Accuro": "/emr/accuro/", "OSCAR Pro": "/emr/o", **dict.fromkeys(FULL_CASES[1:], "/emr/telus/")}


def connect(desk, case):
    to_step(desk, 3)
    choose_emr(desk, case)
    give_key(desk)
    if case == "OSCAR Pro":
        with urllib.request.urlopen(desk.sandbox.url + "/training/oscar", timeout=10) as answer:
            kept = json.load(answer)["users"][0]
        authorise(desk, kept)
    test_connection(desk)
    go_next(desk, 3)


def reads(desk, case):
    """What the EMR was asked."""
    return [one for one in desk.hub.requests() if PATHS[case] in one["path"]]


def synchronise(desk, case):
    """A run that is asked for: it reads the EMR, and everything is well."""
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=180)
    before = len(reads(desk, case))
    desk.key("ctrl+r")
    desk.wait(lambda: len(reads(desk, case)) > before, "a run that was asked for", 60)
    desk.wait_shown("Up to date", seconds=120)
    if refused := [one for one in reads(desk, case)[before:] if one.get("status", 200) in (401, 403, 409)]:
        raise Failure(f"Refused: {refused[:3]}")


def scenario(desk, case):
    mark = os.urandom(4).hex()
    desk.shared_key, new_key = f"Clef-Serin-{mark}!", f"Clef-Pinson-{mark}!"
    canaries = Canaries(desk, {"shared key": desk.shared_key, "new key": new_key})
    desk.start()
    connect(desk, case)
    run_import(desk, "staff")
    go_next(desk, 4)
    run_import(desk, "services")
    go_next(desk, 5)
    create(desk, seconds=60)
    (clinic,) = desk.hub_holds("Organization", lambda one: kind_of(one) == "clinic", count=1)
    desk.hub_holds("HealthcareService", count=40, seconds=60)
    synchronise(desk, case)
    canaries.know_kept()
    canaries.look_at_running()
    desk.quit(30)
    canaries.look_at_ended()

    desk.other_workstation()
    join_clinic(desk, clinic["name"], wrong_key=f"Clef-Merle-{mark}!")
    synchronise(desk, case)
    desk.screenshot("second")
    change_key(desk, new_key)
    canaries.know_kept()
    canaries.look_at_running()
    desk.quit(30)
    canaries.look_at_ended()

    desk.first_workstation()
    desk.start()
    unlock(desk)
    desk.wait_shown("Pages", role="list")
    open_page(desk, "Services")
    desk.press_to("Synchronise", role="button")
    type_changed_key(desk, new_key)
    synchronise(desk, case)
    desk.screenshot("first-again")
    desk.quit(30)
    canaries.look_at_ended()
