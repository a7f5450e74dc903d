# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The checkout and its build directory, and how the program runs from them uninstalled.

Used by the commands of build-aux and by the acceptance kit, always inside build-aux/enter.
"""
import ctypes
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ORCH_BUILD") or TOP / "_build").absolute()
LOCALES = {"fr": "fr_CA.UTF-8", "en": "en_CA.UTF-8"}
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Trouble(Exception):
    """What the person is told in one sentence, instead of a traceback."""


def _die_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command, **options):
    """A child that ends when this process does, whatever becomes of it."""
    return subprocess.Popen([str(part) for part in command], preexec_fn=_die_with_parent, **options)


def stop(child, patience=5.0):
    """Ends a child that `spawn` made, politely and then not."""
    if child is None or child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def first_line(stream, pattern, seconds, what):
    """Reads a pipe until a line holds @pattern; returns the match. The pipe must be unbuffered bytes."""
    end, seen = time.monotonic() + seconds, b""
    while time.monotonic() < end:
        if select.select([stream], [], [], 0.2)[0]:
            chunk = os.read(stream.fileno(), 65536)
            seen += chunk
            match = re.search(pattern, seen.decode(errors="replace"))
            if match:
                return match
            if not chunk:
                break
    raise Trouble(f"{what} did not say where it listens: {seen.decode(errors='replace')[-500:]!r}")


# --- building ---------------------------------------------------------------------------

def program(name="orchestrateur"):
    folder = {"orchestrateur": "src/app", "orchestrateur-sandbox": "src/sandbox"}.get(name, "build-aux")
    return BUILD / folder / name


def build(build_dir=None, options=(), environment=None, quiet=True, only=None):
    """Configures once and builds everything, or the targets whose name begins with @only; what the compiler says is shown only when it fails."""
    build_dir = Path(build_dir or BUILD)
    full = {**os.environ, **(environment or {})}

    def run(command, what):
        done = subprocess.run([str(part) for part in command], cwd=TOP, env=full, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None)
        if done.returncode:
            text = (done.stdout or b"").decode(errors="replace")
            errors = [line for line in text.splitlines() if re.search(r"error|FAILED|ERROR", line)]
            sys.stderr.write("\n".join(errors[:40] or text.splitlines()[-40:]) + "\n")
            raise Trouble(f"{what} failed; the whole of it: build-aux/enter {' '.join(map(str, command))}")

    if not (build_dir / "build.ninja").exists():
        run(["meson", "setup", build_dir, *options], "Configuring")
    targets = []
    if only:
        listed = json.loads(subprocess.run(["meson", "introspect", "--targets", str(build_dir)], check=True,
                                           capture_output=True, text=True).stdout)
        targets = [os.path.relpath(t["filename"][0], build_dir) for t in listed if t["name"].startswith(only)]
    run(["ninja", "-C", build_dir, f"-j{min(2, os.cpu_count() or 1)}", *targets], "Building")


# --- running from the tree --------------------------------------------------------------

def language_of(environment=os.environ):
    """The language a person asked for by the usual variables: French unless they speak another."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value and value not in ("C", "POSIX", "C.UTF-8", "C.utf8"):
            return "fr" if value.startswith("fr") else "en"
    return "fr"


def program_environment(language, build_dir=None):
    """What the uninstalled program needs to find its schemas, messages, catalogue and help."""
    build_dir = Path(build_dir or BUILD)
    share = build_dir / "share"
    # Help and icons are looked for under XDG_DATA_DIRS in the shape they have once installed.
    for source, target in ((TOP / "data/icons", share / "icons"), (build_dir / "help", share / "help"),
                           (build_dir / "help/html", build_dir / "data/help")):
        if source.is_dir() and not target.is_symlink():
            share.mkdir(parents=True, exist_ok=True)
            try:
                target.symlink_to(source)
            except FileExistsError:
                pass
    locale = LOCALES[language]
    return {
        "LANG": locale, "LC_ALL": locale, "LANGUAGE": "",
        "ORCH_UNINSTALLED": "1",
        "ORCH_LOCALEDIR": str(build_dir / "po"),
        "ORCH_PKGDATADIR": str(build_dir / "data"),
        "ORCH_SANDBOX_PROGRAM": str(build_dir / "src/sandbox/orchestrateur-sandbox"),
        "GSETTINGS_SCHEMA_DIR": str(build_dir / "data"),
        "XDG_DATA_DIRS": f"{share}:{os.environ.get('XDG_DATA_DIRS') or '/usr/local/share:/usr/share'}",
    }


class Sandbox:
    """The training hub and EMR: a child process that ends with us (it watches its standard input)."""

    def __init__(self, state_dir, *arguments, log=None, environment=None, build_dir=None):
        Path(state_dir).mkdir(parents=True, exist_ok=True, mode=0o700)
        binary = Path(build_dir or BUILD) / "src/sandbox/orchestrateur-sandbox"
        self.command = [binary, "--state-dir", state_dir, "--watch-stdin", *arguments]
        self.child = spawn(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                           stderr=log, env={**os.environ, **(environment or {})})
        try:
            self.url = first_line(self.child.stdout, r"(http://127\.0\.0\.1:\d+)", 20, "The sandbox").group(1)
        except Trouble:
            stop(self.child)
            raise

    def stop(self):
        self.child.stdin.close()
        try:
            self.child.wait(5)
        except subprocess.TimeoutExpired:
            stop(self.child)

    def kill(self):
        self.child.kill()
        self.child.wait()


class Session:
    """A private session bus, with accessibility and, if asked, a keyring that is already unlocked.

    keyring: "unlocked", "locked" (it exists and wants its password) or "absent".
    """
    PASSWORD = b"training"

    def __init__(self, folder, keyring="unlocked", log=None, environment=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log = log
        self.base = {**os.environ, **(environment or {})}
        for name in ("DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "GNOME_KEYRING_CONTROL"):
            self.base.pop(name, None)
        self.runtime = None
        if not os.path.isdir(self.base.get("XDG_RUNTIME_DIR", "")):
            # Sockets have a path limit of about a hundred characters.
            self.runtime = tempfile.mkdtemp(prefix="orch-")
            self.base["XDG_RUNTIME_DIR"] = self.runtime
        self.keyring = None
        self.bus = spawn(["dbus-daemon", f"--config-file={self._configuration()}", "--nofork", "--print-address=1"],
                         stdout=subprocess.PIPE, stderr=log, bufsize=0, env=self.base)
        self.base["DBUS_SESSION_BUS_ADDRESS"] = first_line(self.bus.stdout, r"(unix:\S+)\n", 10, "The session bus").group(1)
        self.variables = {name: self.base[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
        if keyring != "absent":
            self.start_keyring(keyring)

    def _configuration(self):
        """A bus that starts accessibility by itself, and never a keyring: which one there is, is ours to say."""
        services = self.folder / "services"
        services.mkdir(exist_ok=True)
        for name in ("org.a11y.Bus.service", "ca.desrt.dconf.service", "org.gnome.keyring.SystemPrompter.service"):
            source = Path("/usr/share/dbus-1/services") / name
            if source.exists():
                shutil.copy(source, services / name)
        configuration = self.folder / "bus.conf"
        configuration.write_text(f"""<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={self.base["XDG_RUNTIME_DIR"]}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
""")
        return configuration

    def start_keyring(self, state="unlocked"):
        data = self.folder / "data"
        data.mkdir(exist_ok=True, mode=0o700)
        known = (data / "keyrings/login.keyring").exists()
        if state == "locked" and not known:
            # A keyring must exist before it can be found locked.
            self.start_keyring("unlocked")
            self.stop_keyring()
        environment = {**self.base, "XDG_DATA_HOME": str(data)}
        control = self.folder / "control"
        control.mkdir(exist_ok=True, mode=0o700)
        unlock = ["--unlock"] if state == "unlocked" else []
        self.keyring = spawn(["gnome-keyring-daemon", "--foreground", "--components=secrets",
                              f"--control-directory={control}", *unlock],
                             stdin=subprocess.PIPE, stdout=self.log or subprocess.DEVNULL,
                             stderr=self.log or subprocess.DEVNULL, env=environment)
        if unlock:
            self.keyring.stdin.write(self.PASSWORD)
        self.keyring.stdin.close()
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if self.has_owner("org.freedesktop.secrets"):
                return
            time.sleep(0.05)
        raise Trouble("The keyring did not start (gnome-keyring-daemon).")

    def stop_keyring(self):
        stop(self.keyring)
        self.keyring = None

    def has_owner(self, name):
        return bus_answer(self.base, "NameHasOwner", f"string:{name}").strip().endswith("true")

    def stop(self):
        self.stop_keyring()
        stop(self.bus)
        if self.runtime:
            shutil.rmtree(self.runtime, ignore_errors=True)


def bus_answer(environment, method, *arguments):
    done = subprocess.run(["dbus-send", "--session", "--dest=org.freedesktop.DBus", "--print-reply=literal",
                           "/org/freedesktop/DBus", f"org.freedesktop.DBus.{method}", *arguments],
                          env=environment, capture_output=True, text=True, timeout=15)
    return done.stdout if done.returncode == 0 else ""


def main(function):
    """Runs a command's main function: trouble in one sentence, Ctrl+C in silence."""
    try:
        sys.exit(function(sys.argv[1:]))
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
