# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Who shows notifications: the desktop's part, played on the desk's bus. Before desk.start ()."""
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
INTERFACE = f"""<node><interface name="{NAME}">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{{sv}}" direction="in"/>
<arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method></interface></node>"""


class Notices:
    """shown: {number: what the notification says}; said: all that any ever said."""

    def __init__(self, desk):
        self.shown, self.said, self.last = {}, [], 0
        desk.environment["GNOTIFICATION_BACKEND"] = "freedesktop"
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(desk.environment["DBUS_SESSION_BUS_ADDRESS"], ready), daemon=True).start()
        if not ready.wait(20):
            raise RuntimeError("Nobody shows notifications on the desk's bus")

    def _serve(self, address, ready):
        context = GLib.MainContext.new()
        context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self._on_call, None, None)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", (NAME, 0)), None, Gio.DBusCallFlags.NONE, 10000, None)
        ready.set()
        GLib.MainLoop.new(context, False).run()

    def _on_call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        if method == "Notify":
            replaced = parameters[1]
            self.last = self.last if replaced else self.last + 1
            number = replaced or self.last
            self.said.append(str(parameters))
            self.shown[number] = (parameters[3], parameters[4])
            invocation.return_value(GLib.Variant("(u)", (number,)))
            return
        self.shown.pop(parameters[0], None)
        invocation.return_value(None)

    def click(self, number):
        self.bus.emit_signal(None, PATH, NAME, "ActionInvoked", GLib.Variant("(us)", (number, "default")))
        self.bus.flush_sync(None)
