# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The machine under the desk: it falls asleep, wakes, and its clock has moved meanwhile.

The desk's own bus stands in for the system's, with somebody on it who has logind's name. Before desk.start ().
"""
import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

LOGIN1 = "org.freedesktop.login1"


class Machine:
    def __init__(self, desk):
        self.desk, self.bus = desk, desk.reader.session
        self.clock = desk.folder / "clock"
        self.clock.write_text("0")
        desk.environment["DBUS_SYSTEM_BUS_ADDRESS"] = desk.environment["DBUS_SESSION_BUS_ADDRESS"]
        desk.environment["ORCH_TRAINING_CLOCK"] = str(self.clock)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", (LOGIN1, 0)), None, Gio.DBusCallFlags.NONE, 10000, None)

    def _prepare_for_sleep(self, begins):
        self.bus.emit_signal(None, "/org/freedesktop/login1", LOGIN1 + ".Manager", "PrepareForSleep", GLib.Variant("(b)", (begins,)))
        self.bus.flush_sync(None)

    def fall_asleep(self):
        self._prepare_for_sleep(True)

    def move_clock(self, seconds):
        """Here and at the hub; from the true time."""
        self.clock.write_text(str(seconds))
        self.desk.hub.control("clock", offset_s=seconds)

    def wake(self):
        self._prepare_for_sleep(False)


def appointment_reads(desk):
    """How often appointments were asked of the EMR: what comes down from the hub came before."""
    return len([one for one in desk.hub.requests() if one["path"].endswith("/emr/fhir/Appointment")])
