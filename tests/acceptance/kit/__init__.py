# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The acceptance kit: a desk with the program on it, hands that press real keys, eyes that read as Orca does.

A scenario is tests/acceptance/test_<name>.py with one function, `scenario (desk)`; see desk.py for what a desk can do.
"""
from .desk import Desk
from .patience import Failure

__all__ = ["Desk", "Failure"]
