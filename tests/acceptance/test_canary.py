# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""After a whole session no secret is anywhere but in the keyring: no file, no argument, no environment, no log (security.md 1).

The canaries: what the person typed (password, PIN, shared key), the EMR's secret, and everything that the keyring keeps
(refresh token, database key…), as they are, in base64 and in hexadecimal.
"""
import base64
import os
import re
import time
from pathlib import Path

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from kit import Failure  # noqa: E402
from kit.walks import create_clinic, unlock  # noqa: E402

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


def scenario(desk):
    began = time.time() - 5
    mark = os.urandom(4).hex()
    desk.password, desk.pin, desk.shared_key = f"Canari-Bleu-{mark}", f"pinson {mark} gris", f"Clef-Serin-{mark}!"
    temporary = desk.folder / "tmp"
    temporary.mkdir(mode=0o700)
    desk.environment["TMPDIR"] = str(temporary)
    desk.start()
    create_clinic(desk)
    desk.key("ctrl+l")
    unlock(desk)
    desk.hub_holds("HealthcareService", count=40)

    canaries = {"password": desk.password, "PIN": desk.pin, "shared key": desk.shared_key,
                "EMR secret": desk.hub.ask("/training/emr")["client_secret"]}
    canaries = {name: {shape for shape in shapes(text.encode())} for name, text in canaries.items()}
    kept = kept_secrets(desk)
    if missing := KINDS - {kind for kind, _value in kept}:
        raise Failure(f"Not in the keyring, so not looked for: {sorted(missing)}")
    for kind, value in kept:
        canaries.setdefault(f"{kind} of the keyring", set()).update(
            shape for piece in pieces(value) if len(piece) >= 12 for shape in shapes(piece))

    def found(blobs):
        return [f"{name} in {place}" for place, data in blobs for name, shapes in canaries.items()
                if any(shape in data for shape in shapes)]

    # The search finds what there is to find.
    planted = desk.home / "cache" / "planted"
    planted.write_bytes(b"x" + base64.b64encode(b"u:" + desk.shared_key.encode()))
    if not found(files([desk.home], began)):
        raise Failure("The search does not find a key that was put there")
    planted.unlink()

    def running():
        for part in ("cmdline", "environ"):
            yield f"/proc/{desk.app.pid}/{part}", Path(f"/proc/{desk.app.pid}/{part}").read_bytes()

    mine = [desk.home, temporary, desk.runtime]
    if left := found(running()) + found(files(mine, began)) + found(files(["/tmp"], began)):
        raise Failure("Out of the keyring while it runs: " + "; ".join(left[:10]))
    desk.quit(30)
    looked = [path for path, _data in files(mine, began)]
    if not any("orchestrateur" in str(path) for path in looked):
        raise Failure(f"Nothing was looked at that the program writes: {looked[:10]}")
    logs = [(path, path.read_bytes()) for path in (desk.folder / "app.log", desk.folder / "desk.log")]
    if left := found(files(mine, began)) + found(logs):
        raise Failure("Out of the keyring after it ended: " + "; ".join(left[:10]))
