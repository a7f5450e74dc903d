# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Somebody whom the clinic does not know: created with errors that guide, their identity validated, a code made in person and masked until asked for, sent
again by a text message that the hub sends, revoked; an account disabled; and who is under age is refused, with the reason."""
import re

from kit import Failure
from kit.dialogs import begins, sound
from kit.walks import create_clinic, open_page

QUIET = True
CODE = re.compile(r"^[A-Z]-\d{6}$")
MASKED = re.compile(r"^[A-Z]-••••••$")
EVE = {"Family name": "Tremblay", "Given name": "Ève", "Birth date": "1990-05-12", "Health insurance number": "TREE90551214", "Address": "1, rue du Parc",
       "City": "Lévis", "Postal code": "G1G 1G1", "Phone number": "(418) 555-1234", "E-mail": "eve@example.org"}


def type_identity(desk, **other):
    for field, text in {**EVE, **other}.items():
        desk.fill(field, text)
    desk.choose("Sex", "Female")


def validate(desk):
    desk.press_to("I have checked this person’s identity")
    desk.press_to("Validate Patient", role="button")


def tasks(desk):
    """Of the invitations the hub has: their states."""
    return sorted(coding["code"] for task in desk.hub.resources("Task") for coding in task.get("businessStatus", {}).get("coding", ())
                  if any(code["code"] == "portal-invitation" for code in task["code"]["coding"]))


def new_patient(desk):
    desk.key("ctrl+n")
    desk.wait_shown("Validate Patient", role="button")
    desk.press_to("Validate Patient", role="button")
    desk.wait_shown("Type the family name.")
    desk.wait_shown("Complete what is marked above first.")
    sound(desk)
    desk.screenshot("1-missing")
    type_identity(desk)
    desk.press_to("Validate Patient", role="button")
    desk.wait_shown("Check the person’s identity, then say so here.")
    validate(desk)
    desk.wait_shown("Your clinic has checked the identity, and no code waits: generate an invitation.")
    sound(desk)
    desk.screenshot("2-validated")


def in_person(desk):
    desk.press_to("Generate Invitation…", role="button")
    desk.wait_shown("Generate the Code", role="button")
    sound(desk)
    desk.screenshot("3-how")
    desk.press_to("Generate the Code", role="button")
    desk.wait_shown(MASKED, seconds=30)
    if desk.shown(CODE):
        raise Failure("The code shows before anybody asked")
    sound(desk)
    desk.screenshot("4-masked")
    desk.press_to("Show the Code", role="toggle button")
    code = desk.wait_shown(CODE).name
    if any(level["assurance"] != "level3" for person in desk.hub.resources("Person") for level in person["link"]):
        raise Failure("The hub was not told that the identity was checked")
    if tasks(desk) != ["sent"]:
        raise Failure(f"The hub has {tasks(desk)}")
    return code


def by_text(desk, first):
    desk.press_to("Send Again…", role="button")
    desk.focus("In person, on a printed slip")
    desk.press_to("By text message (SMS)", by="Down")
    desk.fill("Mobile number", "4185559999", "(418) 555-9999")
    desk.press_to("Generate the Code", role="button")
    desk.wait(lambda: desk.shown(begins(desk, "The code was sent by text message. It is good until %s."))
              or desk.shown(begins(desk, "The text message waits to be sent. The code is good until %s.")), "the text message", 30)
    if desk.shown(CODE) or desk.shown(MASKED):
        raise Failure("A code shows that was sent by text message")
    sound(desk)
    desk.screenshot("5-text")
    sent = [code for message in desk.hub.mail() if message["channel"] == "sms" for code in re.findall(r"[A-Z]-\d{6}", message["text"])]
    if len(sent) != 1 or first in sent:
        raise Failure(f"Text messages with {len(sent)} codes, of which the first is {first in sent}")
    if "revoked" not in tasks(desk) or len(tasks(desk)) != 2:
        raise Failure(f"A new code kills the old: the hub has {tasks(desk)}")
    desk.key("Escape")
    desk.wait_gone("Send Again…", role="toggle button")


def states(desk):
    desk.wait_shown("Invited")
    desk.screenshot("6-invited")
    desk.press_to("Revoke the Code", role="button")
    desk.wait_shown("The last code was revoked.", seconds=30)
    desk.press_to("Disable the Account", role="button")
    desk.wait_shown("Account disabled")
    desk.screenshot("7-disabled")
    desk.press_to("Enable the Account", role="button")
    desk.wait_shown("Not validated")


def under_age(desk):
    desk.key("ctrl+n")
    desk.wait_gone("Not validated")
    type_identity(desk, **{"Given name": "Mia", "Birth date": "2020-05-12", "Health insurance number": "TREM20551214"})
    validate(desk)
    desk.wait_shown(re.compile("^" + re.escape(desk.plural("%u year and under", "%u years and under")[1]).replace("%u", "14") + "$"))
    if desk.shown("Generate Invitation…"):
        raise Failure("Somebody under age can be invited")
    sound(desk)
    desk.screenshot("8-under-age")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    open_page(desk, "Patients")
    desk.wait_shown("Search")
    new_patient(desk)
    by_text(desk, in_person(desk))
    states(desk)
    under_age(desk)
    desk.resize(360, 640)
    sound(desk)
    desk.screenshot("9-narrow")
