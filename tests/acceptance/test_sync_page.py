# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The page of the synchronisation on bad days: the network cut, with the cause and what to try in words; the hub back, and what waited goes by
itself; a pause; a change that the hub refuses, sent again from its row; the same service changed elsewhere, settled side by side."""
import re

from kit import Failure
from kit.emr import appointment, small_emr, today
from kit.walks import create_clinic, open_page, unlock

BOTH = True
QUIET = True
# Over already: to exclude a service with appointments to come is asked twice.
EMR = small_emr(appointment("a1", today(9, days=-1), service=3), name="sync-page")
DESK = {"sandbox": EMR}
SERVICE = "Examen périodique"  # the first of the list: Tab comes to it


def held(desk):
    return next(one for one in desk.hub.resources("HealthcareService") if one["name"] == SERVICE)


def excluded(service):
    return next(one["valueBoolean"] for one in service["extension"] if one["url"].endswith("/excluded"))


def act(desk, act, tab):
    """An act on the service, by the bar of the selection."""
    open_page(desk, "Services")
    tabs = {one: re.compile("^" + re.escape(desk.T(one).split("%u")[0]) + r"\d") for one in ("Active %u", "Inactive %u")}
    here = desk.wait(lambda: next((name for name, pattern in tabs.items() if (node := desk.find(pattern, "radio"))
                                   and "checked" in node.states), None), "the tabs of the services")
    if here != tab:
        desk.focus(tabs[here], role="radio")
        desk.key("Right" if tab == "Inactive %u" else "Left")
        desk.key("space")
    desk.focus(re.compile("^" + SERVICE), role="row")
    desk.key("space")
    desk.press_to(act, role="button")
    open_page(desk, "Synchronisation")


def waiting(desk, shown=True):
    row = re.compile("^" + re.escape(desk.T("Service: %s")).replace("%s", SERVICE))
    return desk.wait_shown(row, role="list item", seconds=30) if shown else desk.wait_gone(row, role="list item", seconds=60)


def says(node, text):
    return any(text in below.name for below in node.walk())


def cut(desk):
    desk.stop_hub()
    desk.key("ctrl+r")
    desk.wait_shown("The last synchronisation did not do everything", seconds=30)
    desk.wait_shown(re.compile(re.escape(desk.T("The server does not answer."))))
    if desk.find("Try Again", role="button") is None or desk.find("Get Help", role="button") is None:
        raise Failure("Nothing is offered to try next")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    desk.screenshot("1-cut")
    act(desk, "Exclude", "Active %u")
    row = waiting(desk)
    if desk.find("Try Again: %s", under=row.name):
        raise Failure("What goes by itself is to be pressed")
    desk.screenshot("2-waiting")
    desk.start_hub_again(*EMR)
    waiting(desk, shown=False)
    desk.hub_holds("HealthcareService", lambda one: one["name"] == SERVICE and excluded(one), 1)
    desk.press_to("Try Again", role="button")
    desk.wait_shown("Up to date", seconds=30)
    if english := set(desk.english_in_french()):
        raise Failure(f"English is left: {english}")


def pause(desk):
    later = re.compile(re.escape(desk.T("not by itself")))
    desk.press_to("Paused", role="switch")
    desk.wait_shown("Paused", role="label")
    desk.wait(lambda: len([node for node in desk.nodes() if node.role == "label" and later.search(node.name)]) == 2, "nothing to be due")
    desk.screenshot("3-paused")
    desk.press_to("Paused", role="switch")
    desk.wait_gone(later)


def refused(desk):
    desk.hub.fault("403", f"/hub/HealthcareService/{held(desk)['id']}", method="PUT", count=-1)
    act(desk, "Include", "Inactive %u")
    row = waiting(desk)
    again = re.compile("^" + re.escape(desk.T("Try again: %s").split("%s")[0]))
    desk.wait_shown(again, role="button", seconds=30)
    desk.screenshot("4-refused")
    if desk.shown("Up to date", role="label"):
        raise Failure("A change was refused, and all is said to be well")
    if not excluded(held(desk)):
        raise Failure("The hub took what it refused")
    desk.hub.clear_faults()
    desk.press_to(again, role="button")
    waiting(desk, shown=False)
    desk.hub_holds("HealthcareService", lambda one: one["name"] == SERVICE and not excluded(one), 1)
    return row


def conflict(desk):
    """Activated elsewhere, excluded here while the hub could not be told."""
    desk.hub.fault("503", "/hub/HealthcareService", method="PUT", count=-1)
    act(desk, "Exclude", "Inactive %u")
    waiting(desk)
    desk.hub.control("hub-record", **{**held(desk), "active": True})
    desk.hub.clear_faults()
    desk.key("ctrl+r")
    desk.wait_shown("Changed here and on another workstation", seconds=60)
    desk.focus(SERVICE, role="list item")
    desk.key("Return")
    mine, theirs = (desk.wait_shown(re.compile(re.escape(desk.T(side))), role="radio")
                    for side in ("Keep what was done here", "Take the other workstation’s"))
    if desk.T("Excluded") not in mine.name or desk.T("Active", "state of one service") not in theirs.name:
        raise Failure(f"The two are not side by side: {mine} / {theirs}")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    desk.screenshot("5-side-by-side")
    desk.press_to(mine.name, role="radio")
    desk.press_to("Keep", role="button")
    desk.wait_gone("What is kept?")
    desk.wait_gone("Changed here and on another workstation")
    waiting(desk, shown=False)
    desk.hub_holds("HealthcareService", lambda one: one["name"] == SERVICE and excluded(one) and not one["active"], 1, 30)
    desk.screenshot("6-settled")
    # The choice is kept: nothing comes back with the next run, nor with the next start.
    desk.key("ctrl+r")
    desk.restart()
    unlock(desk)
    desk.wait_shown("Up to date", seconds=60)
    if desk.shown("Changed here and on another workstation") or not excluded(held(desk)):
        raise Failure("What was settled is open again")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=60)
    cut(desk)
    pause(desk)
    refused(desk)
    conflict(desk)
