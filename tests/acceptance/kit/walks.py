# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Ways through the program that several scenarios, the gallery and the benchmarks take.

A walk calls see (name) on each screen it comes to; the gallery takes its pictures there.
"""
import re

from . import Failure

ADMINISTRATOR = "administration"
STEPS = ("Your clinic", "Appointment provider", "EMR provider", "Staff", "Services offered", "Patients")
# Of the catalogue's data, not of gettext's.
FHIR_EMR = {"fr": "DMÉ FHIR R4", "en": "FHIR R4 EMR"}
NO_EMR = {"fr": "Aucun DMÉ (standalone)", "en": "No EMR (standalone)"}


def nothing(_name):
    pass


def at_step(desk, number, seconds=15):
    """Waits for the page of that step, 1 to 6, to be the one shown."""
    desk.wait_shown(STEPS[number - 1], role="heading", seconds=seconds)
    return number


def current_step(desk):
    headings = {node.name for node in desk.nodes() if node.role == "heading"}
    return next((number for number, name in enumerate(STEPS, 1) if desk.T(name) in headings), None)


def go_next(desk, number):
    """From step @number to the following one."""
    desk.wait_sensitive("Next", role="button")
    desk.press_to("Next")
    at_step(desk, number + 1)


# --- the steps ------------------------------------------------------------------------------

def fill_clinic(desk):
    """Step 1: the hub has filled in what it knows; the rest is typed."""
    wanted = {"Name of the clinic": "Clinique Beauséjour", "Address": "350 boulevard Charest Est", "City": "Québec"}
    for name, text in wanted.items():
        if not desk.value(name):
            desk.fill(name, text)
    if not desk.value("Postal code"):
        desk.fill("Postal code", "g1k3h5", "G1K 3H5")
    if not desk.value("Phone number"):
        desk.fill("Phone number", "4185555555", "(418) 555-5555")


def tick_provider(desk, name="Rendez-vous santé Québec"):
    """Step 2."""
    card = desk.wait_shown(name, role="checkbox")
    if "checked" not in card.states:
        desk.press_to(name, role="checkbox")
        desk.wait(lambda: "checked" in desk.find(name, "checkbox").states, f"{name} to be ticked")


def choose_emr(desk, name, by="Down"):
    """Step 3: the card of an EMR, unless it is the one chosen already. @by: the arrow that leads to it from the one chosen."""
    card = desk.wait(lambda: desk.find(re.compile("^" + re.escape(name)), "radio"), f"the card {name}")
    if "checked" not in card.states:
        chosen = next((n for n in desk.nodes() if n.role == "radio" and "checked" in n.states), None)
        # One Tab stop for the group once something is chosen; arrows go round in it.
        desk.focus(chosen.name if chosen else card.name, role="radio")
        if chosen:
            desk.focus(card.name, role="radio", by=by)
        desk.key("space")
        desk.wait(lambda: "checked" in (desk.find(card.name, "radio") or card).states, f"{name} to be chosen")


def give_key(desk, key=None):
    """Step 3: the shared key, typed twice, kept in the keyring."""
    key = key or desk.shared_key
    if desk.shown("Kept in the keyring of this computer. It cannot be shown."):
        return
    desk.fill("Shared encryption key", key, re.compile("."))
    desk.fill("The same key, again", key, re.compile("."))
    desk.wait_sensitive("Keep the Key")
    desk.press_to("Keep the Key")
    desk.wait_shown("Kept in the keyring of this computer. It cannot be shown.")


def test_connection(desk, seconds=20):
    """Step 3: in training the form is filled with the training EMR's own details."""
    done = "The EMR answers and accepts these credentials. They are kept in the keyring."
    if not desk.shown(done):
        desk.wait_shown("Test the Connection")
        desk.press_to("Test the Connection")
        desk.wait_shown(done, seconds=seconds)


def run_import(desk, kind, seconds=30):
    """Steps 4 and 5: presses Import and waits for the success; returns how many were imported."""
    button, one, many = {"staff": ("Import the Staff", "%u person imported", "%u people imported"),
                         "services": ("Import the Services", "%u service imported", "%u services imported")}[kind]
    desk.wait_shown(button)
    desk.press_to(button)
    return wait_counted(desk, one, many, seconds)


def wait_counted(desk, one, many, seconds=15):
    """Waits for a sentence with a number, in singular or plural; returns the number."""
    patterns = [re.compile(re.escape(text).replace("%u", r"([\d\u00a0\u202f ,]+)")) for text in desk.plural(one, many)]

    def counted():
        desk.alive()
        for node in desk.nodes():
            for pattern in patterns:
                if match := pattern.search(node.name):
                    return (int(re.sub(r"\D", "", match.group(1))),)
        return None
    return desk.wait(counted, f"“{desk.plural(one, many)[1]}”", seconds)[0]


# --- the way to the clinic ------------------------------------------------------------------

def enter(desk, see=nothing):
    """From the first window to the first step of the wizard, on training data."""
    desk.wait_shown("Try with training data")
    see("welcome")
    desk.press_to("Try with training data", activate="Return")
    pages = {"This Is Our Hub": confirm_hub, "Choose a password": choose_password,
             "Choose a PIN for this workstation": choose_pin}
    while pages:
        name = desk.wait(lambda: desk.alive() and (desk.shown(STEPS[0], "heading") and "wizard" or
                                                   next((name for name in pages if desk.shown(name)), None)),
                         "the next page of the activation", 20)
        if name == "wizard":
            return
        see("activation-" + pages[name].__name__.replace("_", "-"))
        pages.pop(name)(desk)


def confirm_hub(desk):
    desk.press_to("This Is Our Hub")
    desk.wait_gone("This Is Our Hub")


def choose_password(desk):
    desk.fill("Password", desk.password, re.compile("."))
    desk.fill("The same password, again", desk.password, re.compile("."))
    desk.press_to("Continue")
    desk.wait_gone("Choose a password", seconds=20)


def choose_pin(desk):
    desk.fill("PIN or passphrase", desk.pin, re.compile("."))
    desk.fill("The same one, again", desk.pin, re.compile("."))
    desk.press_to("Continue")
    desk.wait_gone("Choose a PIN for this workstation", seconds=20)


def unlock(desk, seconds=30):
    """After a restart or Ctrl+L: the same person's PIN opens the session again (security.md 6)."""
    desk.wait_shown("This workstation is locked", seconds=seconds)
    desk.fill("PIN or passphrase", desk.pin, re.compile("."))
    desk.key("Return")
    desk.wait_gone("This workstation is locked", seconds=seconds)


def to_step(desk, number, see=nothing, emr=FHIR_EMR, patience=1):
    """From the first window to that step, filling every step before it."""
    enter(desk, see)
    at_step(desk, 1)
    see("wizard-1-clinic")
    if number == 1:
        return
    fill_clinic(desk)
    go_next(desk, 1)
    see("wizard-2-providers")
    if number == 2:
        return
    tick_provider(desk)
    go_next(desk, 2)
    see("wizard-3-emr")
    if number == 3:
        return
    choose_emr(desk, emr[desk.language])
    see("wizard-3-key")
    give_key(desk)
    see("wizard-3-connection")
    test_connection(desk)
    go_next(desk, 3)
    see("wizard-4-staff")
    if number == 4:
        return
    desk.staff = run_import(desk, "staff", 30 * patience)
    see("wizard-4-staff-imported")
    go_next(desk, 4)
    see("wizard-5-services")
    if number == 5:
        return
    desk.services = run_import(desk, "services", 30 * patience)
    see("wizard-5-services-imported")
    go_next(desk, 5)
    see("wizard-6-patients")


def create(desk, see=nothing, seconds=30):
    """Step 6: I understand, then Create the Clinic; until the main window is there."""
    if "checked" not in desk.wait_shown("I understand", role="checkbox").states:
        desk.press_to("I understand", role="checkbox")
    desk.wait_sensitive("Create the Clinic")
    desk.press_to("Create the Clinic")
    see("wizard-6-creating")
    at_main_window(desk, seconds)


def at_main_window(desk, seconds=30):
    desk.wait_gone("Patients", role="heading", seconds=seconds)
    desk.wait(desk.keys.windows, "the main window")
    desk.resize(*desk.size)
    desk.wait_shown("Pages", role="list")


def create_clinic(desk, see=nothing, patience=1):
    """From the first window to the main one."""
    to_step(desk, 6, see, patience=patience)
    create(desk, see, 30 * patience)


def choose_path(desk, press, path):
    """@press opens the desktop's window to choose a file; its path is typed there. That window completes what is typed once it has read the folder,
    sometimes below the fingers: then it is typed again, as a person would."""
    mine = {window.id for window in desk.keys.windows()}

    def shown():
        here = desk.focused()
        return here and here.text

    press()
    desk.wait(lambda: (window := desk.keys.active()) and window.id not in mine, "the file chooser", 20)
    desk.type(str(path))
    if desk.wait(lambda: (text := shown()) and path.name in text and text, "the path to be shown", 20) != str(path):
        desk.key("ctrl+a")
        desk.type(str(path))
        desk.wait(lambda: shown() == str(path), "the path, typed again", 20)
    desk.key("Return")


def open_page(desk, page):
    """A page of the main window, by its row of the sidebar."""
    # A row is read with its count: “Services, 40”. Tab comes to the list, arrows go on in it.
    pages = ("Messages", "Appointments", "Services", "Staff", "Patients", "Synchronisation", "Reports", "Clinic", "Support")
    anyone = re.compile("^(" + "|".join(re.escape(desk.T(one, "page")) for one in pages) + ")(,|$)")
    desk.focus(anyone, role="list item")
    desk.key("Home")
    desk.press_to(re.compile("^" + re.escape(desk.T(page, "page")) + "(,|$)"), role="list item", activate="Return", by="Down")


def appointment_rows(desk):
    """The appointments that show, each as it is read: time, patient, service, professional, status, source."""
    return [node.name for node in desk.nodes() if node.role == "list item" and re.match(r"\d+(:|\sh\s)\d\d,", node.name)]


def see_appointments(desk, see):
    """A day and a week that have some: on a day without, the next one is offered."""
    open_page(desk, "Appointments")
    offer = "Next Day with Appointments"
    desk.wait(lambda: appointment_rows(desk) or desk.find(offer, "button"), "appointments, or the next day", 30)
    if desk.shown(offer):
        desk.press_to(offer)
        desk.wait(lambda: appointment_rows(desk), "the appointments of that day", 30)
    see("main-appointments")
    desk.focus("Day", role="radio")
    desk.key("Right")
    desk.key("space")
    desk.wait_shown(re.compile(re.escape(desk.T("Previous week"))))
    see("main-appointments-week")


def every_screen(desk, see):
    """Every screen there is, for the gallery."""
    desk.start()
    create_clinic(desk, see)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=120)
    see("main-synchronisation")
    see_appointments(desk, see)
    for page in ("Services", "Staff", "Clinic"):
        open_page(desk, page)
        see(f"main-{page.lower()}")
    open_page(desk, "Synchronisation")
    desk.stop_hub()
    desk.key("ctrl+r")
    desk.wait_shown("The last synchronisation did not do everything", seconds=60)
    see("main-synchronisation-cut")
    desk.start_hub_again()


def bring_all(desk, name):
    """From step 3, its connection typed, to the appointments of an EMR that shows the usual clinic: 25 people, 40 services."""
    test_connection(desk)
    go_next(desk, 3)
    staff = run_import(desk, "staff")
    go_next(desk, 4)
    services = run_import(desk, "services")
    if (staff, services) != (25, 40):
        raise Failure(f"{staff} people and {services} services were said to be imported")
    go_next(desk, 5)
    create(desk, seconds=60)
    desk.hub_holds("HealthcareService", count=40)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=180)
    see_appointments(desk, desk.screenshot)
    if not appointment_rows(desk):
        raise Failure(f"No appointment came from {name}")
