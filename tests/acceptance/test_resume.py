# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Leaving keeps everything: the step, and what was half typed in it; so do Quit's hard way and a crash."""
from kit import Failure
from kit.walks import at_step, enter, fill_clinic, go_next, unlock

CASES = ["leave", "kill"]
NAME, STREET = "Clinique de l’Été « Nord »", "1 rue à moitié t"


def scenario(desk, case):
    desk.start()
    enter(desk)
    at_step(desk, 1)
    fill_clinic(desk)
    desk.fill("Name of the clinic", NAME)
    desk.fill("Address", STREET)
    if case == "leave":
        desk.keys.close(desk.window())
        desk.wait_shown("Leave the set-up?")
        desk.screenshot("leave")
        desk.press_to("Leave")
        desk.wait(lambda: desk.app.poll() is not None or not desk.keys.windows(), "the window to close")
    else:
        desk.wait(lambda: desk.value("Address") == STREET, "the field")
        desk.wait_shown("Saved", role="label")
    desk.restart()
    unlock(desk)
    at_step(desk, 1)
    if (desk.value("Name of the clinic"), desk.value("Address")) != (NAME, STREET):
        raise Failure(f"Lost: {desk.value('Name of the clinic')!r}, {desk.value('Address')!r}")
    go_next(desk, 1)
    if case == "kill":
        desk.restart()
        unlock(desk)
        at_step(desk, 2)
        desk.press_to("Previous")
        at_step(desk, 1)
        if desk.value("Address") != STREET:
            raise Failure("Previous lost the address")
