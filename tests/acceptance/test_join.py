# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A second workstation joins the clinic: it signs in, gives the shared key, wrong once, and has the staff and services. Then it changes the
key: the first workstation says so, and asks for it."""
import re

from kit import Failure
from kit.hub import duplicates, kind_of
from kit.sharing import WRONG_KEY, change_key, type_changed_key
from kit.walks import ADMINISTRATOR, at_main_window, create_clinic, open_page, unlock

NEW_KEY = "Une-Clef-Neuve-2027!"
BOTH = True


def scenario(desk):
    desk.start()
    create_clinic(desk)
    (clinic,) = desk.hub_holds("Organization", lambda one: kind_of(one) == "clinic", count=1)
    desk.hub_holds("HealthcareService", count=40)
    desk.quit(30)

    desk.other_workstation()
    desk.start()
    desk.press_to("Join an existing clinic", activate="Return")
    desk.wait_shown("Sign in to the hub", role="heading")
    desk.screenshot("sign-in")
    desk.fill("User name", ADMINISTRATOR)
    desk.fill("Password", "Pas-Le-Bon-Mot-1", re.compile("."))
    desk.press_to("Sign In", role="button")
    desk.wait(lambda: desk.find("Sign In", "button") and not desk.value("Password"), "the refusal", 30)
    desk.fill("Password", desk.password, re.compile("."))
    desk.press_to("Sign In", role="button")
    desk.wait_shown(clinic["name"], role="list item", seconds=30)
    desk.screenshot("clinics")
    desk.press_to(clinic["name"], role="list item", activate="Return")

    desk.wait_shown("Shared encryption key")
    desk.fill("Shared encryption key", "Une-Autre-Clef-2026!", re.compile("."))
    desk.press_to("Join the Clinic")
    sentence, remedy = WRONG_KEY, "Capitals and spaces count: ask whoever set the clinic up."
    wrong = re.compile(re.escape(f"{desk.T(sentence)} {desk.T(remedy)}"))
    desk.wait_shown(wrong, seconds=60)
    desk.announced(wrong)
    desk.screenshot("wrong-key")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    desk.fill("Shared encryption key", desk.shared_key, re.compile("."))
    desk.press_to("Join the Clinic")
    desk.wait_gone("Shared encryption key", seconds=60)

    # This workstation has no PIN yet.
    desk.wait_shown("Choose a PIN for this workstation", seconds=60)
    desk.screenshot("pin")
    desk.fill("PIN or passphrase", desk.pin, re.compile("."))
    desk.fill("The same again", desk.pin, re.compile("."))
    desk.press_to("Continue")
    at_main_window(desk, 60)
    for page, count in (("Services", 40), ("Staff", 25)):
        desk.wait_shown(re.compile(f"^{re.escape(desk.T(page))}, {count}$"), role="list item", seconds=60)
    desk.screenshot("joined")
    # The administrator learns that the key was used on another workstation (security.md 13): of the right one only, once.
    desk.hub_holds("Task", lambda task: any(coding.get("code") == "shared-key-used"
                                            for coding in task.get("reasonCode", {}).get("coding", ())), count=1)
    desk.hub_holds("Organization", lambda one: kind_of(one) == "clinic", count=1)
    for kind in ("Practitioner", "PractitionerRole", "HealthcareService"):
        if twice := duplicates(desk.hub.resources(kind)):
            raise Failure(f"Joining made {kind} twice: {twice}")

    change_key(desk, NEW_KEY)
    desk.quit(30)
    notice_key(desk)


def know_the_other(desk):
    """The administrator is told where the key was typed, once."""
    told = re.compile("^" + re.escape(desk.T("The clinic's shared key was typed on another workstation: %s.")).replace("%s", ".+"))
    desk.wait_shown(told, seconds=60)
    desk.announced(told)
    desk.screenshot("key-used")
    desk.press_to("What to Do…")
    desk.wait_shown("Do You Know These Workstations?")
    desk.screenshot("what-to-do")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    desk.press_to("We Know Them")
    desk.wait_gone(told)


def notice_key(desk):
    """On the workstation where the clinic was created."""
    desk.first_workstation()
    desk.start()
    unlock(desk)
    desk.wait_shown("Pages", role="list")
    know_the_other(desk)
    open_page(desk, "Services")
    desk.press_to("Synchronise", role="button")

    def see(name):
        desk.screenshot(name)
        if unnamed := desk.unnamed_controls():
            raise Failure(f"Nameless: {unnamed}")

    type_changed_key(desk, NEW_KEY, see)
    desk.screenshot("key-typed")
