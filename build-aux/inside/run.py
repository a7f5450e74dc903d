# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""build-aux/run: the program from the tree, with its training hub."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import tree

USAGE = """build-aux/run [--training|--no-training] [--reset] [--lang fr|en] [application arguments]
  --training      with the training hub and training data (this is the default)
  --no-training   without: the program as a clinic would start it
  --reset         forgets the training data first
  --lang fr|en    the language, instead of that of LANG"""


def data_home():
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")


def bus_lacks_secrets():
    """Whether the person's own session bus is there but nothing on it keeps secrets, or it is not there at all."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    names = tree.bus_answer(os.environ, "ListNames") + tree.bus_answer(os.environ, "ListActivatableNames")
    return "org.freedesktop.secrets" not in names


def start_sandbox(home, language):
    """The training hub with its fictitious conversations, at the address it had the last time if that is free: the clinic remembers
    where its hub is."""
    kept = home / "port"
    options = ["--conversations", "--language", language]
    try:
        return tree.Sandbox(home / "sandbox", *options, "--port", str(int(kept.read_text())))
    except (OSError, ValueError, tree.Trouble):
        sandbox = tree.Sandbox(home / "sandbox", *options)
        kept.write_text(sandbox.url.rsplit(":", 1)[1])
        return sandbox


def main(arguments):
    training, reset, language, rest = True, False, tree.language_of(), []
    while arguments:
        argument = arguments.pop(0)
        if argument in ("-h", "--help"):
            print(USAGE)
            return 0
        if argument == "--training":
            training = True
        elif argument == "--no-training":
            training = False
        elif argument == "--reset":
            reset = True
        elif argument == "--lang" and arguments and arguments[0] in tree.LOCALES:
            language = arguments.pop(0)
        else:
            rest.append(argument)

    sys.stderr.write("Building…\n")
    tree.build()
    home = data_home() / "orchestrateur/training"
    if reset and home.exists():
        shutil.rmtree(home)
        sys.stderr.write("Training data forgotten.\n")
    if reset and not training:
        return 0

    environment = {**os.environ, **tree.program_environment(language)}
    sandbox = session = None
    try:
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS") or (training and bus_lacks_secrets()):
            # The keyring's file lies with the training data, so that the key outlives a rebuilt tree.
            session = tree.Session(home / "session", keyring="unlocked" if training else "absent",
                                   log=subprocess.DEVNULL)
            environment.update(session.variables)
        if training:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            sandbox = start_sandbox(home, language)
            environment["ORCH_SANDBOX_URL"] = sandbox.url
            sys.stderr.write(f"The training hub listens at {sandbox.url}\n")
        child = tree.spawn([tree.program(), *(["--training"] if training else []), *rest], env=environment)
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                tree.stop(child)
    finally:
        if sandbox:
            sandbox.stop()
        if session:
            session.stop()


tree.main(main)
