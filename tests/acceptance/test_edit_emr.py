# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The Clinic page changes the EMR of a clinic that exists: after the PIN, to one whose connection is to be set up, and back to the first;
cancelling changes nothing, the hub follows, the credentials are sealed again."""
import re

from kit import Failure
from kit.hub import kind_of
from kit.walks import FHIR_EMR, choose_emr, create_clinic, open_page, test_connection

CHANGE = "Change the EMR or Its Connection…"


def open_dialog(desk, pin=None):
    desk.press_to(CHANGE, activate="Return")
    desk.wait_shown("Confirm That It Is You", role="heading")
    desk.fill("PIN or passphrase", pin or desk.pin, re.compile("."))
    desk.key("Return")


def wait_open(desk):
    """The dialog's Save; the page behind has one too, closed."""
    desk.wait(lambda: any(node.name == desk.T("Save") and node.role == "button" and "insensitive" not in node.states
                          for node in desk.nodes()), "Save to open")


def emr_of(desk):
    (clinic,) = [one for one in desk.hub.resources("Organization") if kind_of(one) == "clinic"]
    (coding,) = [e["valueCoding"] for e in clinic["extension"] if e["url"].endswith("/emr")]
    return coding["code"]


def scenario(desk):
    desk.start()
    create_clinic(desk)
    (first,) = desk.hub_holds("DocumentReference", lambda one: one["content"][0]["attachment"]["title"] != "logo", count=1)
    open_page(desk, "Clinic")
    desk.screenshot("page")

    # A wrong PIN opens nothing.
    open_dialog(desk, "000000")
    desk.wait_shown("This is not the PIN you chose on this workstation.")
    desk.screenshot("wrong-pin")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    desk.fill("PIN or passphrase", desk.pin, re.compile("."))
    desk.key("Return")
    desk.wait_shown("EMR provider", role="heading")
    desk.screenshot("dialog")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")

    # Cancelled, nothing has changed.
    choose_emr(desk, "Toubib", by="Up")
    desk.key("Escape")
    desk.wait_gone("EMR provider", role="heading")
    desk.wait_shown(FHIR_EMR[desk.language])

    open_dialog(desk)
    desk.wait_shown("EMR provider", role="heading")
    choose_emr(desk, "Toubib", by="Up")
    wait_open(desk)
    desk.press_to("Save", role="button")
    desk.wait_gone("EMR provider", role="heading")
    desk.wait_shown("To be set up with the EMR's provider")
    desk.wait(lambda: emr_of(desk) == "toubib", "the hub to know the EMR", 30)
    desk.hub_holds("Endpoint", lambda one: one["status"] == "off", count=1)
    desk.wait(lambda: first["id"] not in [one["id"] for one in desk.hub.resources("DocumentReference")],
              "the credentials of the EMR before to leave the hub")

    open_dialog(desk)
    desk.wait_shown("EMR provider", role="heading")
    choose_emr(desk, FHIR_EMR[desk.language])
    desk.wait_shown("To go on, fill in the connection and test it.")
    test_connection(desk)
    desk.screenshot("tested")
    wait_open(desk)
    desk.press_to("Save", role="button")
    desk.wait_gone("EMR provider", role="heading")
    desk.wait_shown(re.compile(re.escape(desk.T("Set up and tested: %s") % "orchestrateur-sandbox")))
    desk.wait(lambda: emr_of(desk) == "fhir-r4", "the hub to know the EMR again", 30)
    desk.hub_holds("Endpoint", lambda one: one["status"] == "active", count=1)
    desk.hub_holds("DocumentReference", lambda one: one["content"][0]["attachment"]["title"] != "logo", count=1)
    desk.screenshot("back")
