# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""After a whole session no secret is anywhere but in the keyring: no file, no argument, no environment, no log (security.md 1).

The canaries: what the person typed (password, PIN, shared key), the EMR's secret, and everything that the keyring keeps
(refresh token, database key…). Of the other EMRs the scenario `second` looks for theirs.
"""
import os
import re
from pathlib import Path

from kit import Failure
from kit.canaries import Canaries
from kit.walks import create_clinic, unlock


def scenario(desk):
    mark = os.urandom(4).hex()
    desk.password, desk.pin, desk.shared_key = f"Canari-Bleu-{mark}", f"pinson {mark} gris", f"Clef-Serin-{mark}!"
    canaries = Canaries(desk, {"password": desk.password, "PIN": desk.pin, "shared key": desk.shared_key,
                               "EMR secret": desk.hub.ask("/training/emr")["client_secret"]})
    desk.start()
    create_clinic(desk)
    desk.key("ctrl+l")
    unlock(desk)
    desk.hub_holds("HealthcareService", count=40)
    canaries.know_kept()
    canaries.plant()
    canaries.look_at_running()
    limits = Path(f"/proc/{desk.app.pid}/limits").read_text()
    if not re.search(r"^Max core file size\s+0\s+0\s", limits, re.M):
        raise Failure(f"A crash would leave what was in memory on the disk: {limits}")
    desk.quit(30)
    canaries.look_at_ended()
