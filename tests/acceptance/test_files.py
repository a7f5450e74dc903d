# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A clinic whose EMR has no interface: its staff, services and appointments come from files exported into a folder. Columns are chosen and seen as they will be
read, bad rows told; the clinic is created; then a newer file is put into the folder, and what it changes arrives by itself."""
import os
import re
from datetime import timedelta

from kit import Failure
from kit.emr import today
from kit.walks import appointment_rows, choose_emr, choose_path, create, give_key, go_next, open_page, run_import, to_step

QUIET = True
STAFF = """No permis;Nom;Prénom;Titre;Profession;Point de service
90001;Sansregret;Élise;Dre;Médecin de famille;Clinique médicale
90002;Beausoleil;Mathéo;Dr;Médecin de famille;Clinique médicale
90003;Painchaud;Cédric;Dr;Médecin de famille;Clinique médicale
"""
SERVICES = """Code,Type de rendez-vous,Durée (min),Catégorie
1,Suivi régulier,20,Consultation
2,Suivi de grossesse,30,Suivi
3,Vaccination,10,Prévention
"""
HEADER = "No RDV;Date;Heure;Médecin;Type de rendez-vous;Statut;No dossier;Nom du patient;Prénom du patient;NAM;Date de naissance;Téléphone\n"
PATIENTS = (("501", "Gagnon", "Alice", "GAGA85541215", "15/04/1985"), ("502", "Roy", "Luc", "ROYL80011513", "15/01/1980"),
            ("503", "Côté", "Zoé", "COTZ92573018", "30/07/1992"))
# The catalogue's own words, in both languages: they are data, not in the program's messages.
WORDS = {"fr": {"way": "Moyen de connexion", "folder": "Dossier des fichiers exportés", "files": "Par fichiers exportés du DMÉ (CSV)"},
         "en": {"way": "Way to connect", "folder": "Folder of the exported files", "files": "By files exported from the EMR (CSV)"}}


def line(number, moment, patient, status="Confirmé", staff="Sansregret, Élise", service="Suivi régulier"):
    chart, family, given, nam, birth = PATIENTS[patient]
    return ";".join((str(number), moment.strftime("%d/%m/%Y"), moment.strftime("%H:%M"), f'"{staff}"' if "," in staff else staff, service, status,
                     chart, family, given, nam, birth, "418 555-0101")) + "\n"


def put(folder, name, text, encoding="utf-8"):
    """As an EMR does: under another name until it is whole."""
    half = folder / f"{name}.part"
    half.write_text(text, encoding=encoding)
    os.replace(half, folder / name)


def choose_file(desk, kind, path, see):
    """The file is chosen in the desktop's window; its columns are shown."""
    choose_path(desk, lambda: desk.press_to("Choose the File…"), path)
    desk.wait_shown("Columns of the File", seconds=20)
    see(kind)


def rows_read(desk, count):
    one, many = ("%u row is read", "%u rows are read")
    desk.wait_shown(re.compile("^" + re.escape(desk.plural(one, many)[count != 1].replace("%u", str(count)))), seconds=20)


def scenario(desk):
    folder = desk.folder / "exports"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    moment = today(10, 0, 1)
    rows = [line(1, moment, 0), line(2, moment + timedelta(minutes=30), 1, service="Vaccination"),
            line(3, moment + timedelta(hours=1), 2, staff="90002"), line(4, moment + timedelta(hours=2), 0).replace(moment.strftime("%d/%m/%Y"), "demain")]
    put(folder, "personnel.csv", STAFF, "cp1252")
    put(folder, "services.csv", SERVICES)
    put(folder, "rendez-vous_20260105.csv", HEADER + "".join(rows), "utf-16")

    desk.start()
    to_step(desk, 3)
    choose_emr(desk, "Ofys")
    give_key(desk)
    words = WORDS[desk.language]
    desk.focus(re.compile(re.escape(words["way"])))
    desk.screenshot("1-later")
    desk.key("space")
    desk.wait_shown(words["files"])
    desk.key("Down")
    desk.key("Return")
    desk.fill(words["folder"], str(folder))
    desk.screenshot("2-form")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    if english := desk.english_in_french():
        raise Failure(f"In English: {english}")
    for kind, name, count in (("staff", "personnel.csv", 3), ("services", "services.csv", 3), ("appointments", "rendez-vous_20260105.csv", 3)):
        choose_file(desk, kind, folder / name, lambda kind: desk.screenshot(f"3-columns-{kind}"))
        rows_read(desk, count)
        desk.press_to("Keep", role="button")
        desk.wait_gone("Columns of the File")
    desk.screenshot("4-chosen")
    desk.press_to("Test the Connection", role="button")
    desk.wait_shown(re.compile(re.escape(desk.T("The files can be read: %s, %s, %s.").split("%s")[0])), seconds=30)
    desk.screenshot("5-tested")
    go_next(desk, 3)
    if (count := run_import(desk, "staff")) != 3:
        raise Failure(f"{count} people were said to be imported")
    go_next(desk, 4)
    if (count := run_import(desk, "services")) != 3:
        raise Failure(f"{count} services were said to be imported")
    go_next(desk, 5)
    create(desk, seconds=60)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=120)
    desk.screenshot("6-synchronised")
    desk.wait_shown(re.compile(re.escape("personnel.csv")))
    desk.wait_shown(re.compile(re.escape("rendez-vous_20260105.csv")))

    # A newer export: one is cancelled, one is new.
    put(folder, "rendez-vous_20260106.csv", HEADER + "".join([rows[0], rows[1].replace("Confirmé", "Annulé"), rows[2], line(5, moment + timedelta(hours=3), 1)]), "utf-16")
    open_page(desk, "Appointments")
    offer = "Next Day with Appointments"
    desk.wait(lambda: appointment_rows(desk) or desk.find(offer, "button"), "appointments, or the next day", 30)
    if desk.shown(offer):
        desk.press_to(offer)
    desk.wait(lambda: any(re.match(r"13(:|\sh\s)00,", row) for row in appointment_rows(desk)), "the new appointment", 60)
    desk.screenshot("7-newer")

    # Far fewer than before: nothing is done until somebody says that it is right.
    put(folder, "rendez-vous_20260107.csv", HEADER + rows[0], "utf-16")
    open_page(desk, "Synchronisation")
    desk.wait_shown("It Is Right", role="button", seconds=60)
    desk.screenshot("8-fewer")
    if english := desk.english_in_french():
        raise Failure(f"In English: {english}")
    desk.press_to("It Is Right", role="button")
    desk.wait_gone("It Is Right", role="button", seconds=60)
    desk.wait_shown(re.compile(re.escape("rendez-vous_20260107.csv")), seconds=60)
