# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Two workstations, one conversation. On the first it is assigned with a word to colleagues, marked as urgent and to be followed up; the second sees all of it,
answers the patient and leaves a note; the first sees both."""
import re

from kit import Failure
from kit.dialogs import sound
from kit.hub import kind_of
from kit.sharing import join_clinic
from kit.walks import create_clinic, open_page, unlock

from test_messages import begin, give_account, threads

QUIET = True
FIRST = {"fr": "Bonjour, comment allez-vous?", "en": "Hello, how are you?"}
SECOND = {"fr": "Nous attendons vos résultats.", "en": "We are waiting for your results."}
WORD = {"fr": "Peux-tu répondre?", "en": "Can you answer?"}
WHY = {"fr": "Résultats attendus", "en": "Results expected"}
LETTERS = {"fr": {"assign": "a", "follow up": "s", "urgent": "u"}, "en": {"assign": "a", "follow up": "f", "urgent": "u"}}
NOTE = {"fr": "C’est fait.", "en": "It is done."}


def history(desk, event):
    """What the hub knows became of the conversation."""
    return [one for one in desk.hub.resources("Task") if event in str(one.get("businessStatus", ""))]


def menu(desk, item, name=None):
    """That item of the conversation's menu, by its underlined letter: items have no names that could be read."""
    desk.press_to("More about This Conversation")
    desk.wait(lambda: (here := desk.focused()) and here.role == "menu item", "the menu to be open")
    if name:
        desk.screenshot(name)
    desk.key(LETTERS[desk.language][item])


def write(desk, text):
    desk.focus("Message")
    desk.type(text)
    desk.key("ctrl+Return")
    desk.wait(lambda: any(text in str(one) for one in threads(desk)[1]), "the message to reach the hub", 30)


def pick(desk, name, down):
    """What is @down places below what is chosen."""
    desk.press_to(name)
    desk.wait(lambda: (here := desk.focused()) and here.role in ("list item", "option", "row"), "the list to open")
    desk.key("Down", down)
    desk.key("Return")


def assign(desk):
    """To the first colleague after oneself."""
    menu(desk, "assign", "1-menu")
    desk.wait_shown("Who answers?")
    pick(desk, "Who answers", 2)
    desk.fill("Word to colleagues (optional)", WORD[desk.language])
    sound(desk)
    desk.screenshot("2-assign")
    desk.press_to("Assign", role="button")
    (task,) = desk.wait(lambda: history(desk, "assigned"), "the history to reach the hub", 30)
    header = desk.wait(lambda: [one for one in threads(desk)[0] if "assignee" in str(one.get("extension", ""))], "the conversation to be assigned", 30)[0]
    if task["description"] != WORD[desk.language] or task["owner"]["reference"] not in str(header["recipient"]) or "Patient/" in str(task):
        raise Failure(f"The history does not say to whom and why: {task}, {header}")
    return task["owner"]["display"]


def flag(desk):
    menu(desk, "urgent")
    desk.wait(lambda: threads(desk)[0][0]["priority"] == "urgent", "the conversation to be urgent on the hub", 30)
    menu(desk, "follow up")
    desk.wait_shown("When to look at it again?")
    desk.fill("Word to colleagues (optional)", WHY[desk.language])
    sound(desk)
    desk.screenshot("3-follow-up")
    desk.press_to("Follow Up", role="button")
    (task,) = desk.wait(lambda: history(desk, "follow-up"), "the day to reach the hub", 30)
    day = task["restriction"]["period"]["end"]
    desk.wait(lambda: day in str(threads(desk)[0][0]["extension"]), "the conversation to have its day", 30)
    desk.wait_shown(WHY[desk.language], role="label")
    sound(desk)
    desk.screenshot("4-thread")
    desk.resize(360, 640)
    sound(desk)
    desk.screenshot("5-narrow-thread")
    desk.resize(*desk.size)
    return day


def open_row(desk, name):
    """Tab comes to the list, at its first heading; arrows go on in it."""
    desk.focus(re.compile(", 1 conversation"), role="list item")
    desk.press_to(re.compile(re.escape(name)), role="list item", activate="Return", by="Down")


def see_and_answer(desk, name, day):
    """The other workstation: the row, the thread and its history; the person writes to the patient and to colleagues."""
    open_page(desk, "Messages")
    row = desk.wait_shown(re.compile(re.escape(name)), role="list item", seconds=60)
    for part in (desk.T("urgent"), desk.T("Follow-up %s") % day, name):
        if part not in row.name:
            raise Failure(f"The row does not say “{part}”: {row.name}")
    desk.resize(360, 640)
    sound(desk)
    desk.screenshot("6-narrow-list")
    desk.resize(*desk.size)
    open_row(desk, name)
    for told in (WORD[desk.language], WHY[desk.language], FIRST[desk.language]):
        desk.wait_shown(told, role="label", seconds=30)
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Assigned to %s") % name)), role="label")
    sound(desk)
    desk.screenshot("7-other")
    write(desk, SECOND[desk.language])
    desk.wait(lambda: desk.value("Message") == "", "the message to be gone from the composer")
    desk.press_to("Internal Note", role="toggle button")
    desk.focus("Internal note", role="text box")
    desk.type(NOTE[desk.language])
    desk.key("ctrl+Return")
    desk.wait(lambda: any(one.get("description") == NOTE[desk.language] for one in desk.hub.resources("Task")), "the note on the hub", 30)


def scenario(desk):
    desk.start()
    create_clinic(desk)
    (clinic,) = desk.hub_holds("Organization", lambda one: kind_of(one) == "clinic", count=1)
    patient = begin(desk)
    give_account(desk, patient)
    write(desk, FIRST[desk.language])
    name = assign(desk)
    day = flag(desk)
    desk.quit(30)

    desk.other_workstation()
    join_clinic(desk, clinic["name"])
    see_and_answer(desk, name, day)
    desk.quit(30)

    desk.first_workstation()
    desk.start()
    unlock(desk)
    open_page(desk, "Messages")
    desk.wait_shown(re.compile(re.escape(name)), role="list item", seconds=60)
    open_row(desk, name)
    for told in (SECOND[desk.language], NOTE[desk.language]):
        desk.wait_shown(told, role="label", seconds=60)
    desk.screenshot("8-first-again")
