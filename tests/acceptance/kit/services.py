# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The page of the services and its assistant, as a receptionist walks them; and what the training EMR is given for it."""
import datetime
import re

from . import Failure
from .walks import wait_counted

PAGES = ("Excluded services", "Inactive services", "Active services", "What Apply will do")
# Of the catalogue's data, not of gettext's.
TYPES = {"regular": {"fr": "Suivi régulier", "en": "Regular follow-up"},
         "walk-in": {"fr": "Sans rendez-vous", "en": "Walk-in"},
         "pregnancy": {"fr": "Suivi de grossesse", "en": "Pregnancy follow-up"}}


# --- the EMR --------------------------------------------------------------------------------

def add_services(desk, names):
    """New services of those names, nouveau-000 and on."""
    model = next(one for one in desk.hub.resources("HealthcareService", server="emr") if one["id"] == "serv-001")
    model.pop("meta", None)
    for number, name in enumerate(names):
        desk.hub.control("emr-record", **{**model, "id": f"nouveau-{number:03}", "name": name})


def add_appointment(desk, number, service):
    """Tomorrow, for the EMR's service of that id."""
    start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1, hours=number)
    desk.hub.control("emr-record", resourceType="Patient", id=f"usager-{number}", active=True, gender="female",
                     birthDate="1980-02-14", name=[{"family": f"Essai{number}", "given": ["Zoé"]}])
    person = desk.hub.resources("Practitioner", server="emr")[0]["id"]
    actors = (f"Patient/usager-{number}", f"Practitioner/{person}", f"HealthcareService/{service}")
    desk.hub.control("emr-record", resourceType="Appointment", id=f"rdv-essai-{number}", status="booked",
                     start=start.isoformat(timespec="seconds"),
                     end=(start + datetime.timedelta(minutes=20)).isoformat(timespec="seconds"), minutesDuration=20,
                     participant=[{"actor": {"reference": actor}, "status": "accepted"} for actor in actors])


# --- what the hub holds -----------------------------------------------------------------------

def held(desk, name):
    """The one service of that name that the hub holds."""
    found = [one for one in desk.hub.resources("HealthcareService") if one.get("name") == name]
    if len(found) != 1:
        raise Failure(f"The hub holds {len(found)} services named “{name}”")
    return found[0]


def types_of(service):
    return sorted(coding["code"] for kind in service.get("type", ()) for coding in kind.get("coding", ())
                  if coding.get("system", "").endswith("/service-type"))


def versions(desk):
    return {one["id"]: int(one["meta"]["versionId"]) for one in desk.hub.resources("HealthcareService")}


# --- the assistant ----------------------------------------------------------------------------

def synchronise(desk):
    """Until the assistant's first page is there."""
    desk.press_to("Synchronise", role="button")
    at_page(desk, 0, 90)


def leave_assistant(desk):
    desk.key("Escape")
    desk.wait_gone(PAGES[0], role="heading")


def at_page(desk, number, seconds=20):
    desk.wait_shown(PAGES[number], role="heading", seconds=seconds)


def go(desk, to, button="Next"):
    # From the search field the buttons are nearer backwards.
    desk.press_to(button, role="button", by="shift+Tab")
    at_page(desk, to)


def search(desk, text):
    desk.fill("Search", text, re.compile("."))


def ticked(desk, done, total):
    desk.wait_shown(re.compile("^" + re.escape(desk.T("%u of %u ticked")).replace("%u", "{}").format(done, total) + "$"))


def type_all_shown(desk, kind):
    desk.press_to("Types for All Shown…")
    desk.press_to(TYPES[kind][desk.language], role="toggle button")
    desk.press_to("Set the Types", role="button")
    desk.wait_gone("Set the Types", role="button")


def tell(desk, one, many, wanted):
    """Waits for that sentence, with that number."""
    found = wait_counted(desk, one, many)
    if found != wanted:
        raise Failure(f"“{many}”: {found} are told, where there are {wanted}")


# --- the page ---------------------------------------------------------------------------------

def tab(desk, name, count):
    """The name of a tab with its count."""
    return re.compile("^" + re.escape(desk.T(f"{name} %u")).replace("%u", str(count)) + "$")


def row(name):
    return re.compile("^" + re.escape(name) + ",")


def open_service(desk, name):
    """The details of a service, whichever tab it is in."""
    desk.key("ctrl+f")
    search(desk, name.lower())
    others = ("Show the Inactive Ones", "Show the Active Ones")
    where = desk.wait(lambda: desk.shown(row(name), "row") and "here" or next((one for one in others if desk.shown(one, "button")), None),
                      f"{name} to be found")
    if where != "here":
        desk.press_to(where, role="button")
        desk.wait_shown(row(name), role="row")
    desk.focus(row(name), role="row")
    desk.key("Return")
    desk.wait_shown("From the EMR")


def press_type(desk, kind):
    """In the details: gives it that type or takes it away, and saves."""
    desk.press_to(TYPES[kind][desk.language], role="toggle button")
    desk.press_to("Save", role="button", by="shift+Tab")
    desk.wait_gone("From the EMR")
