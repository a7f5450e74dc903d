# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The hub goes away as the clinic is created and comes back: the clinic is created, once, by itself."""
from kit import Failure
from kit.hub import duplicates, kind_of
from kit.walks import at_main_window, to_step

CASES = ["down", "cut"]


def scenario(desk, case):
    desk.start()
    to_step(desk, 6)
    desk.press_to("I understand", role="checkbox")
    desk.wait_sensitive("Create the Clinic")
    if case == "down":
        desk.stop_hub()
    else:
        # Committed by the hub, and the answer lost on the way: four times.
        desk.hub.fault("cut-after-commit", "/hub", method="POST", count=4)
    desk.press_to("Create the Clinic")
    if case == "down":
        desk.wait_shown("Try Again", seconds=60)
        desk.screenshot("waiting")
        desk.start_hub_again()
    at_main_window(desk, 120)
    desk.hub_holds("Organization", lambda o: kind_of(o) == "clinic", count=1)
    desk.hub_holds("HealthcareService", count=40)
    for kind in ("Organization", "Location", "Endpoint", "Practitioner", "PractitionerRole", "HealthcareService",
                 "OrganizationAffiliation"):
        if twice := duplicates(desk.hub.resources(kind)):
            raise Failure(f"{kind} twice on the hub: {twice}")
