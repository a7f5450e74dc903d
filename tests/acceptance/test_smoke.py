# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The program opens, in the language of the desk, with nothing that a screen reader could not name, and ends well."""
from kit import Failure

BOTH = True
QUIET = True


def scenario(desk):
    desk.start()
    desk.screenshot("first")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless: {unnamed}")
    width, _height = desk.resize(360, 700)
    if width > 360:
        raise Failure(f"The first window is never narrower than {width} px")
    desk.screenshot("narrow")
    desk.quit()
