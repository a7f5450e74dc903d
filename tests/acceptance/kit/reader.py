# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""What a screen reader is told: the accessible tree of one program, read afresh over the accessibility bus.

libatspi keeps a cache that is stale whenever its main loop did not turn; here every look is a new one.
"""
import re

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from .wire import Wire  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
PROPERTIES = "org.freedesktop.DBus.Properties"
TEXT = "org.a11y.atspi.Text"
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
    __slots__ = ("bus", "path", "name", "description", "role", "states", "parent", "children", "depth", "text", "n_children")

    def __init__(self, bus, path, parent):
        self.bus, self.path, self.parent = bus, path, parent
        self.depth = parent.depth + 1 if parent else 0
        self.name = self.description = self.role = ""
        self.states, self.children, self.text, self.n_children = frozenset(), [], None, 0

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
        self.wire = Wire(address.unpack()[0])
        self.names = {}  # of programs on the bus, by process id
        self.roles = {}  # of what was seen: an element's is the same for as long as it is there
        self.seen_states = {}
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
        if pid not in self.names:
            children = self.wire.call([("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren", "", ())])[0]
            for bus, _path in children[0] if children else ():
                owner = self.wire.call([("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                         "GetConnectionUnixProcessID", "s", (bus,))])[0]
                if owner and owner[0] == pid:
                    self.names[pid] = bus
        return self.names.get(pid)

    def look(self, pid, hidden=False):
        """The showing elements of the program, or with @hidden all of them: the root node, with its windows below; None if it is not there."""
        bus = self.application(pid)
        if not bus:
            return None
        root = Node(bus, ROOT, None)
        root.role, root.states = "application", frozenset({"showing", "sensitive"})
        known = self.items(pid)
        level = [root]
        while level:
            below = []
            for node, answer in zip(level, self.wire.call([(n.bus, n.path, ACCESSIBLE, "GetChildren", "", ()) for n in level])):
                below += [Node(bus, path, node) for bus, path in (answer[0] if answer else ()) if not path.endswith("/null")]
            level = [node for node in self._fill(below, known, hidden) if node.n_children]
        return root

    def items(self, pid):
        """What the program tells at once of all the elements that were asked for before: (name, description, number of children, states) by
        path. Which of them is whose child it must be asked all the same: one that was taken away may still be told."""
        answer = self.wire.call([(self.application(pid), "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems", "", ())])[0]
        return {item[0][1]: (item[6], item[8], item[4], self._states(tuple(item[9]))) for item in (answer[0] if answer else ())}

    def _fill(self, nodes, known, hidden):
        """Asks what @nodes are; those that show, or with @hidden all, are given to their parents and returned."""
        new = [node for node in nodes if (node.bus, node.path) not in self.roles]
        for node, answer in zip(new, self.wire.call([(n.bus, n.path, ACCESSIBLE, "GetRoleName", "", ()) for n in new])):
            if answer:
                self.roles[node.bus, node.path] = answer[0]
        calls = []
        for node in nodes:
            if node.path not in known:
                calls += [(node.bus, node.path, PROPERTIES, "GetAll", "s", (ACCESSIBLE,)), (node.bus, node.path, ACCESSIBLE, "GetState", "", ())]
        answers, filled = iter(self.wire.call(calls)), []
        for node in nodes:
            node.role = self.roles.get((node.bus, node.path), "")
            if node.path in known:
                node.name, node.description, node.n_children, node.states = known[node.path]
            else:
                properties, state = next(answers), next(answers)
                if not (properties and state):
                    continue
                node.name = properties[0].get("Name", "")
                node.description = properties[0].get("Description", "")
                node.n_children = properties[0].get("ChildCount", 0)
                node.states = self._states(tuple(state[0]))
            if not node.role:
                continue
            if hidden or "showing" in node.states or node.role in ("frame", "window", "dialog"):
                node.parent.children.append(node)
                filled.append(node)
        texts = [node for node in filled if node.role in WITH_TEXT]
        # The end is asked for first: entries and entry rows do not agree on what -1 means.
        counted = self.wire.call([(n.bus, n.path, PROPERTIES, "Get", "ss", (TEXT, "CharacterCount")) for n in texts])
        texts = [(node, answer[0]) for node, answer in zip(texts, counted) if answer]
        for (node, _), answer in zip(texts, self.wire.call([(n.bus, n.path, TEXT, "GetText", "ii", (0, length)) for n, length in texts])):
            node.text = answer[0] if answer else None
        return filled

    def _states(self, words):
        """The names of the bits of @words; few combinations come again and again."""
        if words not in self.seen_states:
            bits = [number for word, value in enumerate(words) for number in range(word * 32, word * 32 + 32) if value >> (number - word * 32) & 1]
            self.seen_states[words] = frozenset(STATES[bit] for bit in bits if bit in STATES)
        return self.seen_states[words]


def matches(wanted, text):
    """A wanted name is a string to equal, or a compiled pattern to be found."""
    if isinstance(wanted, re.Pattern):
        return bool(wanted.search(text))
    return wanted == text
