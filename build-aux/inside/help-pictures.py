# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""build-aux/help-pictures: the pictures of the help, taken by driving the program on training data, in English and in French.

Each is taken of templates whose words, with their French, are kept as a digest in help/pictures.json: once a label of a screen is added, removed
or said otherwise, `--check` names its picture as no longer current.
"""
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tree

HELP = tree.TOP / "help"
KEPT = HELP / "pictures.json"
FOLDERS = {"en": HELP / "C/figures", "fr": HELP / "fr/figures"}
SIZE = (960, 640)
COLOURS = 96
MAX_BYTES = 60_000
# The picture: the templates that it shows, below src/ui.
PICTURES = {
    "welcome": ["welcome/orch-welcome-page"],
    "wizard-clinic": ["wizard/orch-setup-window", "wizard/orch-clinic-step", "widgets/orch-clinic-form", "widgets/orch-logo-editor"],
    "wizard-providers": ["wizard/orch-setup-window", "wizard/orch-providers-step"],
    "wizard-emr": ["wizard/orch-setup-window", "wizard/orch-emr-step"],
    "wizard-connection": ["wizard/orch-setup-window", "wizard/orch-emr-form", "wizard/orch-shared-key-form"],
    "wizard-conflicts": ["wizard/orch-setup-window", "widgets/orch-import-panel"],
    "wizard-patients": ["wizard/orch-setup-window", "wizard/orch-patients-step"],
    "messages": ["messages/orch-messages-page", "messages/orch-conversation-pane", "messages/orch-message-composer"],
    "appointments": ["appointments/orch-appointments-page"],
    "services": ["services/orch-services-page", "services/orch-services-bar"],
    "services-types": ["services/orch-review-dialog", "services/orch-review-page"],
    "staff": ["shell/orch-directory-page"],
    "patients": ["patients/orch-patients-page"],
    "invitation": ["patients/orch-invitation-dialog"],
    "synchronisation": ["sync/orch-sync-page", "sync/orch-sync-links"],
    "reports": ["remuneration/orch-remuneration-page"],
    "clinic": ["shell/orch-clinic-page", "widgets/orch-clinic-form"],
    "support": ["support/orch-support-page"],
    "preferences": ["shell/orch-preferences-dialog", "support/orch-support-group"],
    "journal": ["journal/orch-journal-dialog"],
    "locked": ["shell/orch-lock-page"],
}


def french():
    """msgid: msgstr of the program's catalogue."""
    found = {}
    for block in (tree.TOP / "po/fr.po").read_text("utf-8").split("\n\n"):
        fields, field = {}, None
        for line in block.splitlines():
            if match := re.match(r'(msg\w+) "(.*)"$', line):
                field = match.group(1)
                fields[field] = match.group(2)
            elif field and (match := re.match(r'"(.*)"$', line)):
                fields[field] += match.group(1)
        if "msgid" in fields:
            found[fields["msgid"]] = fields.get("msgstr", "")
    return found


def digests():
    words, found = french(), {}
    for name, templates in PICTURES.items():
        said = set()
        for template in templates:
            text = (tree.TOP / "src/ui" / f"{template}.blp").read_text("utf-8")
            said.update(re.findall(r'\b_\("((?:[^"\\]|\\.)*)"\)', text))
            said.update(re.findall(r'\bC_\("[^"]*", "((?:[^"\\]|\\.)*)"\)', text))
        for language in FOLDERS:
            told = sorted(words.get(one, one) if language == "fr" else one for one in said)
            found.setdefault(name, {})[language] = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    return found


def check():
    kept, now, faults = json.loads(KEPT.read_text("utf-8")), digests(), []
    shown = {name for page in (HELP / "C").glob("*.page") for name in re.findall(r'src="figures/([\w-]+)\.png"', page.read_text("utf-8"))}
    faults += [f"no page shows {name}" for name in sorted(set(PICTURES) - shown)]
    faults += [f"there is no picture {name}" for name in sorted(shown - set(PICTURES))]
    for language, folder in FOLDERS.items():
        for name in PICTURES:
            path = folder / f"{name}.png"
            if not path.exists() or path.stat().st_size > MAX_BYTES:
                faults.append(f"{path.relative_to(tree.TOP)} is missing, or larger than {MAX_BYTES} bytes")
            elif kept.get(name, {}).get(language) != now[name][language]:
                faults.append(f"{path.relative_to(tree.TOP)}: its screen has other words now")
        for path in sorted(folder.glob("*")):
            if path.stem not in PICTURES:
                faults.append(f"{path.relative_to(tree.TOP)} is of no use")
    for fault in faults:
        print(fault)
    if faults:
        print("run: build-aux/help-pictures")
    return 1 if faults else 0


class Enough(Exception):
    """All that was asked for is taken: the rest of the walk is of no use."""


def take(names):
    tree.build()
    sys.path.insert(0, str(tree.TOP / "tests/acceptance"))
    from kit import Desk
    from kit.pictures import tour
    now = digests()
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    for language, folder in FOLDERS.items():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch, Desk("help-pictures", language, size=SIZE) as desk:
            taken = set()

            def see(name):
                if name in names:
                    desk.screenshot(name, scratch)
                    taken.add(name)
                if taken == set(names):
                    raise Enough

            try:
                tour(desk, see)
            except Enough:
                pass
            if missing := set(names) - taken:
                raise tree.Trouble(f"The walk does not come by {', '.join(sorted(missing))}")
            for name in sorted(taken):
                subprocess.run(["convert", Path(scratch) / f"{name}.png", "-strip", "-dither", "None", "-colors", str(COLOURS), "-define",
                                "png:compression-level=9", "-define", "png:exclude-chunks=date,time", f"PNG8:{folder / name}.png"], check=True)
                kept.setdefault(name, {})[language] = now[name][language]
    KEPT.write_text(json.dumps({name: kept[name] for name in sorted(kept) if name in PICTURES}, indent=2) + "\n", "utf-8")
    print(f"{len(names)} pictures in each language")
    return 0


def main(arguments):
    if arguments == ["--check"]:
        return check()
    if any(name not in PICTURES for name in arguments):
        raise tree.Trouble(f"build-aux/help-pictures [--check | {' | '.join(PICTURES)}]")
    return take(arguments or list(PICTURES))


tree.main(main)
