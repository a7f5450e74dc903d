# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The article's whole procedure on 60 new services: Synchronise, Excluded, Inactive, Active with types, the preview, Apply; a choice changed
by Previous; a service left without a type; the offer of care that the last page leads to. Then appointments: the excluded one stays out, the
inactive one returns and is announced. In the end the hub has what the preview said."""
import re

from kit import Failure
from kit.services import (TYPES, add_appointment, add_services, go, held, leave_assistant, search, synchronise, tab, tell, ticked,
                          type_all_shown, types_of)
from kit.walks import create_clinic, open_page

NAMES = [f"Interne {n:02}" for n in range(10)] + [f"Voyage {n:02}" for n in range(10)] + [f"Essai {n:02}" for n in range(40)]


def choose(desk):
    """The three pages, to the preview."""
    search(desk, "INTERNE")
    ticked(desk, 0, 10)
    desk.press_to("Tick All Shown")
    ticked(desk, 10, 10)
    go(desk, 1)
    # What is not here is told where it is.
    search(desk, "interne")
    desk.wait_shown(re.compile(re.escape(desk.T("You excluded it on the first page."))))
    search(desk, "voyage")
    ticked(desk, 0, 10)
    desk.press_to("Tick All Shown")
    ticked(desk, 10, 10)
    desk.screenshot("2-inactive")
    # Tab goes through a list, and out of it.
    desk.focus("Voyage 00", role="checkbox")
    desk.focus("Previous", role="button")
    go(desk, 2)
    search(desk, "essai")
    type_all_shown(desk, "regular")
    # One of them is left without: pressed again, the type goes.
    search(desk, "essai 07")
    desk.press_to(TYPES["regular"][desk.language], role="toggle button")
    desk.wait_shown("Without a type, it is switched off when you apply.")
    desk.screenshot("3-active")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless in the assistant: {unnamed}")
    go(desk, 3)
    tell(desk, "%u service becomes active", "%u services become active", 39)
    tell(desk, "%u new service stays inactive", "%u new services stay inactive", 10)
    # The forty of the set-up have no type either.
    tell(desk, "%u service is switched off for want of a type", "%u services are switched off for want of a type", 41)
    desk.screenshot("4-preview")


def change_by_previous(desk):
    """All the way back: one of the excluded is wanted after all."""
    for page in (2, 1, 0):
        go(desk, page, "Previous")
    search(desk, "interne 01")
    desk.press_to("Interne 01", role="checkbox")
    for page in (1, 2, 3):
        go(desk, page)
    tell(desk, "%u service is excluded: it leaves the remuneration report",
         "%u services are excluded: they leave the remuneration report", 9)


def apply(desk):
    desk.press_to("Apply", role="button")
    desk.wait_shown("Patients cannot reach these yet", seconds=30)
    desk.wait_shown("The hub has been told.", seconds=30)
    desk.screenshot("5-done")
    # The title bar's own button too.
    if left := set(desk.english_in_french()):
        raise Failure(f"English is left: {left}")
    # It leads to what patients cannot reach.
    desk.focus("Essai 00", role="list item")
    desk.key("Return")
    desk.wait_shown("Offer this service", role="switch")
    desk.press_to("Offer this service", role="switch")
    desk.screenshot("6-offer")
    desk.key("Escape")
    desk.press_to("Save", role="button")
    desk.wait_gone("From the EMR")
    desk.press_to("Close", role="button")
    desk.wait_shown(tab(desk, "Active", 39), seconds=20)


def check_applied(desk):
    active = desk.hub_holds("HealthcareService", lambda one: one.get("active"), 39, 60)
    wrong = [one["name"] for one in active if not one["name"].startswith("Essai") or types_of(one) != ["regular"]]
    if wrong or "Essai 07" in [one["name"] for one in active]:
        raise Failure(f"Active on the hub, or of another type: {wrong}")
    desk.wait(lambda: any(extension["url"].endswith("/care-offer") for extension in held(desk, "Essai 00").get("extension", ())),
              "the offer of care on the hub")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    add_services(desk, NAMES)
    open_page(desk, "Services")
    synchronise(desk)
    desk.screenshot("1-excluded")
    choose(desk)
    change_by_previous(desk)
    apply(desk)
    check_applied(desk)

    # An appointment for an excluded one, and for an inactive one.
    add_appointment(desk, 1, "nouveau-002")
    add_appointment(desk, 2, "nouveau-013")
    synchronise(desk)
    leave_assistant(desk)
    tell(desk, "An appointment in the EMR brought %u service back", "Appointments in the EMR brought %u services back", 1)
    desk.wait_shown(tab(desk, "Active", 40), seconds=20)
    desk.screenshot("7-came-back")
    desk.press_to("Show", role="button")
    desk.wait_shown("Voyage 03", role="list item")
    if desk.shown("Interne 02", role="list item"):
        raise Failure("An excluded service is announced")
    desk.screenshot("8-announced")
    desk.key("Escape")
    desk.hub_holds("HealthcareService", lambda one: one.get("name") == "Voyage 03" and one.get("active"), 1, 60)
    if held(desk, "Interne 02").get("active"):
        raise Failure("An excluded service came back")
