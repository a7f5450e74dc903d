# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A clinic without an EMR: people and services by hand and from files with bad rows, which are told and left out."""
import re

from kit import Failure
from kit.hub import kind_of
from kit.walks import NO_EMR, choose_emr, create, go_next, to_step

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
    mine = {window.id for window in desk.keys.windows()}
    desk.press_to("Import a File (CSV)…")
    desk.wait(lambda: (window := desk.keys.active()) and window.id not in mine, "the file chooser", 20)
    desk.type(str(path))
    desk.wait(lambda: (here := desk.focused()) and here.text and here.text.endswith(path.name), "the path to be shown", 20)
    desk.key("Return")
    one, many = ("%u row can be added", "%u rows can be added")
    wanted = desk.plural(one, many)[good != 1].replace("%u", str(good))
    desk.wait_shown(re.compile("^" + re.escape(wanted)), seconds=20)
    desk.screenshot(f"csv-{kind}")
    for line, fault in BAD[kind]:
        start = desk.T("Line %u: %s (“%s”)").split("%s")[0].replace("%u", str(line))
        desk.wait_shown(re.compile("^" + re.escape(start + (desk.T(fault) if fault else ""))))
    desk.press_to("Add", role="button")
    desk.wait_gone(re.compile("^" + re.escape(wanted)))


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
