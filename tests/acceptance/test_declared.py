# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A clinic whose EMR's API is declared in the catalogue, Accuro and in the long tier those of TELUS: what the vendor gives is typed; each thing that goes
wrong is told with what to do; then staff, services, appointments and patients come as from any other EMR."""
import re

from kit import Failure
from kit.walks import bring_all, choose_emr, give_key, to_step

QUIET = True
ENGLISH = True
CASES = ["Accuro"]
FULL_CASES = ["TELUS PS Suite", "TELUS Med Access", "Kinlogix", "Medesync"]
UUID = "5b0c7c2e-6f0a-4d0e-9d63-0f0e2a4c1b77"
# The catalogue's own words, in both languages: they are data, not in the program's messages.
WORDS = {
    "fr": {"uuid": "Identifiant (UUID) de la base", "database": "pas pour cette base de données", "approve": "Approve 3rd Party Access",
           "instance": "Identifiant d’instance du DMÉ", "unknown": "Vérifiez l’identifiant d’instance", "secret": "refuse le secret du DMÉ"},
    "en": {"uuid": "Database UUID", "database": "not for this database", "approve": "Approve 3rd Party Access",
           "instance": "EMR instance ID", "unknown": "Check the instance ID", "secret": "refuses the EMR secret"},
}


def told(desk, words):
    """Tests the connection: what it says must hold these words."""
    desk.press_to("Test the Connection", role="button")
    desk.wait_shown(re.compile(re.escape(words)), seconds=20)


def break_accuro(desk, words):
    desk.fill(words["uuid"], UUID.replace("0f0e2a4c1b77", "000000000000"))
    told(desk, words["database"])
    desk.screenshot("2-other-database")
    desk.fill(words["uuid"], UUID)
    desk.control("accuro", approved=False)
    told(desk, words["approve"])
    desk.screenshot("3-not-approved")
    desk.control("accuro", approved=True)


def break_telus(desk, words):
    kept = desk.value(words["instance"])
    desk.fill(words["instance"], "PERSONNE-01")
    told(desk, words["unknown"])
    desk.screenshot("2-instance")
    desk.fill(words["instance"], kept)
    desk.control("telus", secret="another")
    told(desk, words["secret"])
    desk.screenshot("3-secret")
    desk.control("telus", secret=None)


def scenario(desk, case):
    desk.start()
    to_step(desk, 3)
    choose_emr(desk, case)
    give_key(desk)
    desk.screenshot("1-form")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    if english := desk.english_in_french():
        raise Failure(f"In English: {english}")

    # Broken in ways that are told apart, and mended.
    (break_accuro if case == "Accuro" else break_telus)(desk, WORDS[desk.language])
    told(desk, desk.T("The EMR answers and accepts these credentials. They are kept in the keyring."))
    desk.screenshot("4-tested")

    bring_all(desk, case)
