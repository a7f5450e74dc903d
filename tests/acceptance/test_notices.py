# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A conversation is found by its words and by operators of both languages; what is not understood is told. A patient's answer is told while the workstation is
locked, with neither name nor text, and a click opens the conversation once it is unlocked."""
import datetime
import re

from kit import Failure
from kit.dialogs import sound
from kit.notices import Notices
from kit.walks import create_clinic, unlock
from test_messages import SUBJECT, TEXT, begin, give_account, threads, write

QUIET = True
WORD = {"fr": "ORDONNANCE prete", "en": "PRESCRIPTION ready"}
ANSWER = {"fr": "Une question encore.", "en": "One more question."}


def look_for(desk, patient):
    """Words of messages, operators of both languages, and what is not understood."""
    row = re.compile(re.escape(patient["name"][0]["family"]) + ", ")
    for typed in (WORD[desk.language], "statut:en-cours", "status:in-progress"):
        desk.fill("Search the conversations", typed)
        desk.wait_shown(row, role="list item")
    desk.fill("Search the conversations", "introuvable")
    desk.wait_shown("No conversation of this choice")
    desk.fill("Search the conversations", "statut:fermé")
    desk.wait_shown(re.compile("statut:fermé"), role=None)
    desk.screenshot("1-not-understood")
    sound(desk)
    desk.key("Escape")
    desk.wait_shown(row, role="list item")


def answer(desk, patient):
    (header,), _sent = threads(desk)
    who = {"reference": "Patient/" + patient["id"]}
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)
    desk.control("hub-record", resourceType="Communication", id="reponse-1", status="completed", partOf=[{"reference": "Communication/" + header["id"]}],
                 subject=who, sender=who, recipient=[one for one in header["recipient"] if one["reference"].startswith("Organization/")],
                 sent=now.strftime("%Y-%m-%dT%H:%M:%SZ"), payload=[{"contentString": ANSWER[desk.language]}])


def tell(desk, patient, notices):
    """Locked: a notification with neither name nor text, whose click opens the conversation after the unlock."""
    if notices.shown:
        raise Failure(f"Told while the window was looked at: {notices.said}")
    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    answer(desk, patient)
    desk.wait(lambda: len(notices.shown) == 1, "a notification", 20)
    title, text = notices.shown[notices.last]
    if title != desk.T("A patient has answered"):
        raise Failure(f"The notification says {title}, {text}")
    private = [patient["name"][0]["family"], *patient["name"][0].get("given", ()), ANSWER[desk.language], SUBJECT[desk.language]]
    if told := [one for one in private if any(one in said for said in notices.said)]:
        raise Failure(f"The notification tells {told}")
    notices.click(notices.last)
    unlock(desk)
    desk.wait_shown(re.compile(re.escape(ANSWER[desk.language])), seconds=15)
    desk.hub_holds("Communication", lambda one: one["id"] == "reponse-1" and "received" in one, count=1, seconds=15)
    desk.screenshot("2-after-the-notification")


def scenario(desk):
    notices = Notices(desk)
    desk.start()
    create_clinic(desk)
    patient = begin(desk)
    write(desk)
    give_account(desk, patient)
    desk.focus("Message")
    desk.key("ctrl+Return")
    desk.wait(lambda: len(threads(desk)[1]) == 1, "the message to reach the hub", 30)
    look_for(desk, patient)
    tell(desk, patient, notices)
