# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""An hour without the hub, in which both sides write ten messages: then each is where it belongs, once. One that the hub refuses says why and is sent again while
others pass; one that is sent as the screen locks leaves behind the lock; the program killed, and closed, while it sends loses and doubles nothing."""
import datetime
import re

from kit import Failure
from kit.dialogs import sound
from kit.walks import create_clinic, unlock

from test_messages import begin, give_account, threads

QUIET = True
ENGLISH = True
HOUR_S = 3600
ROUNDS = 10
OURS = {"fr": "Message numéro %u de la clinique", "en": "Message number %u of the clinic"}
THEIRS = {"fr": "Réponse numéro %u", "en": "Answer number %u"}


def text_of(one):
    return one["payload"][0]["contentString"]


def check_hub(desk, wanted):
    """What the clinic wrote, each once, in its order."""
    ours = [text_of(one) for one in sorted(threads(desk)[1], key=lambda one: one["sent"]) if "Practitioner/" in one["sender"]["reference"]]
    if ours != wanted:
        raise Failure(f"The hub has {ours}, not {wanted}")


def reaches_hub(desk, text, seconds=60):
    desk.wait(lambda: any(text_of(one) == text for one in threads(desk)[1]), f"“{text}” to reach the hub", seconds)


def say(desk, text):
    desk.focus("Message")
    desk.type(text)
    desk.wait(lambda: desk.value("Message") == text, "the text to be typed")
    desk.key("ctrl+Return")


def left_composer(desk):
    desk.wait(lambda: desk.value("Message") == "", "the message to be gone from the composer")


def answer(desk, patient, number):
    (header,), _sent = threads(desk)
    who = {"reference": "Patient/" + patient["id"]}
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=number)
    desk.control("hub-record", resourceType="Communication", id=f"reponse-{number}", status="completed", subject=who, sender=who,
                 partOf=[{"reference": "Communication/" + header["id"]}],
                 recipient=[one for one in header["recipient"] if one["reference"].startswith("Organization/")],
                 sent=now.strftime("%Y-%m-%dT%H:%M:%SZ"), payload=[{"contentString": THEIRS[desk.language] % number}])


def hour_apart(desk, patient, clock, said):
    desk.hub.fault("cut-before", "/hub/", count=-1)
    for number in range(1, ROUNDS + 1):
        said.append(OURS[desk.language] % number)
        say(desk, said[-1])
        left_composer(desk)
        answer(desk, patient, number)
    desk.wait_shown(desk.T("Waiting to be sent", "message"), role=None)
    sound(desk)
    desk.screenshot("1-without-the-hub")
    if desk.shown(re.compile(re.escape(THEIRS[desk.language] % 1))):
        raise Failure("An answer came though the hub was cut off")
    clock.write_text(str(HOUR_S))
    desk.hub.control("clock", offset_s=HOUR_S)
    desk.hub.clear_faults()
    reaches_hub(desk, said[-1], 90)
    desk.wait_shown(re.compile(re.escape(THEIRS[desk.language] % ROUNDS)), seconds=90)
    desk.wait_gone(desk.T("Waiting to be sent", "message"), role=None, seconds=60)
    check_hub(desk, said)
    desk.screenshot("2-back")


def refused(desk, said):
    """The cause is told, and one act sends it again; what is written after it has passed it."""
    first, second = (OURS[desk.language] % number for number in (21, 22))
    desk.hub.fault("422", "/hub/Communication", method="POST")
    say(desk, first)
    left_composer(desk)
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Not sent: %s").split("%")[0])), role=None, seconds=30)
    sound(desk)
    desk.screenshot("3-refused")
    say(desk, second)
    reaches_hub(desk, second)
    check_hub(desk, [*said, second])
    # The next stop is the list of messages, which is gone through to its end.
    desk.focus("More about This Conversation")
    desk.key("Tab")
    desk.key("End")
    desk.focus(re.compile(re.escape(first)), role="list item", by="Up")
    desk.press_to("Try Again", role="button")
    reaches_hub(desk, first)
    desk.wait_gone("Try Again", role="button", seconds=30)
    said += [first, second]
    check_hub(desk, said)


def reopen(desk, patient):
    unlock(desk)
    desk.focus(re.compile("^" + re.escape(desk.T("In progress", "conversation"))), role="list item")
    desk.press_to(re.compile("^" + re.escape(patient["name"][0]["family"])), role="list item", activate="Return", by="Down")
    desk.wait_shown("Message", seconds=20)


def locked(desk, patient, said):
    """The key that sends, and at once the one that locks."""
    said.append(OURS[desk.language] % 23)
    say(desk, said[-1])
    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    reaches_hub(desk, said[-1])
    reopen(desk, patient)
    check_hub(desk, said)
    left_composer(desk)
    if desk.shown("To send"):
        raise Failure("What was sent is still a draft")


def broken_off(desk, patient, said):
    """Killed once the hub has it and before the answer is here; then closed while the answer is awaited."""
    said.append(OURS[desk.language] % 24)
    desk.hub.fault("cut-after-commit", "/hub/Communication", method="POST")
    say(desk, said[-1])
    reaches_hub(desk, said[-1])
    desk.restart()
    reopen(desk, patient)
    said.append(OURS[desk.language] % 25)
    desk.hub.fault("stalled", "/hub/Communication", method="POST")
    say(desk, said[-1])
    left_composer(desk)
    desk.quit(30)
    desk.hub.clear_faults()
    desk.start()
    reopen(desk, patient)
    reaches_hub(desk, said[-1])
    desk.wait_gone(desk.T("Waiting to be sent", "message"), role=None, seconds=30)
    check_hub(desk, said)
    desk.screenshot("4-reopened")


def scenario(desk):
    clock = desk.folder / "clock"
    clock.write_text("0")
    desk.environment["ORCH_TRAINING_CLOCK"] = str(clock)
    desk.start()
    create_clinic(desk)
    patient = begin(desk)
    give_account(desk, patient)
    said = [OURS[desk.language] % 0]
    say(desk, said[0])
    reaches_hub(desk, said[0])
    hour_apart(desk, patient, clock, said)
    refused(desk, said)
    locked(desk, patient, said)
    broken_off(desk, patient, said)
