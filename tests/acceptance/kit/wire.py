# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Many small calls over a message bus at once: D-Bus on its socket, no more of it than a reader of accessible trees needs.

One look at a window is a thousand calls of the same few methods. Made through GDBus they were three quarters of what the
processor did in a scenario, the program itself a tenth: an object for each message, two threads, and a value of GLib for
each number. Little-endian peers only, as both ends are on one machine.
"""
import os
import re
import socket
import struct

CALL, ANSWER = 1, 2
NO_AUTO_START = 2
INTERFACE, MEMBER, REPLY_SERIAL, DESTINATION, SIGNATURE = 2, 3, 5, 6, 8
AT_ONCE = 256  # calls before their answers are read: neither side's queue fills up
ALIGNED = {"y": 1, "b": 4, "n": 2, "q": 2, "i": 4, "u": 4, "x": 8, "t": 8, "d": 8, "s": 4, "o": 4, "g": 1, "v": 1, "a": 4,
           "(": 8, "{": 8}
NUMBERS = {"y": "<B", "b": "<I", "n": "<h", "q": "<H", "i": "<i", "u": "<I", "x": "<q", "t": "<Q", "d": "<d"}


class Lost(Exception):
    """The bus, or who answers, does not."""


def padded(data, size=8):
    return data + b"\0" * (-len(data) % size)


def text(value):
    data = value.encode()
    return struct.pack("<I", len(data)) + data + b"\0"


def field(code, value):
    """A header field; all but the last one are padded to where the next one begins."""
    if code == SIGNATURE:
        return bytes((code, 1)) + b"g\0" + bytes((len(value),)) + value.encode() + b"\0"
    return bytes((code, 1)) + b"s\0" + text(value)


def end_of_type(signature, at):
    """Where the one complete type that begins at @at ends."""
    if signature[at] == "a":
        return end_of_type(signature, at + 1)
    if signature[at] not in "({":
        return at + 1
    depth = 0
    while True:
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(signature[at], 0)
        at += 1
        if not depth:
            return at


class Message:
    """Reads values out of the body of an answer."""

    def __init__(self, data, at):
        self.data, self.at = data, at

    def all(self, signature):
        values, at = [], 0
        while at < len(signature):
            end = end_of_type(signature, at)
            values.append(self.one(signature[at:end]))
            at = end
        return values

    def one(self, signature):
        kind = signature[0]
        size = ALIGNED[kind]
        self.at += -self.at % size
        if kind in "so":
            length = struct.unpack_from("<I", self.data, self.at)[0]
            start, self.at = self.at + 4, self.at + 5 + length
            return self.data[start:start + length].decode(errors="replace")
        if kind == "a":
            return self.array(signature[1:])
        if kind == "v" or kind == "g":
            length = self.data[self.at]
            inner = self.data[self.at + 1:self.at + 1 + length].decode()
            self.at += 2 + length
            return self.one(inner) if kind == "v" else inner
        if kind in "({":
            return tuple(self.all(signature[1:-1]))
        value = struct.unpack_from(NUMBERS[kind], self.data, self.at)[0]
        self.at += size
        return value

    def array(self, inner):
        length = struct.unpack_from("<I", self.data, self.at)[0]
        self.at += 4
        self.at += -self.at % ALIGNED[inner[0]]
        end, values = self.at + length, []
        while self.at < end:
            values.append(self.one(inner))
        return dict(values) if inner[0] == "{" else values


class Wire:
    """A connection to the bus at @address."""

    def __init__(self, address, seconds=10):
        found = re.search(r"unix:(path|abstract)=([^,;]+)", address)
        if not found:
            raise Lost(f"No socket in the address of the bus: {address}")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(seconds)
        self.socket.connect(found.group(2) if found.group(1) == "path" else "\0" + found.group(2))
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        if not self.socket.recv(4096).startswith(b"OK"):
            raise Lost("The bus does not let us in")
        self.socket.sendall(b"BEGIN\r\n")
        self.serial, self.heads, self.buffer = 0, {}, bytearray()
        self.call([("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello", "", ())])

    def close(self):
        self.socket.close()

    def _head(self, name, interface, method, signature):
        key = (name, interface, method, signature)
        if key not in self.heads:
            fields = [(INTERFACE, interface), (MEMBER, method), (DESTINATION, name)] + ([(SIGNATURE, signature)] if signature else [])
            self.heads[key] = b"".join(padded(field(*each)) for each in fields)
        return self.heads[key]

    def _message(self, name, path, interface, method, signature, arguments):
        self.serial += 1
        # The path comes last: it alone is another one for each call.
        fields = self._head(name, interface, method, signature) + b"\1\1o\0" + text(path)
        body = b""
        for kind, value in zip(signature, arguments):
            body = padded(body, 4) + (text(value) if kind == "s" else struct.pack("<i", value))
        return self.serial, struct.pack("<BBBBIII", ord("l"), CALL, NO_AUTO_START, 1, len(body), self.serial, len(fields)) + \
            padded(fields) + body

    def call(self, calls):
        """Makes calls (bus name, path, interface, method, signature of "s" and "i", arguments); the answers in order, each a list of
        values, or None of one that failed."""
        answers = []
        for start in range(0, len(calls), AT_ONCE):
            answers += self._call_some(calls[start:start + AT_ONCE])
        return answers

    def _call_some(self, calls):
        made = [self._message(*call) for call in calls]
        place = {serial: index for index, (serial, _) in enumerate(made)}
        answers = [None] * len(calls)
        try:
            self.socket.sendall(b"".join(message for _, message in made))
            while place:
                serial, values = self._next()
                if serial in place:
                    answers[place.pop(serial)] = values
        except OSError as problem:  # who is asked is busy, or gone with the bus: what has not come has failed
            if not isinstance(problem, TimeoutError):
                raise Lost(str(problem)) from None
        return answers

    def _fill(self, size):
        while len(self.buffer) < size:
            more = self.socket.recv(1 << 18)
            if not more:
                raise Lost("The bus has closed the connection")
            self.buffer += more

    def _next(self):
        """The next message: (serial of the call that it answers or 0, its values or None)."""
        self._fill(16)
        kind = self.buffer[1]
        length, _, of_fields = struct.unpack_from("<III", self.buffer, 4)
        body = 16 + of_fields + -of_fields % 8
        self._fill(body + length)
        data = bytes(self.buffer[:body + length])
        del self.buffer[:body + length]
        if data[0] != ord("l"):
            raise Lost("A big-endian answer")
        fields, serial, signature = Message(data, 16), 0, ""
        while fields.at < 16 + of_fields:
            fields.at += -fields.at % 8
            code = fields.one("y")
            value = fields.one("v")
            if code == REPLY_SERIAL:
                serial = value
            elif code == SIGNATURE:
                signature = value
        return serial, Message(data, body).all(signature) if kind == ANSWER else None
