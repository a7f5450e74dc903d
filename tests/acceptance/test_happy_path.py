# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""From the first window to a created clinic, by keyboard alone; the hub then holds all of it, once."""
from kit import Failure
from kit.hub import duplicates, kind_of
from kit.walks import create_clinic

BOTH = True
QUIET = True


def scenario(desk):
    def see(name):
        desk.screenshot(name)
        if unnamed := desk.unnamed_controls():
            raise Failure(f"Nameless on {name}: {unnamed}")
        if english := desk.english_in_french():
            raise Failure(f"In English on {name}: {english}")

    before = {kind: len(desk.hub.resources(kind)) for kind in ("Practitioner", "PractitionerRole")}
    desk.start()
    create_clinic(desk, see)
    see("main")
    if (desk.staff, desk.services) != (25, 40):
        raise Failure(f"{desk.staff} people and {desk.services} services were said to be imported")

    clinics = desk.hub_holds("Organization", lambda o: kind_of(o) == "clinic", count=1)
    clinic = f"Organization/{clinics[0]['id']}"
    desk.hub_holds("Location", lambda place: place.get("managingOrganization", {}).get("reference") == clinic)
    desk.hub_holds("Endpoint", count=1)
    desk.hub_holds("Organization", lambda o: kind_of(o) == "department")
    desk.hub_holds("OrganizationAffiliation", lambda one: one.get("active"), count=1)
    desk.hub_holds("Practitioner", count=before["Practitioner"] + 25)
    roles = desk.hub_holds("PractitionerRole", lambda role: role.get("active", True))
    if len(roles) < before["PractitionerRole"] + 25:
        raise Failure(f"{len(roles)} roles are on the hub")
    desk.hub_holds("HealthcareService", lambda service: service["providedBy"]["reference"] == clinic, count=40)
    for kind in ("Organization", "Location", "Endpoint", "Practitioner", "PractitionerRole", "HealthcareService"):
        if twice := duplicates(desk.hub.resources(kind)):
            raise Failure(f"{kind} twice on the hub: {twice}")

    # Nobody checks the journal of a clinic that is open; closed, it is whole.
    if (said := desk.run("--training", "--verify-journal"))[0] != 2 or desk.T("Orchestrateur is running: quit it (Ctrl+Q), then try again.") not in said[1]:
        raise Failure(f"While the program runs: {said}")
    desk.quit()
    if (said := desk.run("--training", "--verify-journal"))[0] != 0 or not any(desk.T("%s: the journal is whole: no entry is missing and none was changed.")[3:] in line for line in said[1].splitlines()):
        raise Failure(f"The journal of the new clinic: {said}")
