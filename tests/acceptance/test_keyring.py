# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""No keyring, or a locked one: the program says which, and goes on for this session only when asked."""
from kit import Failure

CASES = ["absent", "locked"]


def locked(desk):
    """The prompt of the keyring is the desktop's own: dismissed once, then given its password."""
    desk.session.stop_keyring()
    desk.session.start_keyring("locked")
    desk.start(expect_french=False)
    desk.wait_shown("The keyring is locked")
    desk.screenshot("keyring-locked")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    mine = {window.id for window in desk.keys.windows()}

    def prompt():
        window = desk.keys.active()
        return window if window and window.id not in mine else None

    desk.press_to("Unlock the Keyring")
    desk.wait(prompt, "the prompt of the keyring", 30)
    desk.key("Escape")
    desk.wait(lambda: not prompt() and desk.keys.active(), "the prompt to go", 20)
    desk.wait_shown("The keyring is locked")
    desk.wait_sensitive("Unlock the Keyring", role="button")
    desk.press_to("Unlock the Keyring")
    desk.wait(prompt, "the prompt of the keyring, again", 30)
    desk.type(desk.session.PASSWORD.decode() + "\n")
    desk.wait_shown("Try with training data", seconds=30)


def scenario(desk, case):
    if case == "locked":
        locked(desk)
        return
    desk.session.stop_keyring()
    desk.start(expect_french=False)
    desk.wait_shown("There is no keyring")
    desk.screenshot("no-keyring")
    if desk.unnamed_controls():
        raise Failure(f"Nameless: {desk.unnamed_controls()}")
    desk.press_to("This Session Only")
    desk.wait_shown("Go on for this session only?")
    desk.press_to("This Session Only", role="button")
    desk.wait_shown("Try with training data")
