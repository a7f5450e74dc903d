# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The article's whole procedure on 60 new services: Synchronise, Excluded, Inactive, Active with types, the preview, Apply; a choice changed
by Previous; a service left without a type; in the end the hub has what the preview said."""
import re

from kit import Failure
from kit.walks import create_clinic, open_page, wait_counted

PAGES = ("Excluded services", "Inactive services", "Active services", "What Apply will do")


def add_services(desk, names):
    model = next(one for one in desk.hub.resources("HealthcareService", server="emr") if one["id"] == "serv-001")
    model.pop("meta", None)
    for number, name in enumerate(names):
        desk.hub.control("emr-record", **{**model, "id": f"nouveau-{number:03}", "name": name})


def at_page(desk, number, seconds=20):
    desk.wait_shown(PAGES[number], role="heading", seconds=seconds)


def go(desk, to, button="Next"):
    desk.press_to(button, role="button")
    at_page(desk, to)


def ticked(desk, done, total):
    desk.wait_shown(re.compile("^" + re.escape(desk.T("%u of %u ticked")).replace("%u", "{}").format(done, total) + "$"))


def search(desk, text):
    desk.fill("Search", text, re.compile("."))


def synchronise(desk):
    desk.press_to("Synchronise", role="button")
    at_page(desk, 0, 90)


def tell(desk, one, many, wanted):
    found = wait_counted(desk, one, many)
    if found != wanted:
        raise Failure(f"“{many}”: {found} are told, where there are {wanted}")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    names = [f"Interne {n:02}" for n in range(10)] + [f"Voyage {n:02}" for n in range(10)] + [f"Essai {n:02}" for n in range(40)]
    add_services(desk, names)
    open_page(desk, "Services")
    synchronise(desk)
    desk.screenshot("1-excluded")

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
    go(desk, 2)
    search(desk, "essai")
    desk.press_to("Types for All Shown…")
    desk.press_to({"fr": "Suivi régulier", "en": "Regular follow-up"}[desk.language], role="toggle button")
    desk.press_to("Set the Types", role="button")
    desk.wait_gone("Set the Types", role="button")
    # One of them is left without: pressed again, the type goes.
    search(desk, "essai 07")
    desk.press_to({"fr": "Suivi régulier", "en": "Regular follow-up"}[desk.language], role="toggle button")
    desk.wait_shown("Without a type, it is switched off when you apply.")
    desk.screenshot("3-active")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless in the assistant: {unnamed}")
    go(desk, 3)
    tell(desk, "%u service becomes active", "%u services become active", 39)
    desk.screenshot("4-preview")

    # Previous, all the way: one of the excluded is wanted after all.
    for page in (2, 1, 0):
        go(desk, page, "Previous")
    search(desk, "interne 01")
    desk.press_to("Interne 01", role="checkbox")
    for page in (1, 2, 3):
        go(desk, page)
    desk.press_to("Apply", role="button")
    desk.wait_shown("Patients cannot reach these yet", seconds=30)
    desk.screenshot("5-done")
    # The title bar's own button speaks through libadwaita's catalogue, which is not ours.
    if left := set(desk.english_in_french()) - {"Close"}:
        raise Failure(f"English is left: {left}")
    desk.press_to("Close", role="button")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Active %u")).replace("%u", "39") + "$"), seconds=20)
    desk.screenshot("6-services")
    active = desk.hub_holds("HealthcareService", lambda one: one.get("active") and one.get("name", "").startswith("Essai"),
                            39, 60)
    if any(one["name"] == "Essai 07" for one in active):
        raise Failure("A service without a type is active on the hub")
