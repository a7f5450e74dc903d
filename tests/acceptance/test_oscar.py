# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A clinic with OSCAR: a person authorises the connection on OSCAR's page and brings its code; each thing that goes wrong is told with what to do;
then staff, services and appointments come as from any other EMR."""
import json
import re
import urllib.parse
import urllib.request

from kit import Failure
from kit.walks import bring_all, choose_emr, give_key, to_step

QUIET = True
TESTED = "The EMR answers and accepts these credentials. They are kept in the keyring."


def authorise_there(desk, address, user):
    """What the person does in a browser somewhere else. Returns the page that follows: it shows the code."""
    page, query = address.split("?")
    form = {**dict(urllib.parse.parse_qsl(query)), **{name: user[name] for name in ("username", "password", "pin")}, "oauthDecision": "allow"}
    with urllib.request.urlopen(page, urllib.parse.urlencode(form).encode(), timeout=10) as answer:
        return answer.read().decode()


def authorise(desk, user, see=None):
    desk.press_to("With a Code…", role="button")
    address = desk.wait(lambda: next((node.text for node in desk.nodes() if node.name == desk.T("Address of the EMR's page")
                                      and node.text and "oauth_token=" in node.text), None), "the address of OSCAR's page")
    if see:
        see()
    shown = authorise_there(desk, address, user)
    desk.fill("Code that the page shows", shown.strip())
    desk.press_to("Continue", role="button")
    desk.wait_shown("Authorised: kept in the keyring", seconds=20)


def told(desk, advice):
    """Tests the connection: what it says must be this."""
    desk.press_to("Test the Connection", role="button")
    desk.wait_shown(advice if isinstance(advice, re.Pattern) else re.compile(re.escape(desk.T(advice))), seconds=20)


def oscar(desk, **order):
    desk.control("oscar", dialect="openo", **order)


def scenario(desk):
    with urllib.request.urlopen(desk.sandbox.url + "/training/oscar", timeout=10) as answer:
        kept, personal, roleless = json.load(answer)["users"]
    desk.start()
    to_step(desk, 3)
    choose_emr(desk, "OSCAR Pro")
    give_key(desk)
    desk.wait_shown("Nobody has authorised it yet")
    desk.screenshot("1-form")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    if english := desk.english_in_french():
        raise Failure(f"In English: {english}")

    # Without an authorisation there is nothing to test; with somebody else's, it is said.
    desk.press_to("Test the Connection", role="button")
    desk.wait_shown("Authorise the connection first.")
    authorise(desk, personal, lambda: desk.screenshot("2-waiting"))
    told(desk, re.compile(re.escape(desk.T("It works, but %s authorised it, not the user kept for the connection: it ends when that person leaves. "
                                           "Authorise it again with the user kept for it.")).replace("%s", ".+")))
    desk.screenshot("3-personal")
    authorise(desk, roleless)
    told(desk, "The user who authorised the connection may not read the professionals or the appointment types. Give that user the role of a doctor "
               "in OSCAR, then test again.")
    authorise(desk, kept)
    told(desk, TESTED)

    # Broken in each way that is told apart, and mended.
    oscar(desk, rest=False)
    told(desk, "OSCAR is at this address, but its REST module is off. Ask whoever manages the server to have ModuleNames=REST in its properties "
               "file and to start it again.")
    desk.screenshot("4-rest-off")
    oscar(desk, rest=True)
    oscar(desk, revoke=True)
    told(desk, "The EMR has not authorised this connection, or no longer does. Authorise it above, then test again.")
    authorise(desk, kept)
    url = desk.value("OSCAR server URL" if desk.language == "en" else "URL du serveur OSCAR")
    field = "OSCAR server URL" if desk.language == "en" else "URL du serveur OSCAR"
    desk.fill(field, url.replace("/oscar", "/kaiemr"))
    told(desk, "No OSCAR is at this address. Check the directory at its end: on most servers it is /oscar.")
    desk.fill(field, url)
    told(desk, TESTED)
    desk.screenshot("5-tested")

    bring_all(desk, "OSCAR")
