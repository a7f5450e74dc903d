# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A clinic without an EMR: people and services by hand and from files with bad rows, which are told and left out; then by hand in the main window."""
import re

from kit import Failure
from kit.hub import kind_of
from kit.walks import NO_EMR, choose_emr, choose_path, create, go_next, open_page, to_step

STAFF = """nom,prénom,permis,profession
Lavallée,Aurélie,91-20301,Médecin
,Sans-Nom,91-20302,Médecin
O'Connor,Seán,,Médecin
"Dupont, fils",Zoé,91-20304,Infirmière
Jumeau,Léo,91-20301,Médecin
Côté,Maël
"""
SERVICES = """nom;durée;catégorie
Suivi de grossesse;30;Suivi
Trop long;900;Suivi
suivi de grossesse;20;Suivi
Vaccination « santé-voyage »;15;Prévention
"""
BAD = {"staff": [(3, "The name is missing."), (4, "The licence number is missing."), (6, "Another row has the same licence number."),
                 (7, None)],
       "services": [(3, "The duration must be from 1 to 480 minutes."), (4, "Another row has the same name.")]}


def read_file(desk, kind, text, good):
    """Import a File…: the path is typed in the file chooser; each bad row is told with its line before anything is kept."""
    path = desk.folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8" if kind == "staff" else "cp1252")
    choose_path(desk, lambda: desk.press_to("Import a File (CSV)…"), path)
    one, many = ("%u row can be added", "%u rows can be added")
    wanted = desk.plural(one, many)[good != 1].replace("%u", str(good))
    desk.wait_shown(re.compile("^" + re.escape(wanted)), seconds=20)
    desk.screenshot(f"csv-{kind}")
    for line, fault in BAD[kind]:
        start = desk.T("Line %u: %s (“%s”)").split("%s")[0].replace("%u", str(line))
        desk.wait_shown(re.compile("^" + re.escape(start + (desk.T(fault) if fault else ""))))
    desk.press_to("Add", role="button")
    desk.wait_gone(re.compile("^" + re.escape(wanted)))


def add_file_later(desk):
    """On the page Staff: one row is somebody who is there already."""
    path = desk.folder / "later.csv"
    path.write_text("nom,prénom,permis,profession\nGagnon,Ève,91-55501,Médecin\nEncore,Aurélie,91-20301,Médecin\n", encoding="utf-8")

    def press():
        desk.press_to("More Ways to Add")
        desk.press_to("Import from a File…", activate="Return")

    choose_path(desk, press, path)
    desk.wait_shown(re.compile("^" + re.escape(desk.plural("%u row can be added", "%u rows can be added")[1].replace("%u", "2"))), seconds=20)
    desk.press_to("Add", role="button")
    desk.wait_shown(desk.plural("%u Row Was Not Added", "%u Rows Were Not Added")[0].replace("%u", "1"), seconds=20)
    desk.wait_shown(re.compile("Aurélie Encore"))
    desk.screenshot("later-file")
    desk.press_to("Close", role="button")
    desk.wait_shown(re.compile("Gagnon"), role="row")
    desk.hub_holds("Practitioner", lambda one: one["name"][0].get("family") == "Gagnon", count=1)


def add_later(desk, people):
    """The clinic is there: its pages go on taking rows by hand, once each."""
    open_page(desk, "Services")
    desk.wait_shown("Add a Service…", role="button")
    desk.screenshot("later-services")
    desk.key("ctrl+n")
    desk.fill("Name of the service", "échographie")
    desk.press_to("Save", role="button")
    desk.wait_shown("A service has this name already.")
    desk.screenshot("later-service-twice")
    desk.fill("Name of the service", "Prise de sang")
    desk.press_to("Save", role="button")
    desk.wait_shown(re.compile("Prise de sang"), role="row")
    desk.wait_shown("Define…", role="button")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Services")) + ", 4$"), role="list item")
    desk.screenshot("later-service-added")
    desk.hub_holds("HealthcareService", lambda one: one["name"] == "Prise de sang", count=1)

    open_page(desk, "Staff")
    desk.wait_shown("Add a Person…", role="button")
    desk.key("ctrl+n")
    desk.fill("Given name", "Zoé")
    desk.fill("Family name", "Lavoie")
    desk.fill("Licence number", "91 77777")
    desk.press_to("Save", role="button")
    desk.wait_shown(re.compile("Trépanier"))
    desk.screenshot("later-licence-twice")
    desk.fill("Licence number", "91-88888")
    desk.fill("Speciality", "Médecine d’urgence")
    desk.press_to("Save", role="button")
    desk.wait_shown(re.compile("Lavoie"), role="row")
    desk.screenshot("later-person-added")
    desk.hub_holds("Practitioner", count=people + 1)
    desk.hub_holds("PractitionerRole", lambda one: any(said.get("text") == "Médecine d’urgence" for said in one.get("specialty", ())), count=1)
    add_file_later(desk)
    take_away(desk, people + 2)


def take_away(desk, people):
    """What was typed goes from its details, with Undo; the hub keeps what allows nothing any more."""
    for _ in range(40):
        if (here := desk.focused()) and here.role == "row":
            break
        desk.key("Tab")
    desk.key("Return")
    desk.wait_shown("Change…")
    desk.screenshot("typed-person")
    desk.press_to("Take Away…")
    desk.wait_shown("Take Away", role="button")
    desk.screenshot("typed-take-away")
    desk.press_to("Take Away", role="button")
    desk.wait_shown(re.compile("^" + re.escape(desk.T("Staff")) + ", 4$"), role="list item")
    desk.hub_holds("Practitioner", lambda one: one.get("active", True), count=people - 1)


def scenario(desk):
    before = len(desk.hub.resources("Practitioner"))
    desk.start()
    to_step(desk, 3)
    choose_emr(desk, NO_EMR[desk.language])
    go_next(desk, 3)
    desk.wait_sensitive("Next", False, role="button")
    desk.press_to("Add a Person…")
    desk.wait_shown("Family name")
    desk.fill("Given name", "Anaïs")
    desk.fill("Family name", "Trépanier")
    desk.press_to("Save", role="button")
    desk.wait_shown("Enter the licence number.")
    desk.fill("Licence number", "91-77777")
    desk.fill("Phone number", "4185550123", "(418) 555-0123")
    desk.press_to("Save", role="button")
    desk.wait_shown(re.compile("Trépanier"), role="list item")
    read_file(desk, "staff", STAFF, 2)
    desk.wait_shown(re.compile("Dupont, fils"), role="list item")
    desk.screenshot("staff-by-hand")
    go_next(desk, 4)

    desk.press_to("Add a Service…")
    desk.fill("Name of the service", "Échographie")
    desk.press_to("Save", role="button")
    desk.wait_shown(re.compile("Échographie"), role="list item")
    read_file(desk, "services", SERVICES, 2)
    desk.wait_shown(re.compile("Vaccination « santé-voyage »"), role="list item")
    go_next(desk, 5)
    create(desk, seconds=60)

    desk.hub_holds("Organization", lambda one: kind_of(one) == "clinic", count=1)
    people = desk.hub_holds("Practitioner", count=before + 3)
    names = {name.get("family") for person in people for name in person.get("name", ())}
    if not {"Trépanier", "Lavallée", "Dupont, fils"} <= names or {"Jumeau", "O'Connor", "Côté"} & names:
        raise Failure(f"On the hub: {sorted(filter(None, names))}")
    services = desk.hub_holds("HealthcareService", count=3)
    if {service["name"] for service in services} != {"Échographie", "Suivi de grossesse", "Vaccination « santé-voyage »"}:
        raise Failure(f"On the hub: {[service['name'] for service in services]}")
    add_later(desk, len(people))
