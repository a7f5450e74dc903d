# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The machine is put to sleep and wakes half an hour later: it is locked, and the run that was due meanwhile is made, once, on waking."""
import os
import signal

from kit import Failure
from kit.emr import appointment, small_emr, today
from kit.machine import Machine, appointment_reads
from kit.walks import create_clinic, open_page, unlock

BOTH = True
QUIET = True
DESK = {"sandbox": small_emr(appointment("a1", today(9)), name="suspend")}
ASLEEP_S = 31 * 60


def scenario(desk):
    machine = Machine(desk)
    desk.start()
    create_clinic(desk)
    desk.hub_holds("Appointment", count=1, seconds=60)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=30)
    before = appointment_reads(desk)

    machine.fall_asleep()
    desk.wait_shown("This workstation is locked")
    desk.hub.control("emr-record", **appointment("a2", today(10), patient=1))
    os.kill(desk.app.pid, signal.SIGSTOP)
    machine.move_clock(ASLEEP_S)
    os.kill(desk.app.pid, signal.SIGCONT)
    machine.wake()

    # Behind the lock.
    desk.hub_holds("Appointment", count=2, seconds=30)
    if not desk.shown("This workstation is locked"):
        raise Failure("Sleep did not leave it locked")
    unlock(desk)
    desk.wait_shown("Up to date", seconds=30)
    desk.screenshot("awake")
    # When midnight went by in its sleep the one run is that of the whole schedule, which brings the recent ones too.
    kinds = tuple("— " + desk.T(kind) for kind in ("Recent appointments", "Whole schedule"))
    desk.wait(lambda: len([node for node in desk.nodes() if node.role == "list item" and node.name.endswith(kinds)]) == 2,
              "the two runs that were made")
    if appointment_reads(desk) != 2 * before:
        raise Failure(f"Not one run on waking: {before} requests before, {appointment_reads(desk)} in all")
