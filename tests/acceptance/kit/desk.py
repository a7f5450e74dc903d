# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""One desk: a screen, a window manager, a session bus with accessibility, a keyring, the training hub, and the program.

Names given to the helpers are the English ones of the code: on a French desk they are translated by the French
catalogue that was built, so that a scenario is written once. Writing is done with real keys only; reading, by what a
screen reader is told. One desk a process.
"""
import gettext
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "build-aux" / "inside"))
import tree  # noqa: E402

from Xlib.error import XError  # noqa: E402

from .emr import ZONE  # noqa: E402
from .hub import Hub  # noqa: E402
from .keys import Keys  # noqa: E402
from .patience import Failure, patience  # noqa: E402
from .reader import CONTROLS, Reader, matches  # noqa: E402

LIBRARIES = tuple(f"/usr/share/locale/{{}}/LC_MESSAGES/{name}.mo" for name in ("gtk40", "libadwaita"))
OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications><application class="*"><decor>no</decor><position force="yes"><x>0</x><y>0</y></position></application></applications>
  <keyboard/><mouse/>
</openbox_config>
"""


class Desk:
    def __init__(self, name, language="fr", *, keyring="unlocked", sandbox=("--control",), size=(1280, 800), scheme="light",
                 text_scale=1, environment=None, folder=None, binary=None, hub=True):
        self.name, self.language, self.size = name, language, size
        self.folder = Path(folder or tree.BUILD / "acceptance" / f"{name}-{language}")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.pictures = self.folder / "screenshots"
        self.pictures.mkdir(parents=True)
        # What the person of this desk chooses.
        self.password, self.pin, self.shared_key = "Formation-Longue-1", "246810", "Clef-Partagee-2026!"
        self.log = open(self.folder / "desk.log", "wb")
        self.binary = binary or tree.program()
        self.app = self.keys = self.session = self.sandbox = self.screen = self.manager = self.reader = None
        catalogue = tree.BUILD / "po" / language / "LC_MESSAGES" / "orchestrateur.mo"
        self.catalogue = {}
        if language != "en":
            with open(catalogue, "rb") as messages:
                self.catalogue = dict(gettext.GNUTranslations(messages)._catalog)
            # A count is grouped as the language does (%'u): scenarios name it as the number that it is.
            for english, french in list(self.catalogue.items()):
                key = (english[0].replace("%'", "%"), english[1]) if isinstance(english, tuple) else english.replace("%'", "%")
                self.catalogue[key] = french.replace("%'", "%")
            self.catalogue.pop("", None)  # the catalogue's own head
            # What is shown has no mnemonic: “_Next” is read “Next”.
            for english, french in list(self.catalogue.items()):
                if isinstance(english, str):
                    self.catalogue.setdefault(bare(english), bare(french))
        # What the libraries say of themselves.
        self.libraries = {}
        for path in LIBRARIES if language != "en" else ():
            with open(path.format(language), "rb") as messages:
                self.libraries |= {bare(english): bare(french) for english, french in gettext.GNUTranslations(messages)._catalog.items()
                                   if isinstance(english, str) and "\x04" not in english}
        self.runtime = tempfile.mkdtemp(prefix="orch-desk-")
        clean = {key: value for key, value in os.environ.items()
                 if not re.match(r"(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_|AT_SPI|XDG_|G_DEBUG|G_TEST|GSETTINGS|LC_|LANG|MALLOC_)", key)}
        self.environment = {
            **clean, **tree.program_environment(language),
            "XDG_RUNTIME_DIR": self.runtime, "XDG_CURRENT_DESKTOP": "GNOME", "GSETTINGS_BACKEND": "keyfile",
            "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GDK_DISABLE": "gl,vulkan", "GTK_A11Y": "atspi",
            "ADW_DISABLE_PORTAL": "1", "GTK_USE_PORTAL": "0", "TZ": ZONE,
            "ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if scheme == "dark" else "prefer-light",
            **(environment or {}),
        }
        self.text_scale = text_scale
        self.make_home("home")
        try:
            self._lay(keyring, sandbox, hub)
        except BaseException:
            self.clear()
            raise

    def make_home(self, name):
        """A person's directories on a computer where the program never ran."""
        self.home = self.folder / name
        for part in ("config/gtk-4.0", "data", "cache", "state"):
            (self.home / part).mkdir(parents=True, mode=0o700, exist_ok=True)
        (self.home / "config/gtk-4.0/settings.ini").write_text(
            "[Settings]\ngtk-enable-animations=0\ngtk-cursor-blink=0\ngtk-font-name=Cantarell 11\n")
        # Where one wait may last longer than a person may do nothing before the session locks, as it must, the person has
        # chosen the longest time that there is.
        kept = self.home / "config/glib-2.0/settings/keyfile"
        if patience(1) > 3 and not kept.exists():
            kept.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            kept.write_text("[ca/orchestrateur/Orchestrateur]\nlock-after-minutes=uint32 30\n")
        self.environment |= {"HOME": str(self.home), **{f"XDG_{part.upper()}_HOME": str(self.home / part)
                                                        for part in ("config", "data", "cache", "state")}}

    def other_workstation(self):
        """From here on another computer of the clinic: nothing kept, another keyring, the same hub."""
        self._sit("session-2")
        self.make_home("home-2")

    def first_workstation(self):
        """Back at the computer that the person left, as it was left."""
        self._sit("session")
        self.make_home("home")

    def _sit(self, session):
        self.session.stop_keyring()
        self.session.folder = self.folder / session
        self.session.folder.mkdir(mode=0o700, exist_ok=True)
        self.session.start_keyring()

    # --- laying and clearing ------------------------------------------------------------

    def _lay(self, keyring, sandbox, hub):
        reading, writing = os.pipe()
        self.screen = tree.spawn(["Xvfb", "-displayfd", writing, "-screen", "0", "1920x1200x24", "-nolisten", "tcp", "-noreset"],
                                 pass_fds=(writing,), stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        os.close(writing)
        with open(reading, "rb", buffering=0) as pipe:
            display = ":" + tree.first_line(pipe, r"(\d+)\n", 20, "The screen (Xvfb)").group(1)
        self.environment["DISPLAY"] = display
        # The window manager stands before the program starts: windows are never active without one.
        (self.folder / "openbox.xml").write_text(OPENBOX)
        self.keys = Keys(display)
        if self.text_scale != 1:
            self.keys.set_text_scale(self.text_scale)
        self.manager = tree.spawn(["openbox", "--sm-disable", "--config-file", self.folder / "openbox.xml"],
                                  stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=self.environment)
        self.wait(self.keys.has_window_manager, "a window manager")
        self.session = tree.Session(self.folder / "session", keyring, self.log, self.environment)
        self.environment.update(self.session.variables)
        self.reader = Reader(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        if hub:
            self.start_hub(*sandbox)

    def clear(self):
        """Ends everything that this desk started, the program first."""
        if self.app and self.app.poll() is None:
            tree.stop(self.app)
        if self.sandbox and self.sandbox.child.poll() is None:
            self.sandbox.stop()
        if self.session:
            self.session.stop()
        for child in (self.manager, self.screen):
            tree.stop(child)
        shutil.rmtree(self.runtime, ignore_errors=True)
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, _trace):
        if problem is not None:
            self.dump("failure")
        self.clear()

    # --- the hub ------------------------------------------------------------------------

    def start_hub(self, *arguments, port=None):
        """Starts the training hub; on the same port as before if it was stopped meanwhile."""
        options = list(arguments) or ["--control"]
        if port:
            options += ["--port", str(port)]
        self.sandbox = tree.Sandbox(self.folder / "sandbox", *options, log=self.log, environment=self.environment)
        self.hub = Hub(self.sandbox.url)
        self.environment["ORCH_SANDBOX_URL"] = self.sandbox.url

    def stop_hub(self):
        self.sandbox.stop()

    def start_hub_again(self, *arguments):
        self.start_hub(*arguments, port=int(self.sandbox.url.rsplit(":", 1)[1].split("/")[0]))

    def control(self, order, **body):
        """Orders a fault, a mode, a clock… of the sandbox; see hub.py."""
        return self.hub.control(order, **body)

    def hub_holds(self, kind, predicate=None, count=None, seconds=15):
        """Waits until the hub has resources of that type that satisfy the predicate, @count of them if given; returns them."""
        def held():
            found = [resource for resource in self.hub.resources(kind) if predicate is None or predicate(resource)]
            return found if (len(found) == count if count is not None else found) else None
        return self.wait(held, f"{'some' if count is None else count} {kind} on the hub", seconds)

    # --- the program --------------------------------------------------------------------

    def start(self, *arguments, expect_french=True):
        """Starts the program as a person would, waits for its window, and first of all asserts the language."""
        self.app_log = open(self.folder / "app.log", "ab")
        self.app = tree.spawn([self.binary, *(arguments or ["--training"])], stdin=subprocess.DEVNULL, stdout=self.app_log, stderr=self.app_log,
                              env=self.environment, cwd=self.home)
        self.wait(lambda: self.alive() and self.keys.windows(), "the program's window", 20)
        self.wait(lambda: self.look() is not None and any(n.role not in ("application", "frame", "window") for n in self.nodes()),
                  "something to read in the window", 15)
        if self.size:
            self.resize(*self.size)
        if expect_french and self.language != "en":
            self.assert_language()
        return self

    def alive(self):
        if self.app.poll() is not None:
            raise Failure(f"The program ended with status {self.app.returncode}: {self.tail()}")
        return True

    def kill9(self):
        self.app.send_signal(signal.SIGKILL)
        self.app.wait()

    def quit(self, seconds=10):
        """Ends the program by its own Quit; it must end well."""
        self.key("ctrl+q")
        try:
            status = self.app.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"Ctrl+Q did not end the program, which is at: {self.threads()}") from None
        if status:
            raise Failure(f"The program ended with status {status}: {self.tail()}")

    def run(self, *arguments):
        """Runs the program as a command, beside whatever is open: (status, what it printed)."""
        done = subprocess.run([self.binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=patience(20), cwd=self.home,
                              env={key: value for key, value in self.environment.items() if key != "DISPLAY"})
        return done.returncode, done.stdout

    def threads(self):
        """What each thread of the program waits for in the kernel."""
        tasks = sorted(Path(f"/proc/{self.app.pid}/task").glob("*"))
        return ", ".join(f"{(task / 'comm').read_text().strip()} {(task / 'wchan').read_text() or 'at work'}" for task in tasks)

    def restart(self, *arguments):
        if self.app.poll() is None:
            self.kill9()
        self.wait(lambda: not self.keys.windows(), "the old window to go")
        return self.start(*arguments)

    def resize(self, width, height):
        """Gives the window that size, and waits until the program has drawn itself anew: what it drew before is cut until then."""
        window = self.window()
        before = self.keys.picture(window)
        geometry = self.keys.resize(window, width, height)
        if (geometry.width, geometry.height) != before[:2]:
            def drawn():
                try:
                    return not same_corner(before, self.keys.picture(window))
                except XError:  # it changed its size in between
                    return False
            self.wait(drawn, f"the window to be drawn at {width} × {height}")
        return geometry.width, geometry.height

    def window(self):
        return self.wait(lambda: self.keys.active() or next(iter(self.keys.windows()), None), "an active window")

    def tail(self, lines=15):
        path = self.folder / "app.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    def complaints(self):
        """What the program wrote that a well program does not: warnings and criticals."""
        return [line for line in (self.folder / "app.log").read_text(errors="replace").splitlines()
                if re.search(r"-(WARNING|CRITICAL)\b|AddressSanitizer|runtime error:", line)
                and not re.search(r"Vulkan|portal|AT-SPI|Unable to acquire session bus|dconf", line)
                # GTK wakes the elements around what is not in the window when all are asked for at once (Reader.look), and is surprised later.
                and not line.endswith("gtk_at_context_set_accessible_role: assertion '!self->realized' failed")
                # GTK's own window to choose a file completes what is typed in a folder that it has just left. Nothing of ours is a GtkTreeModel.
                and not line.endswith("gtk_tree_model_get_iter_first: assertion 'GTK_IS_TREE_MODEL (tree_model)' failed")]

    # --- eyes ---------------------------------------------------------------------------

    def T(self, text, context=None):
        """The text in the language of the desk; with @context, that of a text that means something there alone."""
        if not isinstance(text, str):
            return text
        if self.language == "en":
            return bare(text)
        if context and (found := self.catalogue.get(f"{context}\x04{text}")):
            return found
        return self.catalogue.get(text) or self.catalogue.get((text, 0)) or text

    def plural(self, one, many):
        """The singular and the plural of a counted text, in the language of the desk."""
        if self.language == "en":
            return [one, many]
        return [self.catalogue.get((one, 0), one), self.catalogue.get((one, 1), many)]

    def look(self):
        self.reader.turn()
        return self.reader.look(self.app.pid)

    def nodes(self):
        root = self.look()
        return list(root.walk()) if root else []

    def wait(self, condition, what, seconds=10):
        """Polls until the condition gives something true, and returns it; the time is a limit, never a pause."""
        end = time.monotonic() + patience(seconds)
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > end:
                raise Failure(f"Waited {seconds} s for {what}, in vain")
            time.sleep(0.05)

    def find(self, name, role=None, under=None, nodes=None):
        wanted, parent = self.T(name), self.T(under)
        for node in nodes if nodes is not None else self.nodes():
            if matches(wanted, node.name) and (role is None or node.role == role) and \
                    (parent is None or node.under(parent)) and "showing" in node.states:
                return node
        return None

    def shown(self, name, role=None, under=None):
        return self.find(name, role, under) is not None

    def wait_shown(self, name, role=None, seconds=10, under=None):
        return self.wait(lambda: self.alive() and self.find(name, role, under),
                         f"“{self._text(name)}”{f' ({role})' if role else ''} to be shown", seconds)

    def wait_gone(self, name, role=None, seconds=10):
        return self.wait(lambda: self.alive() and not self.find(name, role), f"“{self._text(name)}” to go", seconds)

    def wait_sensitive(self, name, sensitive=True, role=None, seconds=10):
        def right():
            node = self.find(name, role)
            return node and ("sensitive" in node.states) == sensitive
        return self.wait(right, f"“{self._text(name)}” to be {'sensitive' if sensitive else 'insensitive'}", seconds)

    def announced(self, name, seconds=5):
        """Waits until that was spoken (an announcement)."""
        wanted = self.T(name)

        def heard():
            self.reader.turn()
            return [said for said in self.reader.announced if matches(wanted, said)]
        return self.wait(heard, f"“{self._text(name)}” to be spoken", seconds)

    def _text(self, name):
        return name.pattern if isinstance(name, re.Pattern) else self.T(name)

    def value(self, name):
        """What the field or combo @name shows."""
        node = self.wait_shown(name)
        nodes = [n for n in self.nodes() if n.name == self.T(name) and n.role in CONTROLS] or [node]
        if nodes[0].text is not None:
            return nodes[0].text
        return next((n.name for n in nodes[0].walk() if n.role == "label" and n.name != self.T(name)), "")

    def focused(self):
        """The innermost focused element, or None."""
        nodes = [node for node in self.nodes() if "focused" in node.states]
        return max(nodes, key=lambda node: node.depth) if nodes else None

    # --- hands --------------------------------------------------------------------------

    def key(self, combination, times=1):
        for _ in range(times):
            self.keys.key(combination)

    def type(self, text):
        self.keys.type(text)

    def _is_at(self, node, wanted, role):
        """Whether the focus is on what has that name: itself, or the row or entry just around it."""
        while node:
            name = node.name
            if not name and node.role in ("list item", "row", "option"):
                # A row without a name of its own is read by its labels.
                name = next((below.name for below in node.walk() if below.role == "label"), "")
            if matches(wanted, name) and (role is None or node.role == role):
                return node
            if node.role in ("list", "frame", "window", "dialog", "panel", "group", "scroll pane", "filler", "application"):
                # A nameless wrapper right around the focus is looked through; a container of many is not.
                if node.name or len([n for n in node.children if n.role in CONTROLS]) > 1:
                    return None
            node = node.parent
        return None

    def focus(self, name, role=None, by="Tab", limit=120):
        """Moves the keyboard focus with real keys until it is on @name; fails when it comes round without meeting it."""
        wanted, seen, still = self.T(name), {}, 0
        if by == "Tab":
            self.wait_shown(name)
        for _ in range(limit):
            here = self.focused()
            if here is not None:
                if self._is_at(here, wanted, role):
                    return here
                seen[here.path] = seen.get(here.path, 0) + 1
                if seen[here.path] > 3:
                    break
            self.key(by)
            still = self._wait_moved(here, still)
        raise Failure(f"The focus never comes to “{self._text(name)}” with {by}; it met "
                      f"{len(seen)} elements, the last: {here}")

    def _wait_moved(self, before, still):
        """Waits a moment for the focus to leave @before; a focus that stays is not an error (an end was met)."""
        end = time.monotonic() + 0.6
        while time.monotonic() < end:
            here = self.focused()
            if here is not None and (before is None or here.path != before.path):
                return 0
        return still + 1

    def press_to(self, name, role=None, activate="space", by="Tab"):
        """Goes to @name with the keyboard and presses it there."""
        node = self.focus(name, role, by)
        self.key(activate)
        return node

    def fill(self, name, text, shows=None):
        """Goes to the field @name, replaces what it holds, and waits until it shows the text (or @shows)."""
        self.focus(name)
        self.key("ctrl+a")
        self.key("BackSpace")
        self.type(text)
        wanted = text if shows is None else shows
        return self.wait(lambda: (here := self.focused()) and here.text is not None and matches(wanted, here.text) and here,
                         f"the field “{self._text(name)}” to show “{self._text(wanted)}” "
                         f"(it shows “{getattr(self.focused(), 'text', None)}”)", 5)

    def choose(self, name, value):
        """Opens the combo @name and chooses @value in its list."""
        self.press_to(name)
        self.wait(lambda: (here := self.focused()) and here.role in ("list item", "option", "row"), f"the list of “{self._text(name)}”")
        self.key("Home")
        self.focus(value, by="Down", limit=60)
        self.key("Return")
        self.wait(lambda: (here := self.focused()) and self._is_at(here, self.T(name), None), f"“{self._text(name)}” to close")

    # --- rules for every screen ---------------------------------------------------------

    def assert_language(self):
        """The program shows French: some text is that of the catalogue, and none is left in English."""
        french = {text for text in self.catalogue.values() if isinstance(text, str)}
        texts = [node.name for node in self.nodes() if node.name]
        if not any(text in french for text in texts):
            raise Failure(f"Not a word of French is shown: {texts[:10]}")
        if left := self.english_in_french():
            raise Failure(f"English is left: {left}")

    def english_in_french(self):
        """Texts shown as the code has them, ours or that of GTK and libadwaita, although the catalogues have other words for them."""
        if self.language == "en":
            return []
        french = set(self.catalogue.values()) | set(self.libraries.values())
        return [text for node in self.nodes() for text in (node.name, node.description)
                if text and text not in french and any(isinstance(held.get(text), str) for held in (self.catalogue, self.libraries))]

    def unnamed_controls(self):
        """Controls that a screen reader could only call by their role."""
        return [str(node).strip() for node in self.nodes()
                if node.role in CONTROLS and "focusable" in node.states and not node.name
                and not (node.role == "list item" and any(below.name and below.role in CONTROLS for below in node.walk()))
                # The entry of a menu is no part of the button that the menu belongs to.
                and ("menu item" in node.role
                     or not any(parent.name and parent.role in CONTROLS - {"list item", "row"} for parent in node.ancestors()))]

    # --- what is kept -------------------------------------------------------------------

    def screenshot(self, name, folder=None):
        """Keeps a picture of the active window once it has stopped changing: a full page may take a third of a second between two frames."""
        last, since = None, 0

        def still():
            nonlocal last, since
            try:
                picture = self.keys.picture(self.window())
            except XError:  # one window has just taken the place of another
                return False
            if picture != last:
                last, since = picture, time.monotonic()
            return time.monotonic() - since >= 0.6

        try:
            self.wait(still, "the window to stop changing", 5)
        except Failure:
            if last is None:
                raise  # else something turns: the last frame is kept
        path = Path(folder or self.pictures) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(*last))
        return path

    def dump(self, name):
        """Keeps what is on the desk: the tree as read, a picture, the log's end."""
        lines = []
        try:
            root = self.look() if self.app else None
            lines = [str(node) for node in root.walk()] if root else ["(nothing to read)"]
            if self.keys and self.keys.windows():
                self.screenshot(name)
        except Exception as error:  # The failure told is the first one, not this.
            lines.append(f"(could not look: {error!r})")
        text = "\n".join(lines)
        (self.folder / f"{name}.txt").write_text(text + "\n\n--- said\n" + "\n".join(self.reader.announced if self.reader else [])
                                                 + "\n\n--- log\n" + self.tail(60))
        return text


def same_corner(one, other):
    """Whether two pictures show the same where both reach, from the upper left corner."""
    width, height = min(one[0], other[0]) * 4, min(one[1], other[1])
    return all(one[2][(at := y * one[0] * 4):at + width] == other[2][(at := y * other[0] * 4):at + width] for y in range(height))


def bare(text):
    """A label without its mnemonic mark."""
    return re.sub(r"_(.)", r"\1", text, count=1)


def png(width, height, pixels):
    """A PNG of rows of BGRX pixels."""
    rgb = bytearray(width * height * 3)
    rgb[0::3], rgb[1::3], rgb[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
    rows = b"".join(b"\0" + rgb[start:start + width * 3] for start in range(0, len(rgb), width * 3))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
