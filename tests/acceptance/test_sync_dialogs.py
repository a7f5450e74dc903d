# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""What a receptionist settles from the page Synchronisation: who arrived after the first run; a ticket half written, kept over a power failure and
sent once the hub answers, with its number; a patient whom the EMR names otherwise; whose appointments come, and of which days."""
import re

from kit import Failure
from kit.dialogs import begins, change_patient, give_pin, open_row, side, sound
from kit.emr import appointment, small_emr, today
from kit.hub import identifier
from kit.walks import create_clinic, open_page, unlock

BOTH = True
QUIET = True
# The last one is after the days that are usually brought.
EMR = small_emr(appointment("a1", today(9)), appointment("a2", today(10, days=1), staff=1, patient=1),
                appointment("a3", today(11, days=12), staff=2, patient=2), name="sync-dialogs")
DESK = {"sandbox": EMR}
WORDS = "Les rendez-vous de demain manquent"


def arrivals(desk):
    desk.wait_shown("The first synchronisation is done. Check that your patients have arrived.", seconds=30)
    desk.press_to("See the Patients", role="button")
    desk.wait_shown(re.compile("^Gagnon, Alice,"), role="list item")
    sound(desk)
    desk.screenshot("1-arrived")
    if desk.shown(re.compile("GAGA 8554 1215")):
        raise Failure("A number shows that nobody asked for")
    desk.press_to("Show the Health Insurance Numbers", role="toggle button")
    desk.wait_shown(re.compile("GAGA 8554 1215"))
    desk.fill("Search", "roy")
    desk.wait_gone(re.compile("^Gagnon, Alice,"), role="list item")
    desk.wait_shown(re.compile("^Roy, Luc,"), role="list item")
    # Escape takes the words away, then the dialog.
    desk.key("Escape")
    desk.wait_shown(re.compile("^Gagnon, Alice,"), role="list item")
    desk.key("Escape")
    desk.wait_gone("Show the Health Insurance Numbers")
    if desk.shown("See the Patients", role="button"):
        raise Failure("What was looked at is still asked for")


def ticket(desk):
    desk.hub.fault("cut-before", "/hub", count=-1)
    desk.key("ctrl+r")
    desk.wait_shown("Offline: what you do is kept and sent later", seconds=60)
    open_row(desk, "Ticket to support", "What happened")
    sound(desk)
    desk.focus("What happened", role="text box")
    desk.type(WORDS)
    desk.wait_shown("Kept as a draft, for you alone, until it is sent or emptied.")
    desk.choose("What it is about", "Change of EMR")
    desk.screenshot("2-ticket")
    desk.key("Escape")
    desk.wait_gone("Join this diagnostic")

    desk.restart()
    unlock(desk)
    open_row(desk, "Ticket to support", "What happened")
    desk.wait(lambda: desk.value("What happened") == WORDS, "what was half written to be there again")
    if desk.value("What it is about") != desk.T("Change of EMR"):
        raise Failure("What it was about is forgotten")
    desk.fill("How to reach you", "poste 12")
    desk.press_to("Send", role="button", by="shift+Tab")
    desk.wait_gone("Join this diagnostic")
    state = desk.wait_shown(re.compile(re.escape(desk.T("It is sent as soon as the hub answers."))), seconds=20)
    number = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", state.name).group(0)
    desk.screenshot("3-waits")

    desk.hub.clear_faults()
    desk.key("ctrl+r")
    task = desk.hub_holds("Task", lambda one: identifier(one, "/identifier/ticket") == number, 1, 60)[0]
    inputs = {one["type"]["text"]: one["valueString"] for one in task["input"]}
    if task["description"] != WORDS or inputs["ticket-reason"] != "emr-change" or inputs["contact"] != "poste 12":
        raise Failure(f"The hub has {task}")
    desk.wait_shown(re.compile(number + ".*" + re.escape(desk.T("Received by the support."))), seconds=60)
    desk.wait_gone(begins(desk, "Offline: what you do is kept and sent later"), seconds=60)
    open_row(desk, "Ticket to support", "What happened")
    if desk.value("What happened"):
        raise Failure("What was sent is a draft still")
    desk.key("Escape")
    desk.wait_gone("Join this diagnostic")


def held_patient(desk, family):
    return lambda: next((one for one in desk.hub.resources("Patient") if one["name"][0]["family"] == family), None)


def reconcile(desk):
    change_patient(desk, "pat-1", birthDate="1985-04-21", name=[{"family": "Gagnon-Roy", "given": ["Alice"]}])
    desk.key("ctrl+r")
    desk.wait_shown(begins(desk, "Patients to reconcile"), role="list item", seconds=60)
    open_row(desk, "Patients to reconcile", begins(desk, "%u of %u chosen. What is not chosen waits."))
    ours = side(desk, "Gagnon, Alice", "Family name", "Gagnon", False)
    theirs = side(desk, "Gagnon, Alice", "Birth date", "1985-04-21", True)
    desk.wait_shown(ours, role="radio")
    desk.wait_shown(theirs, role="radio")
    sound(desk)
    desk.wait_sensitive("Keep", False, role="button")
    desk.screenshot("4-reconcile")
    desk.press_to(ours, role="radio")
    desk.press_to(theirs, role="radio")
    desk.press_to("Keep", role="button", by="shift+Tab")
    desk.wait_shown("Nothing to reconcile")
    desk.screenshot("5-reconciled")
    desk.key("Escape")
    desk.wait_gone(begins(desk, "Patients to reconcile"), role="list item")
    # The hub has what was chosen, the EMR what it had; and the next run does not ask again.
    desk.hub.control("emr-record", **appointment("a4", today(15, days=1), patient=3))
    desk.key("ctrl+r")
    desk.wait(lambda: len(desk.hub.resources("Appointment")) == 3, "the appointment that is new on the hub", 60)
    patient = desk.wait(held_patient(desk, "Gagnon"), "the name that was kept")
    desk.wait(lambda: held_patient(desk, "Gagnon")()["birthDate"] == "1985-04-21", f"the date that was taken ({patient['birthDate']})", 30)
    emr = next(one for one in desk.hub.resources("Patient", server="emr") if one["id"] == "pat-1")
    if emr["name"][0]["family"] != "Gagnon-Roy" or desk.shown(begins(desk, "Patients to reconcile"), role="list item"):
        raise Failure("What was settled is open again")


def settings(desk):
    open_row(desk, "What is synchronised", "PIN or passphrase")
    sound(desk)
    give_pin(desk, "Whose appointments")
    sound(desk)
    desk.wait_sensitive("Save", False, role="button")
    desk.press_to("Professionals", role="list item", activate="Return")
    desk.wait_shown("Tick All", role="button")
    sound(desk)
    desk.press_to(re.compile("Mathéo Beausoleil"), role="checkbox")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("%u of %u ticked").replace("%u", "{}").format(2, 3)) + "$"))
    desk.screenshot("6-professionals")
    desk.key("Escape")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("%u of %u").replace("%u", "{}").format(2, 3)) + "$"))
    desk.fill("Days after today", "14")
    desk.screenshot("7-settings")
    desk.press_to("Save", role="button", by="shift+Tab")
    desk.wait_shown("Saved for every workstation of the clinic.")
    desk.hub_holds("Basic", lambda one: "prat-2" in str(one) and "14" in str(one), 1, 30)
    # The next run brings the day that is in now, and nothing more of who is left out.
    desk.hub.control("emr-record", **appointment("a5", today(16, days=1), staff=1, patient=1))
    desk.key("ctrl+r")
    desk.hub_holds("Appointment", lambda one: "a3" in {named.get("value") for named in one["identifier"]}, 1, 60)
    desk.wait_shown("Up to date", seconds=30)
    if any("a5" in {named.get("value") for named in one["identifier"]} for one in desk.hub.resources("Appointment")):
        raise Failure("The appointment of somebody who is left out was brought")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=60)
    arrivals(desk)
    ticket(desk)
    reconcile(desk)
    settings(desk)
