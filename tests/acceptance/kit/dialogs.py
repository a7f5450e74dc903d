# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The dialogs of the page Synchronisation, as somebody opens them; and what the training EMR is changed in for it."""
import re

from . import Failure


# --- the EMR --------------------------------------------------------------------------------

def change_patient(desk, identity, **fields):
    """What the EMR says of a patient from now on."""
    patient = next(one for one in desk.hub.resources("Patient", server="emr") if one["id"] == identity)
    patient.pop("meta", None)
    desk.hub.control("emr-record", **{**patient, **fields})


# --- the dialogs ----------------------------------------------------------------------------

def begins(desk, text):
    """A name that begins with that text, up to what is filled in."""
    return re.compile("^" + re.escape(desk.T(text).split("%")[0]))


def open_row(desk, name, shows, role=None):
    """A dialog by its row of the page."""
    desk.press_to(begins(desk, name), role="list item", activate="Return")
    desk.wait_shown(shows, role=role)


def sound(desk):
    """Every control has a name, and no English is left."""
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    if english := set(desk.english_in_french()) - {"Close", "Minimize", "Maximize"}:
        raise Failure(f"English is left: {english}")


def side(desk, patient, field, value, theirs):
    """The card of one side of a reconciliation, as it is read."""
    whose = desk.T("Take the EMR’s" if theirs else "Keep the clinic’s")
    return re.compile("^" + re.escape(desk.T("%s, %s: %s, %s").replace("%s", "{}").format(patient, desk.T(field), value, whose)) + "$")
