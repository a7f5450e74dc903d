# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""What goes with the words of a conversation: a template is written, approved and put into the message, and asks for what it does not know; a note stays
inside the clinic; a message that left is corrected by another; what does not fit over a narrow conversation is in its menu."""
import re

from kit import Failure
from kit.dialogs import sound
from kit.walks import create_clinic

from test_messages import begin, give_account, threads

QUIET = True
TITLE = {"fr": "Ordonnance prête", "en": "Prescription ready"}
WRITTEN = {"fr": "Bonjour {prénom}, prenez {dose}.", "en": "Hello {given name}, take {dose}."}
READY = {"fr": "Bonjour %s, prenez {dose}.", "en": "Hello %s, take {dose}."}
NOTE = {"fr": "À rappeler demain matin.", "en": "To be called back tomorrow morning."}
SLIP = {"fr": "À rappeler demain mattin.", "en": "To be called back tomorrow mornning."}
DOSE = {"fr": "deux comprimés", "en": "two tablets"}


def write_template(desk):
    desk.focus("Message")
    desk.key("ctrl+t")
    desk.wait_shown("No template yet")
    sound(desk)
    desk.press_to("New Template", role="button")
    desk.fill("Title", TITLE[desk.language])
    desk.focus("Text")
    desk.type(WRITTEN[desk.language])
    desk.press_to("Approved: offered to everybody in the clinic", role="checkbox")
    sound(desk)
    desk.screenshot("1-template")
    desk.press_to("Save", role="button")
    desk.wait_shown(re.compile("^" + re.escape(TITLE[desk.language])), role="list item")
    desk.screenshot("2-templates")
    desk.wait(lambda: any(TITLE[desk.language] in str(one) for one in desk.hub.resources("Basic")), "the hub to have the template", 30)


def use_template(desk, given):
    """The first that is found, by Enter; the place that is left is selected, and typed over."""
    desk.focus("Look for a template")
    desk.type(TITLE[desk.language].split()[0].lower())
    desk.key("Return")
    desk.wait(lambda: desk.value("Message") == READY[desk.language] % given, "the template to be in the message")
    desk.key("ctrl+Return")
    desk.wait_shown("Something is still to be filled in")
    sound(desk)
    desk.screenshot("3-open-place")
    desk.press_to("Fill In", role="button")
    desk.wait_gone("Something is still to be filled in")
    if threads(desk) != ([], []):
        raise Failure("A message left with a place to fill in")
    desk.type(DOSE[desk.language])
    whole = (READY[desk.language] % given).replace("{dose}", DOSE[desk.language])
    desk.wait(lambda: desk.value("Message") == whole, "the place to be typed over")
    desk.key("ctrl+Return")
    desk.wait(lambda: any(whole in str(one) for one in threads(desk)[1]), "the message to reach the hub", 30)


def write_note(desk):
    """With a slip of the hand, which the menu of its word puts right."""
    desk.type(SLIP[desk.language])
    desk.key("Left", 2)
    desk.key("Menu")
    desk.wait(lambda: (here := desk.focused()) and here.role == "menu item", "the menu to be open")
    desk.screenshot("4-spelling")
    wanted = "matin" if desk.language == "fr" else "morning"
    desk.focus(wanted, role="menu item", by="Down")
    desk.key("Return")
    desk.wait(lambda: desk.value("Internal note") == NOTE[desk.language], "the word to be put right")


def add_note(desk):
    """The composer turns into another thing, and back."""
    sent = len(threads(desk)[1])
    desk.wait(lambda: desk.value("Message") == "", "the message to be gone from the composer")
    desk.press_to("Internal Note", role="toggle button")
    desk.wait_shown("Internal note: the patient never sees it")
    desk.focus("Internal note", role="text box")
    write_note(desk)
    sound(desk)
    desk.screenshot("4-note")
    desk.key("ctrl+Return")
    desk.wait_shown(re.compile(re.escape(NOTE[desk.language])), role="list item")
    (task,) = desk.wait(lambda: [one for one in desk.hub.resources("Task") if NOTE[desk.language] in str(one)], "the note on the hub", 30)
    if "Patient/" in str(task):
        raise Failure(f"The note leads to the patient: {task}")
    if len(threads(desk)[1]) != sent or any(NOTE[desk.language] in str(one) for one in threads(desk)[1]):
        raise Failure("The note is among the messages")
    desk.wait_gone("Internal note: the patient never sees it")
    sound(desk)
    desk.screenshot("5-noted")


def correct(desk):
    first = threads(desk)[1][0]
    desk.press_to("Correct", role="button")
    desk.wait_shown("Correction of a message: the patient sees both")
    desk.wait(lambda: first["payload"][0]["contentString"] == desk.value("Message"), "the text to be there to be changed")
    desk.key("ctrl+End")
    desk.type(" OK")
    sound(desk)
    desk.screenshot("6-correction")
    desk.key("ctrl+Return")
    desk.wait(lambda: len(threads(desk)[1]) == 2, "the correction to reach the hub", 30)
    (second,) = [one for one in threads(desk)[1] if one["id"] != first["id"]]
    if second["inResponseTo"][0]["identifier"]["value"] != first["identifier"][0]["value"]:
        raise Failure(f"The correction does not say what it corrects: {second}")
    desk.wait_shown("Corrected by a later message")
    sound(desk)
    desk.screenshot("7-corrected")


def narrow(desk):
    desk.resize(360, 640)
    sound(desk)
    desk.screenshot("8-narrow")
    # The items of a menu have no names that could be read.
    desk.press_to("More about This Conversation")
    desk.wait(lambda: (here := desk.focused()) and here.role == "menu item", "the menu to be open")
    desk.screenshot("9-menu")
    desk.key("Return")
    desk.wait_shown("End the exchange with the patient?")
    sound(desk)
    desk.key("Escape")
    desk.wait_gone("End the exchange with the patient?")
    desk.resize(*desk.size)


def scenario(desk):
    desk.start()
    create_clinic(desk)
    patient = begin(desk)
    give_account(desk, patient)
    write_template(desk)
    use_template(desk, patient["name"][0]["given"][0])
    add_note(desk)
    correct(desk)
    narrow(desk)
