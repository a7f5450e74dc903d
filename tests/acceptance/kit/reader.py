# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""What a screen reader is told: the accessible tree of one program, read afresh over the accessibility bus.

libatspi keeps a cache that is stale whenever its main loop did not turn; here every look is a new one.
"""
import re

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
LENGTH = GLib.Variant("(ss)", ("org.a11y.atspi.Text", "CharacterCount"))
# Bits of AtspiStateType that scenarios ask for.
STATES = {1: "active", 4: "checked", 7: "editable", 8: "enabled", 9: "expandable", 10: "expanded", 11: "focusable",
          12: "focused", 20: "pressed", 22: "selectable", 23: "selected", 24: "sensitive", 25: "showing", 30: "visible",
          33: "required", 37: "invalid", 41: "checkable", 43: "read-only", 16: "modal", 2: "armed", 3: "busy"}
# Role names as GTK tells them (those of ARIA), and as older ones did.
CONTROLS = {"button", "push button", "toggle button", "checkbox", "check box", "radio", "radio button", "text box", "entry",
            "password text", "combo box", "list item", "row", "option", "link", "slider", "spin button", "switch", "menu item",
            "checkbox menu item", "radio menu item", "menu button", "tab", "page tab", "table row", "tree item", "search box"}
# Roles whose text is their own content, which the text interface tells.
WITH_TEXT = {"text box", "entry", "text", "password text", "search box", "spin button"}


class Node:
    """One showing element, as it was when looked at."""
    __slots__ = ("bus", "path", "name", "description", "role", "states", "parent", "children", "depth", "text")

    def __init__(self, bus, path, parent):
        self.bus, self.path, self.parent = bus, path, parent
        self.depth = parent.depth + 1 if parent else 0
        self.name = self.description = self.role = ""
        self.states, self.children, self.text = frozenset(), [], None

    def ancestors(self):
        node = self.parent
        while node:
            yield node
            node = node.parent

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def under(self, name):
        return any(node.name == name for node in self.ancestors())

    def __str__(self):
        text = f" = “{self.text}”" if self.text else ""
        said = f" ({self.description})" if self.description else ""
        shown = ", ".join(sorted(self.states & {"focused", "checked", "selected", "expanded", "pressed", "invalid", "required"}
                                 | ({"insensitive"} if "sensitive" not in self.states else set())))
        return f"{'  ' * self.depth}[{self.role}] {self.name}{said}{text}{' <' + shown + '>' if shown else ''}"


class Reader:
    """Reads the program whose process is @pid; also keeps what it announces (gtk_accessible_announce)."""

    def __init__(self, session_address):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        session = Gio.DBusConnection.new_for_address_sync(session_address, flags, None, None)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, 10000, None)
        self.session = session
        self.bus = Gio.DBusConnection.new_for_address_sync(address.unpack()[0], flags, None, None)
        self.announced = []
        self.bus.signal_subscribe(None, "org.a11y.atspi.Event.Object", "Announcement", None, None, 0, self._on_announcement)
        self.context = GLib.MainContext.default()

    def _on_announcement(self, _bus, _sender, _path, _interface, _signal, parameters):
        said = parameters.unpack()[3]
        self.announced.append(said if isinstance(said, str) else str(said))

    def turn(self):
        while self.context.iteration(False):
            pass

    def application(self, pid):
        """The bus name under which the program with that process id is known, or None."""
        try:
            children = self.bus.call_sync("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren", None, None, 0, 5000, None)
            for bus, _path in children.unpack()[0]:
                owner = self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                           "GetConnectionUnixProcessID", GLib.Variant("(s)", (bus,)), None, 0, 5000, None)
                if owner.unpack()[0] == pid:
                    return bus
        except GLib.Error:
            pass
        return None

    def _all(self, calls):
        """Makes calls (bus, path, interface, method, arguments) together; answers in order, None where one failed."""
        answers, left = [None] * len(calls), [len(calls)]

        def on_answer(bus, result, index):
            try:
                answers[index] = bus.call_finish(result).unpack()
            except GLib.Error:
                pass
            left[0] -= 1

        for index, (name, path, interface, method, arguments) in enumerate(calls):
            self.bus.call(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NO_AUTO_START, 10000, None,
                          on_answer, index)
        while left[0]:
            self.context.iteration(True)
        return answers

    def look(self, pid, hidden=False):
        """The showing elements of the program, or with @hidden all of them: the root node, with its windows below; None if it is not there."""
        bus = self.application(pid)
        if not bus:
            return None
        root = Node(bus, ROOT, None)
        root.role, root.states = "application", frozenset({"showing", "sensitive"})
        level = [root]
        every = GLib.Variant("(s)", (ACCESSIBLE,))
        while level:
            below = []
            for parent, answer in zip(level, self._all([(n.bus, n.path, ACCESSIBLE, "GetChildren", None) for n in level])):
                for child_bus, path in answer[0] if answer else ():
                    if not path.endswith("/null"):
                        below.append(Node(child_bus, path, parent))
            calls = []
            for node in below:
                calls += [(node.bus, node.path, "org.freedesktop.DBus.Properties", "GetAll", every),
                          (node.bus, node.path, ACCESSIBLE, "GetRoleName", None),
                          (node.bus, node.path, ACCESSIBLE, "GetState", None)]
            answers = self._all(calls)
            level = []
            for index, node in enumerate(below):
                properties, role, state = answers[3 * index:3 * index + 3]
                if not (properties and role and state):
                    continue
                node.name = properties[0].get("Name", "")
                node.description = properties[0].get("Description", "")
                node.role = role[0]
                bits = [number for word, value in enumerate(state[0]) for number in range(word * 32, word * 32 + 32)
                        if value >> (number - word * 32) & 1]
                node.states = frozenset(STATES[bit] for bit in bits if bit in STATES)
                if hidden or "showing" in node.states or node.role in ("frame", "window", "dialog"):
                    node.parent.children.append(node)
                    level.append(node)
            texts = [node for node in level if node.role in WITH_TEXT]
            # The end is asked for first: entries and entry rows do not agree on what -1 means.
            counted = self._all([(n.bus, n.path, "org.freedesktop.DBus.Properties", "Get", LENGTH) for n in texts])
            texts = [(node, answer[0]) for node, answer in zip(texts, counted) if answer]
            for (node, _), answer in zip(texts, self._all([(n.bus, n.path, "org.a11y.atspi.Text", "GetText",
                                                            GLib.Variant("(ii)", (0, length))) for n, length in texts])):
                node.text = answer[0] if answer else None
        return root


def matches(wanted, text):
    """A wanted name is a string to equal, or a compiled pattern to be found."""
    if isinstance(wanted, re.Pattern):
        return bool(wanted.search(text))
    return wanted == text
