# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Ctrl+L: nothing of the clinic is left to read, in no window and no title; only the PIN of the same person opens again."""
import re

from kit import Failure
from kit.walks import create_clinic, open_page, unlock

QUIET = True


def everything_said(desk):
    """All that the accessible tree holds, showing or not, and the titles of the windows."""
    desk.reader.turn()
    root = desk.reader.look(desk.app.pid, hidden=True)
    said = [text for node in root.walk() for text in (node.name, node.description, node.text) if text]
    # What is told of all the elements at once, those that are in no window among them.
    said += [text for name, description, *_ in desk.reader.items(desk.app.pid).values() for text in (name, description) if text]
    return said + [desk.keys.title(window) for window in desk.keys.windows()]


def scenario(desk):
    desk.start()
    create_clinic(desk)
    families = {name["family"] for person in desk.hub.resources("Practitioner") for name in person.get("name", ())
                if person.get("id") and name.get("family")} - {"Bellerose"}  # she is the one at the desk
    services = {service["name"] for service in desk.hub.resources("HealthcareService") if service.get("name")}
    clinics = {one["name"] for one in desk.hub.resources("Organization") if one.get("name")}
    private = families | services | clinics
    open_page(desk, "Staff")
    desk.wait(lambda: any(name in text for text in everything_said(desk) for name in families), "the staff to be shown")

    desk.key("F10")
    desk.wait_shown("Preferences", role="menu item")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless with the menu open: {unnamed}")
    desk.key("Escape")
    desk.wait_gone("Preferences", role="menu item")

    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    desk.screenshot("locked")
    said = everything_said(desk)
    if left := sorted({f"{name} in {text}" for text in said for name in private if name.casefold() in text.casefold()}):
        raise Failure(f"Locked, and still to be read: {left[:10]}")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless on the lock page: {unnamed}")

    desk.fill("PIN or passphrase", "135791", re.compile("."))
    desk.key("Return")
    desk.wait_shown("This is not the PIN you chose on this workstation.", seconds=30)
    desk.wait(lambda: not desk.value("PIN or passphrase"), "the wrong PIN to be wiped")
    if desk.shown("Pages", role="list"):
        raise Failure("A wrong PIN opened the session")
    unlock(desk)
    desk.wait_shown("Pages", role="list")
    desk.wait(lambda: any(name in text for text in everything_said(desk) for name in families), "the staff to be shown again")
