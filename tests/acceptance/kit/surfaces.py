# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The surfaces off the straight way: dialogs, faults, states. Each tour begins on a desk of its own, and calls see (name) at each."""
import re

from .dialogs import begins, change_patient, give_pin, hire, open_row, open_tab
from .services import add_services, go, open_service, search, synchronise, type_all_shown
from .walks import (ADMINISTRATOR, FHIR_EMR, NO_EMR, at_main_window, at_step, choose_emr, create_clinic,
                    enter, fill_clinic, give_key, go_next, open_page, run_import, test_connection, unlock, wait_counted)

ANY = re.compile(".")
STAFF_FILE = """nom,prénom,permis,profession
Lavallée,Aurélie,91-20301,Médecin
,Sans-Nom,91-20302,Médecin
"Dupont, fils",Zoé,91-20304,Infirmière
Jumeau,Léo,91-20301,Médecin
"""
# A code that no catalogue takes.
BAD_VENDOR = '{"version": 1, "code": "Kin Logix", "name": {"fr": "Kinlogix"}}'


def choose_file(desk, path):
    """The path is typed in the file chooser that has just been asked for."""
    mine = {window.id for window in desk.keys.windows()}
    desk.wait(lambda: (window := desk.keys.active()) and (window.id not in mine or len(desk.keys.windows()) > 1), "the file chooser", 20)
    desk.type(str(path))
    desk.wait(lambda: (here := desk.focused()) and here.text and here.text.endswith(path.name), "the path to be shown", 20)
    desk.key("Return")


def wizard(desk, see):
    """The activation's faults, the dialogs of the wizard, imports that fail or are in conflict."""
    desk.start()
    desk.fill("Activation link", "https://exemple.ca/", ANY)
    desk.press_to("Continue")
    desk.wait_shown("This is not an activation link. Copy it whole from the e-mail.")
    see("welcome-wrong-link")
    desk.fill("Activation link", " ", ANY)
    enter(desk, see)
    at_step(desk, 1)
    fill_clinic(desk)
    desk.fill("Postal code", "G1G", ANY)
    see("wizard-1-fault")
    desk.fill("Postal code", "g1k3h5", "G1K 3H5")
    logo(desk, see)
    desk.keys.close(desk.window())
    desk.wait_shown("Leave the set-up?")
    see("wizard-leave")
    desk.key("Escape")
    desk.wait_gone("Leave the set-up?")
    go_next(desk, 1)
    go_next(desk, 2)
    choose_emr(desk, FHIR_EMR[desk.language])
    desk.fill("Shared encryption key", "court", ANY)
    see("wizard-3-key-rules")
    give_key(desk)
    desk.hub.fault("401", "/emr", count=-1)
    desk.press_to("Test the Connection")
    desk.wait_shown("Get Help", role="button", seconds=20)
    see("wizard-3-refused")
    desk.hub.clear_faults()
    test_connection(desk)
    see("wizard-3-tested")
    go_next(desk, 3)
    for number, kind, button, counted in ((4, "staff", "Import the Staff", ("%u person in conflict", "%u people in conflict")),
                                          (5, "services", "Import the Services", ("%u service in conflict", "%u services in conflict"))):
        desk.hub.emr(**{kind: "failure"})
        desk.press_to(button)
        desk.wait_shown("If you wish, you can try again.", seconds=30)
        see(f"wizard-{number}-failed")
        desk.hub.emr(**{kind: "conflicts"})
        desk.press_to(button)
        wait_counted(desk, *counted)
        see(f"wizard-{number}-conflicts")
        desk.hub.emr(**{kind: "ok"})
        run_import(desk, kind)
        go_next(desk, number)
    see("wizard-6-patients")


def logo(desk, see):
    """A logo wider than it is high, and the dialog that crops it."""
    path = desk.folder / "logo.png"
    path.write_bytes(striped(640, 240))
    desk.press_to(begins(desk, "Choose a File…"), role="button")
    choose_file(desk, path)
    desk.press_to("Crop…")
    desk.wait_shown("Crop the Logo", seconds=15)
    see("wizard-1-crop")
    desk.key("Escape")
    desk.wait_gone("Crop the Logo")
    see("wizard-1-logo")


def striped(width, height):
    from .desk import png
    row = b"".join(bytes(((x * 255) // width, 90, 200 - (x * 120) // width, 0)) for x in range(width))
    return png(width, height, row * height)


def locked_emr(desk, see):
    desk.control("activation", emr="omnimed")
    desk.start()
    enter(desk)
    at_step(desk, 1)
    fill_clinic(desk)
    go_next(desk, 1)
    go_next(desk, 2)
    locked = desk.wait(lambda: desk.find(re.compile("^Omnimed"), "radio"), "the card of Omnimed")
    see("wizard-3-locked")
    desk.focus(locked.name, role="radio")
    desk.focus(re.compile("^Toubib"), role="radio", by="Down")
    desk.key("space")
    desk.wait_shown("I Understand", role="button")
    see("wizard-3-locked-alert")


def by_hand(desk, see):
    desk.start()
    enter(desk)
    at_step(desk, 1)
    fill_clinic(desk)
    go_next(desk, 1)
    go_next(desk, 2)
    choose_emr(desk, NO_EMR[desk.language])
    see("wizard-3-none")
    go_next(desk, 3)
    see("wizard-4-by-hand")
    desk.press_to("Add a Person…")
    desk.wait_shown("Family name")
    desk.press_to("Save", role="button")
    desk.wait_shown("Enter the licence number.")
    see("wizard-4-person")
    desk.key("Escape")
    desk.wait_gone("Family name")
    path = desk.folder / "personnel.csv"
    path.write_text(STAFF_FILE)
    desk.press_to("Import a File (CSV)…")
    choose_file(desk, path)
    desk.wait_shown("Add", role="button", seconds=20)
    see("wizard-4-csv")


def main(desk, see):
    """Clinic, Staff and every dialog that the menus open; the lock; what an establishment's bad catalogue says."""
    folder = desk.home / "data/orchestrateur/catalogue/emr"
    folder.mkdir(parents=True)
    (folder / "kinlogix.json").write_text(BAD_VENDOR)
    desk.start()
    create_clinic(desk)
    see("main-catalogue-banner")
    open_page(desk, "Clinic")
    see("main-clinic")
    desk.focus("Remove the Clinic From This Workstation…")
    see("main-clinic-end")
    desk.press_to("Remove the Clinic From This Workstation…", activate="Return")
    desk.wait_shown("Remove the clinic from this workstation?")
    see("main-clinic-remove")
    desk.key("Escape")
    desk.wait_gone("Remove the clinic from this workstation?")
    desk.press_to("Change the EMR or Its Connection…", activate="Return", by="shift+Tab")
    desk.wait_shown("Confirm That It Is You", role="heading")
    see("clinic-emr-pin")
    desk.fill("PIN or passphrase", desk.pin, ANY)
    desk.key("Return")
    desk.wait_shown("EMR provider", role="heading")
    see("clinic-emr")
    desk.focus("Test the Connection")
    see("clinic-emr-end")
    desk.key("Escape")
    desk.wait_gone("EMR provider", role="heading")
    desk.press_to("What Goes Into the Charts…", activate="Return")
    desk.wait_shown("Confirm That It Is You", role="heading")
    desk.fill("PIN or passphrase", desk.pin, ANY)
    desk.key("Return")
    desk.wait_shown("Attachments")
    see("clinic-charts")
    desk.key("Escape")
    desk.wait_gone("Attachments")
    open_page(desk, "Staff")
    desk.wait(lambda: any(node.role in ("table row", "row", "list item") for node in desk.nodes()), "rows")
    see("main-staff")
    for keys, heading, name in (("ctrl+comma", "Appearance", "preferences"), ("ctrl+question", None, "shortcuts")):
        desk.key(keys)
        desk.wait(lambda: desk.find(heading) if heading else desk.find("Keyboard Shortcuts"), name)
        see(name)
        desk.key("Escape")
    desk.press_to("Main Menu")
    desk.wait_shown("About Orchestrateur", role="menu item")
    desk.press_to("About Orchestrateur", role="menu item", activate="Return", by="Down")
    desk.wait(lambda: desk.find("0.1.0"), "About")
    see("about")
    desk.key("Escape")
    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    desk.fill("PIN or passphrase", "135791", ANY)
    desk.key("Return")
    desk.wait_shown("This is not the PIN you chose on this workstation.", seconds=30)
    see("locked")


def join(desk, see):
    """A second workstation, and what the first shows once the second has changed the shared key."""
    desk.start()
    create_clinic(desk)
    clinic = desk.wait(lambda: next((one["name"] for one in desk.hub.resources("Organization") if one.get("extension")), None), "the clinic", 60)
    desk.hub_holds("HealthcareService", count=40, seconds=60)
    desk.quit(30)
    desk.other_workstation()
    desk.start()
    desk.press_to("Join an existing clinic", activate="Return")
    desk.wait_shown("Sign in to the hub", role="heading")
    see("join-sign-in")
    desk.fill("User name", ADMINISTRATOR)
    desk.fill("Password", "Pas-Le-Bon-Mot-1", ANY)
    desk.press_to("Sign In", role="button")
    desk.wait(lambda: desk.find("Sign In", "button") and not desk.value("Password"), "the refusal", 30)
    see("join-refused")
    desk.fill("Password", desk.password, ANY)
    desk.press_to("Sign In", role="button")
    row = desk.wait_shown(re.compile(re.escape(clinic)), role="list item", seconds=30)
    see("join-clinics")
    desk.press_to(row.name, role="list item", activate="Return")
    desk.wait_shown("Shared encryption key")
    see("join-key")
    desk.fill("Shared encryption key", "Une-Autre-Clef-2026!", ANY)
    desk.press_to("Join the Clinic")
    desk.wait_shown(re.compile(re.escape(desk.T("This is not the clinic's key."))), seconds=60)
    see("join-wrong-key")
    desk.fill("Shared encryption key", desk.shared_key, ANY)
    desk.press_to("Join the Clinic")
    desk.wait_shown("Choose a PIN for this workstation", seconds=60)
    see("join-pin")
    desk.fill("PIN or passphrase", desk.pin, ANY)
    desk.fill("The same again", desk.pin, ANY)
    desk.press_to("Continue")
    at_main_window(desk, 60)

    sealed = [one["id"] for one in desk.hub.resources("DocumentReference")]
    open_page(desk, "Clinic")
    desk.press_to("Change the EMR or Its Connection…", activate="Return")
    desk.wait_shown("Confirm That It Is You", role="heading")
    desk.fill("PIN or passphrase", desk.pin, ANY)
    desk.key("Return")
    desk.wait_shown("EMR provider", role="heading")
    desk.press_to("Replace…")
    desk.wait_shown("The same key, again")
    see("clinic-new-key")
    desk.fill("Shared encryption key", "Une-Clef-Neuve-2027!", ANY)
    desk.fill("The same key, again", "Une-Clef-Neuve-2027!", ANY)
    desk.press_to("Keep the Key")
    desk.wait_shown("Kept in the keyring of this computer. It cannot be shown.", seconds=30)
    desk.press_to("Save", role="button")
    desk.wait_gone("EMR provider", role="heading", seconds=30)
    desk.wait(lambda: [one["id"] for one in desk.hub.resources("DocumentReference")] != sealed
              or any(one["meta"].get("versionId") != "1" for one in desk.hub.resources("DocumentReference")), "the new seal", 60)
    desk.quit(30)
    desk.first_workstation()
    desk.start()
    unlock(desk)
    desk.wait_shown("Pages", role="list")
    open_page(desk, "Services")
    desk.press_to("Synchronise", role="button")
    desk.wait_shown("Type the Key…", role="button", seconds=60)
    see("main-key-banner")
    open_page(desk, "Clinic")
    desk.focus("Remove the Clinic From This Workstation…")
    see("clinic-wants-key")
    desk.press_to("Type the Key…", activate="Return", by="shift+Tab")
    desk.wait_shown("The Clinic Has Another Shared Key", role="heading")
    see("key-dialog")


def no_keyring(desk, see):
    desk.session.stop_keyring()
    desk.start(expect_french=False)
    desk.wait_shown("There is no keyring")
    see("no-keyring")
    desk.press_to("This Session Only")
    desk.wait_shown("Go on for this session only?")
    see("no-keyring-session")


def damaged(desk, see):
    """The clinic's file is no longer what was written, while the program is not there."""
    desk.start()
    create_clinic(desk)
    desk.quit(30)
    (path,) = (desk.home / "data/orchestrateur").glob("training*/clinics/*.db")
    path.write_bytes(path.read_bytes()[::-1])
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    desk.start()
    desk.wait_shown("The data on this computer cannot be read", seconds=30)
    see("damaged")
    desk.press_to("Set the File Aside…")
    desk.wait_shown("Set the data aside?")
    see("damaged-aside")

 
def dialogs(desk, see):
    """The dialogs of the pages Synchronisation, Services and Staff, and what is told there once the EMR has changed."""
    desk.start()
    create_clinic(desk)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=120)
    people = desk.wait(lambda: desk.hub.resources("Appointment", server="hub"), "appointments on the hub", 60)[0]["participant"]
    patient = next(one["actor"] for one in people if one["actor"].get("type") == "Patient")
    change_patient(desk, patient["identifier"]["value"], birthDate="1950-01-01")
    name = hire(desk)
    desk.key("ctrl+r")
    desk.wait_shown(begins(desk, "Patients to reconcile"), role="list item", seconds=120)
    see("main-synchronisation-news")
    open_row(desk, "Patients to reconcile", begins(desk, "%u of %u chosen. What is not chosen waits."))
    see("dialog-reconciliation")
    desk.key("Escape")
    open_row(desk, "Patients that arrived", "Show the Health Insurance Numbers")
    see("dialog-patients")
    desk.key("Escape")
    open_row(desk, "What is synchronised", "PIN or passphrase")
    give_pin(desk, "Whose appointments")
    see("dialog-sync-settings")
    desk.press_to("Professionals", role="list item", activate="Return")
    desk.wait_shown("Tick All", role="button")
    see("dialog-sync-professionals")
    desk.key("Escape")
    desk.key("Escape")
    open_row(desk, "Ticket to support", "What happened")
    see("dialog-ticket")
    desk.key("Escape")
    open_page(desk, "Staff")
    desk.wait_shown(begins(desk, "New in the EMR: %s."))
    see("main-staff-news")
    desk.focus(re.compile("^Dre? "), role="row")
    desk.focus(re.compile("^" + re.escape(name)), role="row", by="Down")
    desk.key("Return")
    desk.wait_shown("From the EMR")
    for tab in ("Details", "Services", "Source", "Role"):
        open_tab(desk, tab)
        see(f"dialog-staff-{tab.lower()}")
    desk.key("Escape")
    services(desk, see)


def services(desk, see):
    """The assistant for new services, page by page; the details of a service, and its offer of care."""
    add_services(desk, [f"Essai {n}" for n in range(5)])
    open_page(desk, "Services")
    synchronise(desk)
    see("assistant-1-excluded")
    search(desk, "essai 0")
    desk.press_to("Essai 0", role="checkbox")
    for page, name in ((1, "inactive"), (2, "active"), (3, "preview")):
        go(desk, page)
        if name == "active":
            search(desk, "essai")
            type_all_shown(desk, "regular")
        see(f"assistant-{page + 1}-{name}")
    desk.press_to("Apply", role="button")
    desk.wait_shown("The hub has been told.", seconds=60)
    see("assistant-5-done")
    desk.focus("Essai 1", role="list item")
    desk.key("Return")
    desk.wait_shown("Offer this service", role="switch")
    desk.press_to("Offer this service", role="switch")
    see("dialog-offer-of-care")
    desk.key("Escape")
    desk.press_to("Save", role="button")
    desk.wait_gone("From the EMR")
    desk.press_to("Close", role="button")
    open_service(desk, "Essai 1")
    see("dialog-service")
    desk.key("Escape")


def messages(desk, see):
    """Conversations and patients in every state, as the training hub makes them; a thread, and the page of one patient."""
    desk.stop_hub()
    desk.start_hub_again("--control", "--conversations", "--language", desk.language)
    desk.start()
    create_clinic(desk)
    open_page(desk, "Messages")
    desk.wait_shown(re.compile("^Fictif-"), role="list item", seconds=120)
    see("messages")
    # Tab comes to the list, arrows go on in it.
    desk.focus(re.compile("^" + re.escape(desk.T("In progress", "conversation"))), role="list item")
    desk.press_to(re.compile("^Fictif-"), role="list item", activate="Return", by="Down")
    desk.wait_shown("Messages of the conversation", seconds=20)
    see("messages-thread")
    open_page(desk, "Patients")
    desk.fill("Search", "Fictif", re.compile("."))
    desk.wait_shown(re.compile(re.escape(desk.T("Account active"))), role="list item", seconds=60)
    see("patients")
    desk.press_to(re.compile("^Fictif-"), role="list item", activate="Return")
    desk.wait_shown("Family name")
    see("patient")


TOURS = (wizard, locked_emr, by_hand, main, dialogs, join, no_keyring, damaged, messages)
