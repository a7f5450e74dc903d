# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Each required field of the first step, emptied or spoilt in turn, closes Next and says why; mended, Next opens."""
from kit.walks import at_step, enter, fill_clinic

BOTH = True
FIELDS = {
    "Name of the clinic": ("", "To go on, enter the name of the clinic."),
    "Address": ("", "To go on, enter the address."),
    "City": ("", "To go on, enter the city."),
    "Postal code": ("G1G", "To go on, correct the postal code."),
    "Phone number": ("418", "To go on, correct the phone number."),
}


def scenario(desk):
    desk.start()
    enter(desk)
    at_step(desk, 1)
    desk.wait_sensitive("Next", False, role="button")
    fill_clinic(desk)
    desk.wait_sensitive("Next", role="button")
    for name, (wrong, sentence) in FIELDS.items():
        right = desk.value(name)
        desk.focus(name)
        desk.key("ctrl+a")
        desk.key("BackSpace")
        desk.type(wrong)
        desk.wait_shown(sentence)
        desk.announced(sentence)
        desk.wait_sensitive("Next", False, role="button")
        desk.key("ctrl+a")
        desk.type(right)
        desk.wait_sensitive("Next", role="button")
