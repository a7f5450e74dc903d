# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A professional who is new in the EMR: announced on the pages Synchronisation and Staff, with what the clinic knows of them; their role, which the hub
refuses once, in its own words: the change is given up, and they are again as the hub has them; then it takes it."""
import re

from kit import Failure
from kit.dialogs import begins, hire, open_tab, sound
from kit.emr import appointment, small_emr, today
from kit.walks import create_clinic, open_page

QUIET = True
DESK = {"sandbox": small_emr(appointment("a1", today(9)), name="staff")}
ROLE = "Role and permissions"


def announced(desk):
    name = hire(desk)
    desk.key("ctrl+r")
    told = re.compile("^" + re.escape(desk.T("New in the EMR: %s.").replace("%s", name)) + "$")
    desk.wait_shown(told, seconds=60)
    sound(desk)
    desk.screenshot("1-announced")
    desk.press_to("Open the Staff", role="button")
    desk.wait_shown(re.compile("^" + re.escape(name)), role="row")
    desk.wait_shown(told)
    sound(desk)
    desk.screenshot("2-staff")
    return name, told


def open_member(desk, name):
    # Tab comes to one row, arrows go on from it.
    desk.wait_shown(re.compile("^" + re.escape(name)), role="row")
    desk.focus(re.compile("^Dre? "), role="row")
    desk.key("Home")
    desk.focus(re.compile("^" + re.escape(name)), role="row", by="Down")
    desk.key("Return")
    desk.wait_shown("From the EMR")


def look(desk, name):
    open_member(desk, name)
    for tab, says in (("Services", "Vaccination"), ("Source", desk.T("The EMR")), ("Role", desk.T("Saved at once, and sent to the hub."))):
        open_tab(desk, tab)
        desk.wait_shown(re.compile(re.escape(says)))
        sound(desk)
        desk.screenshot(f"3-{tab.lower()}")


def permissions(desk, name):
    """What the hub has in the roles of that person."""
    family = name.rsplit(" ", 1)[1]
    people = {f"Practitioner/{one['id']}" for one in desk.hub.resources("Practitioner") if one["name"][0]["family"] == family}
    return {coding["code"] for role in desk.hub.resources("PractitionerRole") if role["practitioner"].get("reference") in people
            for code in role.get("code", ()) for coding in code.get("coding", ()) if coding.get("system", "").endswith("/permission")}


def refused(desk, name):
    before = permissions(desk, name)
    for kind in ("Practitioner", "PractitionerRole"):
        desk.hub.fault("403", f"/hub/{kind}", method="PUT", count=-1)
    desk.choose(ROLE, "Professional")
    desk.key("Escape")
    desk.wait_gone("In the clinic")
    open_page(desk, "Synchronisation")
    give_up = begins(desk, "Give up the change: %s")
    desk.wait_shown(give_up, role="button", seconds=60)
    sound(desk)
    desk.screenshot("4-refused")
    if permissions(desk, name) != before:
        raise Failure("The hub took what it refused")
    open_page(desk, "Staff")
    open_member(desk, name)
    open_tab(desk, "Role")
    desk.wait_shown(begins(desk, "The hub refused the change: “%s”. Try again or give it up on the page Synchronisation."))
    desk.screenshot("5-words")
    desk.key("Escape")
    desk.wait_gone("In the clinic")
    open_page(desk, "Synchronisation")
    desk.press_to(give_up, role="button")
    desk.wait_shown("Give up the change?")
    desk.press_to("Give Up", role="button")
    desk.wait_gone(give_up, role="button")
    desk.hub.clear_faults()
    open_page(desk, "Staff")
    open_member(desk, name)
    open_tab(desk, "Role")
    desk.wait(lambda: desk.value(ROLE) == desk.T("None"), "the role to be again what the hub has")


def taken(desk, name):
    desk.choose(ROLE, "Receptionist")
    desk.wait(lambda: permissions(desk, name) == {"receptionist"}, f"the role on the hub ({permissions(desk, name)})", 60)
    desk.key("Escape")
    desk.wait_gone("In the clinic")


def dismissed(desk, told):
    desk.press_to("I Have Read It", role="button")
    desk.wait_gone(told)
    open_page(desk, "Synchronisation")
    desk.wait_gone(told)


def scenario(desk):
    desk.start()
    create_clinic(desk)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=60)
    name, told = announced(desk)
    look(desk, name)
    refused(desk, name)
    taken(desk, name)
    dismissed(desk, told)
