# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The ways of a shared key: a workstation joins with it, it is changed on one, typed again on the other."""
import re

from .walks import ADMINISTRATOR, at_main_window, open_page

ANY = re.compile(".")
WRONG_KEY = "This is not the clinic's key."
CHANGED_KEY = "The EMR's connection has another shared key: type it here."


def join_clinic(desk, clinic, wrong_key=None):
    """A workstation that knows nothing yet joins the clinic of that name; until its main window is there. @wrong_key: typed first, and refused."""
    desk.start()
    desk.press_to("Join an existing clinic", activate="Return")
    desk.wait_shown("Sign in to the hub", role="heading")
    desk.fill("User name", ADMINISTRATOR)
    desk.fill("Password", desk.password, ANY)
    desk.press_to("Sign In", role="button")
    desk.press_to(desk.wait_shown(clinic, role="list item", seconds=30).name, role="list item", activate="Return")
    desk.wait_shown("Shared encryption key")
    if wrong_key:
        desk.fill("Shared encryption key", wrong_key, ANY)
        desk.press_to("Join the Clinic")
        desk.wait_shown(re.compile(re.escape(desk.T(WRONG_KEY))), seconds=60)
    desk.fill("Shared encryption key", desk.shared_key, ANY)
    desk.press_to("Join the Clinic")
    desk.wait_shown("Choose a PIN for this workstation", seconds=60)
    desk.fill("PIN or passphrase", desk.pin, ANY)
    desk.fill("The same again", desk.pin, ANY)
    desk.press_to("Continue")
    at_main_window(desk, 60)


def sealed_by(desk):
    """What names the key that the hub's copy of the credentials is sealed with, or None."""
    return next((one.get("description") for one in desk.hub.resources("DocumentReference")
                 if one["content"][0]["attachment"]["title"] != "logo"), None)


def change_key(desk, key):
    """On the Clinic page, until the hub has the credentials sealed with the new key."""
    before = sealed_by(desk)
    open_page(desk, "Clinic")
    desk.press_to("Change the EMR or Its Connection…", activate="Return")
    desk.wait_shown("Confirm That It Is You", role="heading")
    desk.fill("PIN or passphrase", desk.pin, ANY)
    desk.key("Return")
    desk.wait_shown("EMR provider", role="heading")
    desk.press_to("Replace…")
    desk.fill("Shared encryption key", key, ANY)
    desk.fill("The same key, again", key, ANY)
    desk.wait_sensitive("Keep the Key")
    desk.press_to("Keep the Key")
    desk.wait_shown("Kept in the keyring of this computer. It cannot be shown.", seconds=30)
    desk.screenshot("new-key")
    desk.press_to("Save", role="button")
    desk.wait_gone("EMR provider", role="heading", seconds=30)
    desk.wait(lambda: sealed_by(desk) not in (before, None), "the credentials sealed with the new key", 30)


def type_changed_key(desk, key, see=lambda _name: None):
    """The banner that another workstation changed the key: the old one is refused, the new one is kept."""
    desk.wait_shown(CHANGED_KEY, seconds=60)
    desk.announced(CHANGED_KEY)
    see("key-changed")
    desk.press_to("Type the Key…")
    desk.wait_shown("The Clinic Has Another Shared Key", role="heading")
    see("type-the-key")
    desk.fill("Shared encryption key", desk.shared_key, ANY)
    desk.key("Return")
    desk.wait_shown(re.compile(re.escape(desk.T(WRONG_KEY))), seconds=60)
    desk.fill("Shared encryption key", key, ANY)
    desk.key("Return")
    desk.wait_gone("The Clinic Has Another Shared Key", role="heading", seconds=60)
    desk.wait_gone(CHANGED_KEY)
