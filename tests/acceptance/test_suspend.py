# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The machine is put to sleep and wakes half an hour later: it is locked, and the run that was due meanwhile is made, once, on waking."""
import os
import signal

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from kit import Failure
from kit.emr import appointment, small_emr, today
from kit.walks import create_clinic, open_page, unlock

BOTH = True
QUIET = True
DESK = {"sandbox": small_emr(appointment("a1", today(9)), name="suspend")}
ASLEEP_S = 31 * 60
LOGIN1 = "org.freedesktop.login1"


def reads(desk):
    return len([one for one in desk.hub.requests() if one["path"].endswith("/emr/fhir/Appointment")])


def prepare_for_sleep(bus, begins):
    bus.emit_signal(None, "/org/freedesktop/login1", LOGIN1 + ".Manager", "PrepareForSleep", GLib.Variant("(b)", (begins,)))
    bus.flush_sync(None)


def scenario(desk):
    # The desk's own bus stands in for the system's, and this for logind.
    desk.environment["DBUS_SYSTEM_BUS_ADDRESS"] = desk.environment["DBUS_SESSION_BUS_ADDRESS"]
    bus = desk.reader.session
    bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                  GLib.Variant("(su)", (LOGIN1, 0)), None, Gio.DBusCallFlags.NONE, 10000, None)
    clock = desk.folder / "clock"
    clock.write_text("0")
    desk.environment["ORCH_TRAINING_CLOCK"] = str(clock)
    desk.start()
    create_clinic(desk)
    desk.hub_holds("Appointment", count=1, seconds=60)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Up to date", seconds=30)
    before = reads(desk)

    prepare_for_sleep(bus, True)
    desk.wait_shown("This workstation is locked")
    desk.hub.control("emr-record", **appointment("a2", today(10), patient=1))
    os.kill(desk.app.pid, signal.SIGSTOP)
    clock.write_text(str(ASLEEP_S))
    desk.hub.control("clock", offset_s=ASLEEP_S)
    os.kill(desk.app.pid, signal.SIGCONT)
    prepare_for_sleep(bus, False)

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
    if reads(desk) != 2 * before:
        raise Failure(f"Not one run on waking: {before} requests before, {reads(desk)} in all")
