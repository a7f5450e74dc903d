# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Who did what: a wrong PIN and a patient's page are in the journal, in plain words, and on the hub as AuditEvents that nobody changes; what concerns one
patient is asked from their page; without the hub it is said that only this workstation's acts are shown; the chain is whole at the end."""
import re

from kit import Failure
from kit.dialogs import sound
from kit.walks import create_clinic, open_page, unlock

from test_messages import begin, give_account, threads

QUIET = True


def subtypes(desk):
    return [event["subtype"][0]["code"] for event in desk.hub.resources("AuditEvent")]


def lock_and_miss(desk):
    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    desk.fill("PIN or passphrase", "135791", re.compile("."))
    desk.key("Return")
    desk.wait_shown("This is not the PIN you chose on this workstation.", seconds=30)
    unlock(desk)
    desk.wait_shown("Pages", role="list")


def open_journal(desk):
    open_page(desk, "Clinic")
    desk.press_to("Journal of Accesses…", role="button")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("A wrong PIN was typed"))), role="list item", seconds=20)
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Unlocked the screen"))), role="list item")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("The screen was locked"))), role="list item")
    sound(desk)
    desk.screenshot("1-journal")


def choose_acts(desk):
    desk.choose("Acts", "Sign-ins and locks")
    desk.wait_gone(re.compile("^" + re.escape(desk.T("Opened the patient's page"))), role="list item")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Signed in"))), role="list item")
    desk.screenshot("2-sign-ins")
    desk.key("Escape")
    desk.wait_gone("Period")


def of_the_patient(desk, patient):
    family, given = patient["name"][0]["family"], patient["name"][0]["given"][0]
    open_page(desk, "Patients")
    desk.fill("Search", f"{family} {given}")
    row = desk.wait_shown(re.compile(re.escape(family) + ".*" + re.escape(given)), role="list item", seconds=20)
    desk.press_to(row.name, role="list item", activate="Return")
    desk.press_to("Who Looked…", role="button")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Opened the patient's page"))), role="list item", seconds=20)
    if desk.shown(re.compile("^" + re.escape(desk.T("A wrong PIN was typed"))), role="list item"):
        raise Failure("What concerns nobody is told of the patient")
    sound(desk)
    desk.screenshot("3-of-a-patient")
    desk.key("Escape")
    desk.wait_gone("Period")


def on_the_hub(desk):
    for act in ("signed-in", "locked", "unlock-failed", "unlocked", "patient-read", "message-sent", "journal-read"):
        desk.wait(lambda: act in subtypes(desk), f"{act} to be on the hub", 40)
    events = desk.hub.resources("AuditEvent")
    (failed,) = [one for one in events if one["subtype"][0]["code"] == "unlock-failed"]
    if failed["outcome"] != "4" or not failed["agent"][0]["who"]["reference"].startswith("Practitioner/"):
        raise Failure(f"The wrong PIN is not told as it was: {failed}")
    hashes = [detail["valueString"] for one in events for entity in one["entity"] for detail in entity.get("detail", ()) if detail["type"] == "hash"]
    if len(hashes) != len(events) or len(set(hashes)) != len(hashes):
        raise Failure("An act is on the hub twice, or without its hash")
    if private := [one for one in events if "135791" in str(one) or "Bonjour" in str(one)]:
        raise Failure(f"The journal says more than who did what: {private}")


def without_the_hub(desk):
    desk.stop_hub()
    open_page(desk, "Clinic")
    desk.press_to("Journal of Accesses…", role="button")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("A wrong PIN was typed"))), role="list item", seconds=30)
    desk.wait(lambda: desk.shown(re.compile(re.escape(desk.T("Only what was done on this workstation is shown. %s").split("%s")[0].strip()))),
              "the banner to say whose acts these are", 20)
    desk.screenshot("4-hub-cut")
    desk.resize(360, 640)
    desk.screenshot("5-narrow")
    desk.resize(*desk.size)
    desk.key("Escape")
    desk.wait_gone("Period")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    patient = begin(desk)
    give_account(desk, patient)
    desk.focus("Message")
    desk.type("Bonjour")
    desk.key("ctrl+Return")
    desk.wait(lambda: len(threads(desk)[1]) == 1, "the message to be on the hub", 30)
    lock_and_miss(desk)
    of_the_patient(desk, patient)
    open_journal(desk)
    choose_acts(desk)
    on_the_hub(desk)
    without_the_hub(desk)
    desk.quit()
    if (said := desk.run("--training", "--verify-journal"))[0] != 0:
        raise Failure(f"The journal is not whole: {said}")
