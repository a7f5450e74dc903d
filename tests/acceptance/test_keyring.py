# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""No keyring, or a locked one: the program says which, and goes on for this session only when asked."""
from kit import Failure

CASES = ["absent"]


def scenario(desk, case):
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
