# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The dialogs of the pages Synchronisation and Staff, as somebody opens them; and what the training EMR is changed in for it."""
import re

from . import Failure


# --- the EMR --------------------------------------------------------------------------------

def change_patient(desk, identity, **fields):
    """What the EMR says of a patient from now on."""
    patient = next(one for one in desk.hub.resources("Patient", server="emr") if one["id"] == identity)
    patient.pop("meta", None)
    desk.hub.control("emr-record", **{**patient, **fields})


def hire(desk, family="Tanguay", given="Flavie"):
    """A new professional of the EMR, who does what its first one does."""
    person = next(one for one in desk.hub.resources("Practitioner", server="emr"))
    role = next(one for one in desk.hub.resources("PractitionerRole", server="emr")
                if one["practitioner"]["reference"] == f"Practitioner/{person['id']}")
    for resource in (person, role):
        resource.pop("meta", None)
    person |= {"id": "prat-nouveau", "name": [{"use": "official", "family": family, "given": [given], "prefix": ["Dre"]}],
               "identifier": [{**one, "value": f"9{one['value'][1:]}7"} for one in person["identifier"]]}
    role |= {"id": "role-nouveau", "practitioner": {"reference": "Practitioner/prat-nouveau"}}
    role.pop("identifier", None)
    desk.hub.control("emr-record", **person)
    desk.hub.control("emr-record", **role)
    return f"Dre {given} {family}"


# --- the dialogs ----------------------------------------------------------------------------

def begins(desk, text):
    """A name that begins with that text, up to what is filled in."""
    return re.compile("^" + re.escape(desk.T(text).split("%")[0]))


def open_row(desk, name, shows, role=None):
    """A dialog by its row of the page."""
    desk.press_to(begins(desk, name), role="list item", activate="Return")
    desk.wait_shown(shows, role=role)


def open_tab(desk, name):
    """A tab of the dialog: Tab comes to the one that shows, arrows go on from it."""
    desk.focus(re.compile("."), role="tab")
    desk.press_to(name, role="tab", by="Right")
    desk.wait(lambda: "checked" in desk.find(name, "tab").states, f"the tab “{name}” to be shown")


def sound(desk):
    """Every control has a name, and no English is left."""
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    if english := set(desk.english_in_french()):
        raise Failure(f"English is left: {english}")


def side(desk, patient, field, value, theirs):
    """The card of one side of a reconciliation, as it is read."""
    whose = desk.T("Take the EMR’s" if theirs else "Keep the clinic’s")
    return re.compile("^" + re.escape(desk.T("%s, %s: %s, %s").replace("%s", "{}").format(patient, desk.T(field), value, whose)) + "$")


def give_pin(desk, shows):
    desk.fill("PIN or passphrase", desk.pin, re.compile("."))
    desk.key("Return")
    desk.wait_shown(shows)
