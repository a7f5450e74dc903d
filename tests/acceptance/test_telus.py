# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A clinic with an EMR of TELUS's: what TELUS gives is typed; each thing that goes wrong is told with what to do; then staff, services, appointments
and patients come as from any other EMR. In the long tier alone: Accuro goes the same way in the normal one."""
import re

from kit import Failure
from kit.walks import (appointment_rows, choose_emr, create, give_key, go_next, open_page, run_import, see_appointments, test_connection,
                       to_step)

QUIET = True
CASES = []
FULL_CASES = ["TELUS PS Suite", "TELUS Med Access", "Kinlogix", "Medesync"]
# The catalogue's own words, in both languages: they are data, not in the program's messages.
INSTANCE = {"fr": "Identifiant d’instance du DMÉ", "en": "EMR instance ID"}


def told(desk, words):
    """Tests the connection: what it says must hold these words."""
    desk.press_to("Test the Connection", role="button")
    desk.wait_shown(re.compile(re.escape(words)), seconds=20)


def scenario(desk, case):
    instance = INSTANCE[desk.language]
    desk.start()
    to_step(desk, 3)
    choose_emr(desk, case)
    give_key(desk)
    desk.screenshot("1-form")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    if english := desk.english_in_french():
        raise Failure(f"In English: {english}")

    kept = desk.value(instance)
    desk.fill(instance, "PERSONNE-01")
    told(desk, "Vérifiez l’identifiant d’instance" if desk.language == "fr" else "Check the instance ID")
    desk.screenshot("2-instance")
    desk.fill(instance, kept)
    desk.control("telus", secret="another")
    told(desk, "refuse le secret du DMÉ" if desk.language == "fr" else "refuses the EMR secret")
    desk.screenshot("3-secret")
    desk.control("telus", secret=None)
    told(desk, desk.T("The EMR answers and accepts these credentials. They are kept in the keyring."))

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
    desk.control("telus", expire=True)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=180)
    see_appointments(desk, desk.screenshot)
    if not appointment_rows(desk):
        raise Failure("No appointment came from TELUS")
