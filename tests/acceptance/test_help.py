# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""F1, by the key itself: from the first window, each step of the set-up, each page, dialogs and the locked screen, the help viewer is asked for the page about
what shows; each of these is a page of the help, in the language of the desk too."""
from kit import Failure
from kit.walks import create_clinic, open_page

import tree  # the kit knows where it is

QUIET = True
BOTH = True
STEPS = {"welcome": "getting-started", "activation-confirm-hub": "activation", "wizard-1-clinic": "wizard-clinic",
         "wizard-2-providers": "wizard-appointment-providers", "wizard-3-emr": "wizard-emr", "wizard-4-staff": "wizard-staff",
         "wizard-5-services": "wizard-services", "wizard-6-patients": "wizard-patients"}
PAGES = {"Messages": "messages", "Appointments": "appointments", "Services": "services", "Staff": "staff", "Patients": "patients",
         "Synchronisation": "synchronisation", "Reports": "remuneration", "Clinic": "clinic", "Support": "support-guide"}


def lay_viewer(desk):
    """A help viewer that writes down what it is asked for."""
    asked = desk.folder / "asked"
    viewer = desk.folder / "viewer"
    viewer.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{asked}"\n')
    viewer.chmod(0o755)
    applications = desk.home / "data/applications"
    applications.mkdir(parents=True)
    (applications / "viewer.desktop").write_text(f"[Desktop Entry]\nType=Application\nName=Viewer\nExec={viewer} %u\nMimeType=x-scheme-handler/help;\n")
    (desk.home / "config/mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/help=viewer.desktop\n")
    return asked


def scenario(desk):
    asked = lay_viewer(desk)
    n = 0

    def f1(page):
        nonlocal n
        desk.key("F1")
        n += 1
        lines = desk.wait(lambda: asked.exists() and len(found := asked.read_text().split()) >= n and found, f"F1 to open {page}", 20)
        if lines[n - 1] != f"help:orchestrateur/{page}":
            raise Failure(f"F1 opened {lines[n - 1]}, not {page}")
        for language in ("C", desk.language.replace("en", "C")):
            if not (tree.BUILD / "help/html" / language / f"{page}.html").exists():
                raise Failure(f"The help has no {page} ({language})")

    desk.start()
    create_clinic(desk, lambda name: f1(STEPS[name]) if name in STEPS else None)
    for name, page in PAGES.items():
        open_page(desk, name)
        f1(page)
    desk.key("ctrl+comma")
    desk.wait_shown("Appearance")
    f1("preferences")
    desk.key("Escape")
    desk.wait_gone("Appearance")
    open_page(desk, "Clinic")
    desk.press_to("Journal of Accesses…", role="button")
    desk.wait_shown("By whom", seconds=20)
    f1("journal")
    desk.key("Escape")
    desk.wait_gone("By whom")
    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    f1("keyring-and-lock")
