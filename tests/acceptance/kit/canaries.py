# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Canaries: secrets are looked for everywhere but in the keyring (security.md 1): in files, arguments, the environment, logs; as they are, in base64
and in hexadecimal."""
import base64
import os
import re
import time
from pathlib import Path

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from .patience import Failure  # noqa: E402

SECRETS, SERVICE, ROOT = "org.freedesktop.secrets", "org.freedesktop.Secret.Service", "/org/freedesktop/secrets"

KINDS = {"store-key", "refresh-token", "emr-secret", "shared-key", "person-key"}


def kept_secrets(desk):
    """Every secret of the keyring, as (kind, value), read as any program of the session may."""
    def ask(method, arguments):
        return desk.reader.session.call_sync(SECRETS, ROOT, SERVICE, method, arguments, None, Gio.DBusCallFlags.NONE, 10000, None).unpack()
    _output, session = ask("OpenSession", GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))
    items, locked = ask("SearchItems", GLib.Variant("(a{ss})", ({},)))
    if locked:
        raise Failure("The keyring is locked: its secrets cannot be looked for")
    (secrets,) = ask("GetSecrets", GLib.Variant("(aoo)", (items, session)))

    def kind(path):
        answer = desk.reader.session.call_sync(SECRETS, path, "org.freedesktop.DBus.Properties", "Get", GLib.Variant(
            "(ss)", ("org.freedesktop.Secret.Item", "Attributes")), None, Gio.DBusCallFlags.NONE, 10000, None)
        return answer.unpack()[0].get("kind", "another")
    return [(kind(path), bytes(value)) for path, (_session, _parameters, value, _type) in secrets.items()]


def shapes(secret):
    """A secret as it could be written: as it is, in base64 (whatever stands before it), in hexadecimal."""
    yield secret
    for skipped in range(min(3, len(secret) - 8)):
        middle = secret[skipped:]
        whole = base64.b64encode(middle[:len(middle) // 3 * 3])
        yield from (whole, whole.translate(bytes.maketrans(b"+/", b"-_")))
    yield secret.hex().encode()
    yield secret.hex().upper().encode()


def pieces(secret):
    """A kept secret, and the long words inside when it is a structure of several."""
    yield secret
    yield from re.findall(rb"[A-Za-z0-9+/_.=-]{20,}", secret)


def files(folders, since):
    for folder in folders:
        for directory, _folders, names in os.walk(folder):
            for name in names:
                path = Path(directory, name)
                try:
                    if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since and path.stat().st_size < 1 << 28:
                        yield path, path.read_bytes()
                except OSError:
                    pass  # gone meanwhile, or somebody else's


class Canaries:
    """What must not be found outside of the keyring, from before the program starts; @typed: name → what the person types."""

    def __init__(self, desk, typed):
        self.desk, self.began = desk, time.time() - 5
        self.shapes = {name: set(shapes(text.encode())) for name, text in typed.items()}
        self.temporary = desk.folder / "tmp"
        self.temporary.mkdir(mode=0o700, exist_ok=True)
        desk.environment["TMPDIR"] = str(self.temporary)

    def know_kept(self):
        """From here on what the keyring of this workstation keeps is looked for too."""
        kept = kept_secrets(self.desk)
        if missing := KINDS - {kind for kind, _value in kept}:
            raise Failure(f"Not in the keyring, so not looked for: {sorted(missing)}")
        for kind, value in kept:
            self.shapes.setdefault(f"{kind} of the keyring", set()).update(
                shape for piece in pieces(value) if len(piece) >= 12 for shape in shapes(piece))

    def _found(self, blobs):
        return [f"{name} in {place}" for place, data in blobs for name, looks in self.shapes.items()
                if any(shape in data for shape in looks)]

    def _mine(self):
        return [self.desk.home, self.temporary, self.desk.runtime]

    def plant(self):
        """The search finds what there is to find."""
        planted = self.desk.home / "cache" / "planted"
        planted.write_bytes(b"x" + base64.b64encode(b"u:" + self.desk.shared_key.encode()))
        if not self._found(files([self.desk.home], self.began)):
            raise Failure("The search does not find a key that was put there")
        planted.unlink()

    def look_at_running(self):
        def running():
            for part in ("cmdline", "environ"):
                yield f"/proc/{self.desk.app.pid}/{part}", Path(f"/proc/{self.desk.app.pid}/{part}").read_bytes()

        if left := self._found(running()) + self._found(files(self._mine(), self.began)) + self._found(files(["/tmp"], self.began)):
            raise Failure("Out of the keyring while it runs: " + "; ".join(left[:10]))

    def look_at_ended(self):
        looked = [path for path, _data in files(self._mine(), self.began)]
        if not any("orchestrateur" in str(path) for path in looked):
            raise Failure(f"Nothing was looked at that the program writes: {looked[:10]}")
        logs = [(path, path.read_bytes()) for path in (self.desk.folder / "app.log", self.desk.folder / "desk.log")]
        if left := self._found(files(self._mine(), self.began)) + self._found(logs):
            raise Failure("Out of the keyring after it ended: " + "; ".join(left[:10]))
