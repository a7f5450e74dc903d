# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The appointments of a day and of a week, as the EMR has them: what is new there appears with Synchronise, what is cancelled says so in a word
beside an icon; each row tells who booked; two filters; nothing can be changed."""
import re

from kit import Failure
from kit.emr import appointment, small_emr, today
from kit.walks import appointment_rows, create_clinic, open_page

BOTH = True
QUIET = True
DESK = {"sandbox": small_emr(appointment("a1", today(9), staff=0, patient=0),
                             appointment("a2", today(10), staff=1, patient=1, source="rvsq"),
                             appointment("a3", today(14, days=1), staff=0, patient=2), name="appointments")}
RVSQ = "Rendez-vous santé Québec"


def wait_rows(desk, *patients, seconds=30):
    return desk.wait(lambda: len(found := appointment_rows(desk)) == len(patients) and
                     all(patient in row for patient, row in zip(patients, found)) and found,
                     f"the rows {patients} (they are {appointment_rows(desk)})", seconds)


def row_of(desk, patient):
    return next((row for row in appointment_rows(desk) if patient in row), "")


def choose(desk, combo, value, typed=None):
    """@typed: what is searched for, in a list that has a search."""
    desk.press_to(combo)
    desk.wait(lambda: (here := desk.focused()) and here.role == ("search box" if typed else "list item"), "its list")
    if typed:
        if unnamed := desk.unnamed_controls():
            raise Failure(f"Nameless in the list: {unnamed}")
        desk.type(typed)
    desk.focus(value, by="Down", limit=20)
    desk.key("Return")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    open_page(desk, "Appointments")
    # The first ones come by themselves.
    wait_rows(desk, "Gagnon, Alice", "Roy, Luc", seconds=60)
    desk.screenshot("day")
    if desk.T("Booked") not in row_of(desk, "Gagnon") or RVSQ in row_of(desk, "Gagnon") or RVSQ not in row_of(desk, "Roy"):
        raise Failure(f"The rows do not say what became of it, and who booked: {appointment_rows(desk)}")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless among the appointments: {unnamed}")
    if english := set(desk.english_in_french()):
        raise Failure(f"English is left: {english}")

    # The EMR has a new one, and one of the others was cancelled there.
    desk.hub.control("emr-record", **appointment("a4", today(11), staff=0, patient=3))
    desk.hub.control("emr-record", **appointment("a2", today(10), staff=1, patient=1, source="rvsq", status="cancelled"))
    desk.key("ctrl+r")
    wait_rows(desk, "Gagnon, Alice", "Roy, Luc", "Lévesque, Éloïse")
    desk.wait(lambda: desk.T("Cancelled") in row_of(desk, "Roy"), "the cancelled one to say so", 30)
    if not desk.shown("Cancelled", role="label"):
        raise Failure("The word is only spoken, not shown")
    desk.screenshot("new-and-cancelled")
    desk.hub_holds("Appointment", lambda one: one["status"] == "booked", count=3, seconds=60)
    desk.hub_holds("Appointment", lambda one: one["status"] == "cancelled", count=1)

    # By professional, by source; the week has tomorrow's too (on a Sunday, the week ends today).
    choose(desk, "All professionals", re.compile("Beausoleil"), "beausol")
    wait_rows(desk, "Roy, Luc")
    choose(desk, re.compile("Beausoleil"), "All professionals", desk.T("All professionals")[:4])
    choose(desk, "All sources", RVSQ)
    wait_rows(desk, "Roy, Luc")
    desk.key("alt+Page_Down")
    desk.wait_shown("No appointment of this choice that day")
    desk.press_to("Show All")
    wait_rows(desk, "Côté, Zoé")
    desk.focus("Day", role="radio")
    desk.key("Right")
    desk.key("space")
    desk.wait(lambda: "Côté, Zoé" in " ".join(appointment_rows(desk)) and
              (today(days=1).weekday() == 0 or "Gagnon, Alice" in " ".join(appointment_rows(desk))), "the week")
    desk.screenshot("week")
    # Read-only: a row is no button, and nothing of it opens.
    if pressed := [str(node) for node in desk.nodes() if node.role == "button" and node.under(row_of(desk, "Côté"))]:
        raise Failure(f"Something of an appointment can be pressed: {pressed}")
    desk.key("alt+Home")
    desk.wait(lambda: "Gagnon, Alice" in " ".join(appointment_rows(desk)), "today again")
