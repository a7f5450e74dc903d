# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The hub knows the clinic's EMR: its card is locked; asking for another sends one alert that names it, and the choice stays."""
import re

from kit import Failure
from kit.walks import at_step, enter, fill_clinic, go_next


def scenario(desk):
    desk.control("activation", emr="omnimed")
    desk.start()
    enter(desk)
    at_step(desk, 1)
    fill_clinic(desk)
    go_next(desk, 1)
    go_next(desk, 2)
    locked = desk.wait(lambda: desk.find(re.compile("^Omnimed"), "radio"), "the card of Omnimed")
    if "checked" not in locked.states or locked.name == "Omnimed":
        raise Failure(f"The hub's EMR is not chosen and locked: {locked}")
    desk.focus(locked.name, role="radio")
    # Arrows only go on from card to card; to choose one is another matter.
    desk.focus(re.compile("^Toubib"), role="radio", by="Down")
    if desk.shown("I Understand", "button"):
        raise Failure("Passing by a card asks for it")
    desk.key("space")
    desk.wait_shown("I Understand", role="button")
    desk.screenshot("locked")
    desk.key("Escape")
    desk.wait_gone("I Understand", role="button")
    desk.wait_sensitive("Next", role="button")
    if told := desk.hub.resources("Task"):
        raise Failure(f"Nothing was asked for, and the platform was told {told}")

    desk.focus(re.compile("^Toubib"), role="radio", by="Down")
    desk.key("space")
    desk.wait_shown("I Understand", role="button")
    desk.press_to("I Understand", role="button")
    desk.hub_holds("Task", lambda task: any(i.get("valueString") == "toubib" for i in task.get("input", ())), count=1)
    desk.wait(lambda: "checked" in desk.find(re.compile("^Omnimed"), "radio").states, "Omnimed to stay chosen")
    desk.wait_sensitive("Next", role="button")
