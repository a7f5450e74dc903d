# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A conversation from the window to the hub and back: a patient is found and written to, what is typed stays a draft until it is sent, the patient's
answer shows by itself and is seen; the exchange is ended, its report written and produced: a PDF on the hub and in the patient's chart. A week later its text has
left the workstation, and is fetched to be read."""
import base64
import datetime
import re
import subprocess

from kit import Failure
from kit.dialogs import begins, sound
from kit.walks import create_clinic, open_page

QUIET = True
SYSTEM = "https://orchestrateur.ca/fhir/identifier/portal-account"
NOT_VALIDATED = "Your clinic has not checked this patient’s identity. Check it, then validate the patient."
SUBJECT = {"fr": "Renouvellement d’ordonnance", "en": "Prescription renewal"}
TEXT = {"fr": "Bonjour, votre ordonnance est prête.", "en": "Hello, your prescription is ready."}
ANSWER = {"fr": "Merci beaucoup, je passe demain.", "en": "Thank you, I will come tomorrow."}

CONCLUSION = {"fr": "Ordonnance renouvelée pour douze mois; revoir à l’été.", "en": "Prescription renewed for twelve months; to be seen in the summer."}


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


def end(desk, patient):
    # Tab comes to the list, arrows go on in it.
    desk.focus(re.compile("^" + re.escape(desk.T("In progress", "conversation"))), role="list item")
    desk.focus(re.compile("^" + re.escape(patient["name"][0]["family"])), role="list item", by="Down")
    desk.key("e")
    desk.wait_shown("End the exchange with the patient?")
    desk.wait_shown(re.compile(re.escape(desk.T("The patient wrote last: their message has had no answer."))))
    sound(desk)
    desk.screenshot("8-end")
    desk.press_to("End the Exchange", role="button")
    desk.wait_shown("The exchange with the patient has ended. Its report is still to be written.")
    desk.wait_shown(desk.T("Report in progress", "conversation"), role="label")
    desk.wait_shown(begins(desk, "Report owed for %s"))
    desk.wait(lambda: threads(desk)[0][0]["status"] == "on-hold", "the hub to know of the end", 30)
    sound(desk)
    desk.screenshot("8-ended")


def write_report(desk):
    """A message is left out, then taken back; what is written is kept."""
    desk.press_to("Write the Report…", role="button")
    desk.wait_shown(begins(desk, "Messages in the report: %u of %u"))
    desk.focus("Conclusion")
    desk.type(CONCLUSION[desk.language])
    desk.focus(re.compile(re.escape(patient_line(desk))), role="list item")
    desk.press_to(re.compile(re.escape(TEXT[desk.language])), role="list item", by="Down")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Left out")) + ".*" + re.escape(TEXT[desk.language])), role="list item")
    desk.key("space")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("In the report")) + ".*" + re.escape(TEXT[desk.language])), role="list item")
    sound(desk)
    desk.screenshot("9-report")
    # Closed, it is kept as it is.
    desk.key("Escape")
    desk.wait_gone("Produce…", role="button")
    desk.press_to("Write the Report…", role="button")
    desk.wait(lambda: desk.value("Conclusion") == CONCLUSION[desk.language], "the conclusion to be there again")
    desk.resize(360, 640)
    sound(desk)
    desk.screenshot("10-report-narrow")
    desk.resize(*desk.size)


def patient_line(desk):
    """What the first line of the report begins with."""
    return desk.T("Subject: %s\nParticipants: %s\nDates: %s").split("%")[0]


def produce(desk):
    desk.press_to("Produce…", role="button")
    desk.wait_shown("Produce the report?")
    sound(desk)
    desk.screenshot("11-produce")
    desk.press_to("Produce", role="button")
    desk.wait_shown("The report is produced: nobody can change anything in this conversation any more.")
    desk.wait_shown(desk.T("Completed", "conversation"), role="label")
    desk.wait(lambda: threads(desk)[0][0]["status"] == "completed", "the hub to know that it is complete", 30)
    sound(desk)
    desk.screenshot("12-completed")


def check_pdf(desk, path, patient):
    """What a reader of the PDF reads, whose it is on every page."""
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    squeezed = " ".join(text.split())
    family = patient["name"][0]["family"]
    for wanted in (desk.T("Communication report"), "Beauséjour", family, patient["birthDate"], SUBJECT[desk.language], TEXT[desk.language],
                   ANSWER[desk.language], CONCLUSION[desk.language], desk.T("Page %u/%u").replace("%u", "1"), desk.T("File number")):
        if wanted not in squeezed:
            raise Failure(f"The PDF does not say “{wanted}”: {text}")
    facts = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True).stdout
    for wanted in ("Tagged:          yes", "Pages:           1\n", "letter"):
        if wanted not in facts:
            raise Failure(f"The PDF is not “{wanted}”: {facts}")
    subprocess.run(["pdftoppm", "-r", "80", "-png", path, desk.pictures / path.stem], check=True)


def reports(desk, server):
    """Of that server: those that are PDF."""
    return [one for one in desk.hub.resources("DocumentReference", server=server) if one["content"][0]["attachment"].get("contentType") == "application/pdf"]


def where_it_went(desk, patient):
    """The hub and the patient's chart have the same, once."""
    for server in ("hub", "emr"):
        (report,) = desk.wait(lambda server=server: reports(desk, server), f"the report on the {server}", 60)
        path = desk.folder / f"report-{server}.pdf"
        path.write_bytes(base64.b64decode(report["content"][0]["attachment"]["data"]))
        check_pdf(desk, path, patient)


def saved(desk, patient):
    path = desk.folder / "saved.pdf"
    mine = {window.id for window in desk.keys.windows()}
    desk.press_to("Save the Report…", role="button")
    desk.wait(lambda: (window := desk.keys.active()) and window.id not in mine, "the file chooser", 20)
    # A name is proposed, and all of it gives way.
    desk.key("ctrl+a")
    desk.type(str(path))
    desk.wait(lambda: (here := desk.focused()) and here.text == str(path), "the path to be shown", 20)
    desk.key("Return")
    desk.wait_shown("The file is saved", seconds=20)
    check_pdf(desk, path, patient)


def read_a_week_later(desk, clock):
    """The text has left the workstation; without the hub that is said, and then it comes back."""
    clock.write_text(str(8 * 24 * 3600))
    desk.hub.control("clock", offset_s=8 * 24 * 3600)
    desk.key("ctrl+r")
    desk.wait_shown("The text is not on this workstation", seconds=120)
    sound(desk)
    desk.screenshot("14-away")
    desk.hub.fault("cut-before", "/hub/", count=-1)
    desk.press_to("Fetch It from the Hub", role="button")
    desk.wait_shown(re.compile(re.escape(desk.T("The server does not answer."))), role=None, seconds=30)
    sound(desk)
    desk.screenshot("15-away-without-the-hub")
    desk.hub.clear_faults()
    desk.press_to("Fetch It from the Hub", role="button")
    desk.wait_shown(re.compile(re.escape(TEXT[desk.language])), seconds=30)
    desk.wait_gone("The text is not on this workstation")


def scenario(desk):
    clock = desk.folder / "clock"
    clock.write_text("0")
    desk.environment["ORCH_TRAINING_CLOCK"] = str(clock)
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
    desk.resize(*desk.size)
    end(desk, patient)
    write_report(desk)
    produce(desk)
    where_it_went(desk, patient)
    saved(desk, patient)
    desk.resize(360, 640)
    sound(desk)
    desk.screenshot("13-narrow")
    desk.resize(*desk.size)
    read_a_week_later(desk, clock)
