# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A conversation from the window to the hub and back: a patient is found and written to, what is typed stays a draft until it is sent, the patient's
answer shows by itself and is seen."""
import datetime
import re

from kit import Failure
from kit.dialogs import sound
from kit.walks import create_clinic, open_page

QUIET = True
SYSTEM = "https://orchestrateur.ca/fhir/identifier/portal-account"
NOT_VALIDATED = "Your clinic has not checked this patient’s identity. Check it, then validate the patient."
SUBJECT = {"fr": "Renouvellement d’ordonnance", "en": "Prescription renewal"}
TEXT = {"fr": "Bonjour, votre ordonnance est prête.", "en": "Hello, your prescription is ready."}
ANSWER = {"fr": "Merci beaucoup, je passe demain.", "en": "Thank you, I will come tomorrow."}


def threads(desk):
    """The header and the messages that the hub has."""
    all_of_them = desk.hub.resources("Communication")
    return [one for one in all_of_them if "partOf" not in one], [one for one in all_of_them if "partOf" in one]


def give_account(desk, patient):
    """As the hub has it once the patient has made it on the portal: the way opens by itself."""
    desk.control("hub-record", resourceType="Person", id="compte-1", active=True, name=patient["name"], birthDate=patient.get("birthDate"),
                 managingOrganization=patient["managingOrganization"],
                 identifier=[{"system": SYSTEM, "value": "compte-1"}],
                 link=[{"target": {"reference": "Patient/" + patient["id"]}, "assurance": "level3"}])
    desk.wait_gone(NOT_VALIDATED, seconds=60)


def begin(desk):
    patient = desk.hub_holds("Patient", seconds=120)[0]
    family, given = patient["name"][0]["family"], patient["name"][0]["given"][0]
    open_page(desk, "Messages")
    desk.wait_shown("No conversation yet")
    desk.screenshot("1-empty")
    sound(desk)
    desk.key("ctrl+n")
    desk.wait_shown("Begin", role="button")
    desk.fill("Patient", f"{family} {given}")
    row = desk.wait_shown(re.compile(re.escape(family)), role="list item", seconds=20)
    desk.press_to(row.name, role="list item", activate="Return")
    desk.wait_shown(NOT_VALIDATED)
    desk.fill("Subject", SUBJECT[desk.language])
    desk.screenshot("2-new")
    sound(desk)
    desk.wait_sensitive("Begin", role="button")
    desk.press_to("Begin", role="button")
    desk.wait_gone("Begin", role="button")
    return patient


def write(desk):
    desk.focus("Message")
    desk.type(TEXT[desk.language])
    desk.wait_shown("To send")
    desk.screenshot("3-draft")
    if threads(desk) != ([], []):
        raise Failure("A draft left this workstation")


def answer(desk, patient):
    header, sent = threads(desk)
    if len(header) != 1 or len(sent) != 1:
        raise Failure(f"The hub has {len(header)} conversations and {len(sent)} messages")
    who = {"reference": "Patient/" + patient["id"]}
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)
    desk.control("hub-record", resourceType="Communication", id="reponse-1", status="completed", partOf=[{"reference": "Communication/" + header[0]["id"]}],
                 subject=who, sender=who, recipient=[one for one in header[0]["recipient"] if one["reference"].startswith("Organization/")],
                 sent=now.strftime("%Y-%m-%dT%H:%M:%SZ"), payload=[{"contentString": ANSWER[desk.language]}])
    desk.wait_shown(re.compile(re.escape(ANSWER[desk.language])), seconds=15)
    desk.hub_holds("Communication", lambda one: one["id"] == "reponse-1" and "received" in one, count=1, seconds=15)


def scenario(desk):
    desk.start()
    create_clinic(desk)
    patient = begin(desk)
    write(desk)
    # Not before there is somebody who can read it.
    desk.key("ctrl+Return")
    desk.wait_shown(NOT_VALIDATED)
    give_account(desk, patient)
    if threads(desk) != ([], []):
        raise Failure("A message was sent to a patient without an account")
    desk.focus("Message")
    desk.key("ctrl+Return")
    desk.wait_shown(re.compile(re.escape(TEXT[desk.language])), role=None)
    desk.wait(lambda: len(threads(desk)[1]) == 1, "the message to reach the hub", 30)
    desk.screenshot("5-sent")
    sound(desk)
    answer(desk, patient)
    desk.screenshot("6-answered")
    desk.resize(360, 640)
    sound(desk)
    desk.screenshot("7-narrow")
