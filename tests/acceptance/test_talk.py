# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""What goes with the words of a conversation: a template is written, approved and put into the message, and asks for what it does not know."""
import re

from kit import Failure
from kit.dialogs import sound
from kit.walks import create_clinic

from test_messages import begin, give_account, threads

QUIET = True
TITLE = {"fr": "Ordonnance prête", "en": "Prescription ready"}
WRITTEN = {"fr": "Bonjour {prénom}, prenez {dose}.", "en": "Hello {given name}, take {dose}."}
READY = {"fr": "Bonjour %s, prenez {dose}.", "en": "Hello %s, take {dose}."}
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


def scenario(desk):
    desk.start()
    create_clinic(desk)
    patient = begin(desk)
    give_account(desk, patient)
    write_template(desk)
    use_template(desk, patient["name"][0]["given"][0])
