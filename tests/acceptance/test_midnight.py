# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The clock comes to the clinic's midnight while the workstation is locked: the whole schedule is brought, once, and the next is due a day later."""
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kit import Failure
from kit.emr import ZONE, appointment, small_emr, today
from kit.walks import create_clinic, open_page, unlock

BOTH = True
QUIET = True
# One within the recent appointments, one that only the whole schedule reaches.
DESK = {"sandbox": small_emr(appointment("near", today(9)), appointment("far", today(9, days=60), patient=1), name="midnight")}
BEFORE_S = 25  # the program starts this long before midnight


def reads(desk):
    """How often appointments were asked of the EMR."""
    return [one for one in desk.hub.requests() if one["path"].endswith("/emr/fhir/Appointment")]


def scenario(desk):
    clock = desk.folder / "clock"
    desk.environment["ORCH_TRAINING_CLOCK"] = str(clock)
    desk.start()
    create_clinic(desk)
    # In training the whole schedule waits for midnight, so that a try does not begin with a year of it.
    desk.hub_holds("Appointment", count=1, seconds=60)
    desk.quit(30)

    now = datetime.now(ZoneInfo(ZONE))
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    offset = int((midnight.astimezone() - now.astimezone()).total_seconds()) - BEFORE_S
    clock.write_text(str(offset))
    desk.hub.control("clock", offset_s=offset)
    desk.start()
    desk.wait_shown("This workstation is locked")
    # Behind the lock, with nobody signed in; what is here to look for came by the whole schedule only.
    desk.hub_holds("Appointment", count=2, seconds=90)
    unlock(desk)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=60)
    desk.screenshot("after-midnight")
    whole = desk.T("Whole schedule")
    runs = [node.name for node in desk.nodes() if node.role == "list item" and node.name.endswith(f"— {whole}")]
    if len(runs) != 1:
        raise Failure(f"The whole schedule was brought {len(runs)} times: {runs}")
    next_day = (midnight + timedelta(days=1)).strftime("%Y-%m-%d")
    row = desk.wait_shown(whole, role="list item")
    if not any(next_day in below.name for below in row.walk()):
        raise Failure(f"The next is not due on {next_day}: {[below.name for below in row.walk()]}")
    # Nothing goes round: a second look at the clock finds nothing due.
    before = len(reads(desk))
    desk.key("ctrl+r")
    desk.wait(lambda: len(reads(desk)) > before, "a run that was asked for", 30)
    desk.wait_shown("Up to date", seconds=30)
    runs = [node.name for node in desk.nodes() if node.role == "list item" and node.name.endswith(f"— {whole}")]
    if len(runs) != 1:
        raise Failure(f"Asked for the recent ones, the whole schedule ran: {runs}")
