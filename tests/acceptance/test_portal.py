# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The window and the patient’s browser, with the hub between them: the patient makes their account on the portal, the clinic writes, the patient reads and
answers in Chromium, and the answer is told on the locked workstation with neither name nor text, and shown once it is unlocked."""
import os
import re
import shutil
import subprocess
from pathlib import Path

from kit import Failure
from kit.dialogs import begins
from kit.notices import Notices
from kit.walks import create_clinic, unlock

from test_messages import NOT_VALIDATED, SUBJECT, TEXT, begin, threads

EMAIL = "usager@exemple.invalid"
ANSWER = {"fr": "Merci, je passerai demain matin.", "en": "Thank you, I will come tomorrow morning."}
TESTS = Path(__file__).resolve().parents[1]
BROWSER = TESTS / "sandbox" / "browser"


def skip():
    for program in ("node", "chromium"):
        if not shutil.which(program):
            return f"{program} is not installed"
    ready = subprocess.run([TESTS / "interop" / "modules.sh"], capture_output=True, env={**os.environ, "ORCH_MODULES_LIST": str(BROWSER)})
    return "the packages of tests/sandbox/browser could not be installed" if ready.returncode else None


def in_browser(desk, *arguments):
    # The packages of node are kept in the real home, not in the desk's.
    home = {key: os.environ[key] for key in ("HOME", "XDG_CACHE_HOME") if key in os.environ}
    done = subprocess.run([TESTS / "interop" / "modules.sh", BROWSER / "patient.mjs", desk.hub.origin, desk.language, *arguments],
                          capture_output=True, text=True, timeout=240, env={**desk.environment, **home, "ORCH_MODULES_LIST": str(BROWSER)})
    if done.returncode:
        raise Failure(f"The patient could not “{arguments[0]}”: {done.stdout}{done.stderr}")


def make_account(desk, patient):
    desk.control("hub-record", resourceType="Person", id="compte-1", active=True, name=patient["name"], birthDate=patient.get("birthDate"),
                 telecom=[{"system": "email", "value": EMAIL}], managingOrganization=patient["managingOrganization"],
                 link=[{"target": {"reference": "Patient/" + patient["id"]}, "assurance": "level3"}])
    in_browser(desk, "join", patient["id"], EMAIL)
    desk.wait_gone(NOT_VALIDATED, seconds=60)


def scenario(desk):
    notices = Notices(desk)
    desk.start()
    create_clinic(desk)
    patient = begin(desk)
    make_account(desk, patient)
    desk.focus("Message")
    desk.type(TEXT[desk.language])
    desk.wait(lambda: desk.value("Message") == TEXT[desk.language], "the text to be typed")
    # The account opens the way once it is known here.
    desk.wait_sensitive("Send", role="button", seconds=60)
    desk.key("ctrl+Return")
    desk.wait(lambda: len(threads(desk)[1]) == 1, "the message to reach the hub", 60)
    desk.key("ctrl+l")
    desk.wait_shown("This workstation is locked")
    in_browser(desk, "reply", EMAIL, SUBJECT[desk.language], TEXT[desk.language], ANSWER[desk.language])
    desk.wait(lambda: len(notices.shown) == 1, "a notification", 60)
    private = [patient["name"][0]["family"], *patient["name"][0].get("given", ()), ANSWER[desk.language], SUBJECT[desk.language]]
    if told := [one for one in private if any(one in said for said in notices.said)]:
        raise Failure(f"The notification tells {told}")
    notices.click(notices.last)
    unlock(desk)
    desk.wait_shown(re.compile(re.escape(ANSWER[desk.language])), seconds=30)
    desk.wait_shown(begins(desk, "Seen: %s"), role=None, seconds=30)
    desk.screenshot("answered")
