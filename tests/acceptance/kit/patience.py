# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""How long a scenario waits for what must come, and what it says when that does not."""
import os


class Failure(Exception):
    """What was expected and did not come."""


def patience(seconds):
    """@seconds of a quiet, quick machine, in seconds of this one (tests/patience.h says the same in C)."""
    return seconds * float(os.environ.get("ORCH_TEST_PATIENCE", "3"))
