# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The support guide, by keyboard: "Get Help" from five different errors, with the diagnostic shown before it goes anywhere; then, without a network, the
questions to a leaf and back, the search; a broken guide of the establishment refused with its line, a good one looked at, imported, there after a restart,
and given back."""
import json
import re
from pathlib import Path

from kit import Failure
from kit.dialogs import sound
from kit.walks import (FHIR_EMR, choose_emr, choose_path, create, give_key, go_next, open_page, run_import, test_connection, to_step,
                       unlock)

QUIET = True
TEXT = (Path(__file__).resolve().parents[2] / "data" / "support" / "guide.json").read_text("utf-8")
GUIDE = json.loads(TEXT)
CONTACTS = {contact["id"]: contact for contact in GUIDE["contacts"]}
NOT_TO_TELL = re.compile(r"Gagnon|Tremblay|Roy|[A-Z]{4} ?\d{4} ?\d{4}|\(\d{3}\)|Bearer|eyJ")


def help_with(desk, sentence, shot):
    """The button beside the error, then the guide with what went wrong above."""
    desk.press_to("Get Help", role="button")
    desk.wait_shown("What went wrong")
    desk.wait_shown(sentence)
    sound(desk)
    desk.screenshot(shot)


def close(desk):
    desk.key("Escape")
    desk.wait_gone("What went wrong")


def diagnostic(desk):
    desk.press_to("Diagnostic for the Support…", role="list item", activate="Return")
    node = desk.wait_shown("What is in the diagnostic")
    text = desk.wait(lambda: (found := desk.find("What is in the diagnostic")) and found.text, "the diagnostic")
    desk.screenshot("5-diagnostic")
    if not text.startswith("error: offline\n") or "\norchestrateur: " not in text or NOT_TO_TELL.search(text):
        raise Failure(f"The diagnostic is {text!r} ({node})")
    desk.key("Escape")
    desk.wait_gone("What is in the diagnostic")


def errors_of_the_wizard(desk):
    desk.start()
    desk.fill("Activation link", "https://exemple.ca/", re.compile("."))
    desk.press_to("Continue")
    desk.wait_shown("This is not an activation link. Copy it whole from the e-mail.")
    help_with(desk, "What was entered is not accepted.", "1-link")
    close(desk)
    desk.fill("Activation link", " ", re.compile("."))
    to_step(desk, 3)
    choose_emr(desk, FHIR_EMR[desk.language])
    give_key(desk)
    desk.hub.fault("401", "/emr", count=-1)
    desk.press_to("Test the Connection")
    desk.wait_shown("Get Help", role="button", seconds=20)
    help_with(desk, re.compile("."), "2-connection")
    close(desk)
    desk.hub.clear_faults()
    test_connection(desk)
    go_next(desk, 3)
    desk.hub.emr(staff="failure")
    desk.press_to("Import the Staff")
    desk.wait_shown("If you wish, you can try again.", seconds=30)
    help_with(desk, re.compile("."), "3-import")
    close(desk)
    desk.hub.emr(staff="ok")
    run_import(desk, "staff")
    go_next(desk, 4)
    run_import(desk, "services")
    go_next(desk, 5)
    create(desk)


def error_of_the_page(desk):
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=120)
    desk.stop_hub()
    desk.key("ctrl+r")
    desk.wait_shown("Get Help", role="button", seconds=60)
    help_with(desk, "The server does not answer.", "4-sync")
    desk.wait_shown("With what?", role="heading")
    diagnostic(desk)


def choose(desk, text):
    desk.press_to(re.compile("^" + re.escape(text)), role="list item", activate="Return")


def walk(desk):
    """To a leaf and back, and by the search."""
    words = desk.language
    desk.press_to("Start Again", role="button")
    desk.wait_shown("Who needs help?", role="heading")
    if desk.shown("What went wrong"):
        raise Failure("The error stays after Start Again")
    who, why = GUIDE["who"][0], GUIDE["why"][0]
    branch = next(one for one in GUIDE["branches"] if one["asks"] == who["asks"] and one["why"] == why["id"])
    leaf = branch["subjects"][0]
    for node in (who, why, leaf):
        choose(desk, node["name"][words])
    desk.wait_shown(leaf["name"][words], role="heading")
    names = {node.name for node in desk.nodes()}
    for number, level in enumerate(leaf["levels"], 1):
        if not any(desk.T("Level %u").replace("%u", str(number)) in name for name in names):
            raise Failure(f"Level {number} is missing")
        for advice in level:
            for text in [advice["text"][words]] + [CONTACTS[one]["name"][words] for one in advice.get("contacts", [])]:
                if not any(name.startswith(text) for name in names):
                    raise Failure(f"Level {number}: “{text}” is not on the page")
    kinds = {CONTACTS[one]["kind"] for level in leaf["levels"] for advice in level for one in advice.get("contacts", [])}
    for kind, act in (("phone", "Call"), ("email", "Write")):
        if kind in kinds and not desk.shown(re.compile("^" + re.escape(desk.T(act)))):
            raise Failure(f"No button to {act}")
    sound(desk)
    desk.screenshot("6-leaf")
    desk.key("alt+Left")
    desk.wait_shown("With what?", role="heading")
    desk.key("ctrl+f")
    desk.type("telederm")
    desk.wait_shown(re.compile(r"^\d+ "), role="heading")
    desk.screenshot("7-search")
    desk.key("Escape")


def own_guide(desk):
    broken, good = desk.folder / "broken.json", desk.folder / "etablissement.json"
    broken.write_text(TEXT.replace('"easter": "both"', '"easter": "never"'), "utf-8")
    first = GUIDE["who"][0]["name"][desk.language]
    good.write_text(TEXT.replace(json.dumps(first, ensure_ascii=False), '"Quelqu’un d’ici"', 1), "utf-8")
    desk.key("ctrl+comma")
    desk.wait_shown("The guide that comes with Orchestrateur")
    choose_path(desk, lambda: desk.press_to("Import a Guide…", activate="Return"), broken)
    desk.wait_shown("This guide cannot be used", seconds=20)
    desk.wait_shown(re.compile(r"^\w+ \d+\s?: \$\.holidays\.easter"))
    desk.screenshot("8-refused")
    help_with(desk, "What was entered is not accepted.", "9-refused-help")
    close(desk)
    choose_path(desk, lambda: desk.press_to("Import a Guide…", activate="Return"), good)
    desk.wait_shown("Replace the support guide?", seconds=20)
    sound(desk)
    desk.screenshot("10-preview")
    desk.press_to("Replace", role="button")
    desk.wait_shown("Your establishment’s guide")
    desk.key("Escape")
    desk.restart()
    unlock(desk)
    open_page(desk, "Support")
    desk.wait_shown(re.compile("Quelqu’un d’ici"))
    width, _height = desk.resize(360, 700)
    if width > 360:
        raise Failure(f"Never narrower than {width} px")
    desk.screenshot("11-narrow")
    desk.resize(*desk.size)
    desk.key("ctrl+comma")
    desk.wait_shown("Your establishment’s guide")
    desk.press_to(re.compile("^" + re.escape(desk.T("Days off within a year"))), role="list item", activate="Return")
    desk.wait_shown("Add the Day")
    desk.press_to("Add the Day", activate="Return")
    desk.wait_shown("Name the day off, in French or in English.")
    desk.fill("Name in French", "Inventaire annuel")
    desk.press_to("Add the Day", activate="Return")
    desk.wait_shown("Inventaire annuel")
    sound(desk)
    desk.screenshot("12-days-off")
    desk.key("Escape")
    desk.wait_shown("Appearance")
    desk.press_to("Restore the Built-in Guide", activate="Return")
    desk.wait_shown("The guide that comes with Orchestrateur")
    desk.key("Escape")
    desk.wait_shown(re.compile("^" + re.escape(first)))


def scenario(desk):
    errors_of_the_wizard(desk)
    error_of_the_page(desk)
    walk(desk)
    own_guide(desk)
