# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The walk of the pictures of the help: a clinic from its welcome to its lock, on training data only. It calls see (name) at each."""
import re

from .services import add_services, go, search, synchronise, type_all_shown
from .walks import (FHIR_EMR, at_main_window, at_step, choose_emr, create, enter, fill_clinic, give_key, go_next, open_page, run_import,
                    see_appointments, test_connection, tick_provider, wait_counted)


def set_up(desk, see):
    enter(desk, lambda name: see(name) if name == "welcome" else None)
    at_step(desk, 1)
    fill_clinic(desk)
    desk.focus("Name of the clinic")
    see("wizard-clinic")
    go_next(desk, 1)
    tick_provider(desk)
    see("wizard-providers")
    go_next(desk, 2)
    see("wizard-emr")
    choose_emr(desk, FHIR_EMR[desk.language])
    give_key(desk)
    test_connection(desk)
    see("wizard-connection")
    go_next(desk, 3)
    desk.hub.emr(staff="conflicts")
    desk.press_to("Import the Staff")
    wait_counted(desk, "%u person in conflict", "%u people in conflict")
    see("wizard-conflicts")
    desk.hub.emr(staff="ok")
    run_import(desk, "staff")
    go_next(desk, 4)
    run_import(desk, "services")
    go_next(desk, 5)
    see("wizard-patients")
    create(desk)
    at_main_window(desk)


def talk(desk, see):
    open_page(desk, "Messages")
    desk.wait_shown(re.compile("^Fictif-"), role="list item", seconds=120)
    desk.focus(re.compile("^" + re.escape(desk.T("In progress", "conversation"))), role="list item")
    desk.press_to(re.compile("^Fictif-"), role="list item", activate="Return", by="Down")
    desk.wait_shown("Messages of the conversation", seconds=20)
    # Wide enough for the list and the conversation side by side.
    desk.resize(1240, 720)
    see("messages")
    desk.resize(*desk.size)
    open_page(desk, "Patients")
    desk.fill("Search", "Fictif", re.compile("."))
    desk.wait_shown(re.compile(re.escape(desk.T("Account active"))), role="list item", seconds=60)
    see("patients")
    desk.focus(re.compile("^Fictif-"), role="list item")
    desk.press_to(re.compile("^Fictif-Saule"), role="list item", activate="Return", by="Down")
    desk.press_to("Generate Invitation…", role="button")
    desk.wait_shown("Generate the Code", role="button")
    see("invitation")
    desk.key("Escape")


def offer(desk, see):
    open_page(desk, "Services")
    see("services")
    add_services(desk, [f"Clinique de vaccination {n}" for n in range(1, 5)])
    synchronise(desk)
    for page in (1, 2):
        go(desk, page)
    search(desk, "vaccination")
    type_all_shown(desk, "regular")
    see("services-types")
    desk.key("Escape")


def work(desk, see):
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=180)
    see("synchronisation")
    see_appointments(desk, lambda name: see("appointments") if name == "main-appointments" else None)
    open_page(desk, "Staff")
    desk.wait(lambda: any(node.role in ("table row", "row", "list item") for node in desk.nodes()), "rows")
    see("staff")
    open_page(desk, "Reports")
    desk.wait_shown("Remuneration report", seconds=30)
    see("reports")
    open_page(desk, "Clinic")
    see("clinic")
    desk.press_to("Journal of Accesses…", role="button")
    desk.wait_shown("By whom", seconds=20)
    see("journal")
    desk.key("Escape")
    open_page(desk, "Support")
    desk.wait_shown("Who needs help?", role="heading")
    see("support")
    desk.key("ctrl+comma")
    desk.wait_shown("Appearance")
    see("preferences")
    desk.key("Escape")
    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    see("locked")


def tour(desk, see):
    desk.stop_hub()
    desk.start_hub_again("--control", "--conversations", "--language", desk.language)
    desk.start()
    set_up(desk, see)
    for part in (talk, offer, work):
        part(desk, see)
