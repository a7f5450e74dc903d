# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""build-aux/screenshots: the gallery. Every screen, light and dark, wide and narrow, by driving the program with keys."""
import sys
from pathlib import Path

import tree

sys.path.insert(0, str(tree.TOP / "tests/acceptance"))
USAGE = "build-aux/screenshots DIR [--lang fr|en] [--tour NAME]"
SIZES = ((1280, 800), (360, 720))


def main(arguments):
    languages, only = list(tree.LOCALES), None
    if "--lang" in arguments:
        at = arguments.index("--lang")
        languages = arguments[at + 1:at + 2]
        del arguments[at:at + 2]
    if "--tour" in arguments:
        at = arguments.index("--tour")
        only = "_".join(arguments[at + 1:at + 2])
        del arguments[at:at + 2]
    if len(arguments) != 1 or arguments[0].startswith("-") or any(name not in tree.LOCALES for name in languages):
        raise tree.Trouble(USAGE)
    target = Path(arguments[0]).absolute()
    target.mkdir(parents=True, exist_ok=True)
    sys.stderr.write("Building…\n")
    tree.build()

    from kit import Desk, Failure
    from kit.surfaces import TOURS
    from kit.walks import every_screen
    tours = [tour for tour in (every_screen, *TOURS) if only in (None, tour.__name__)]
    if not tours:
        raise tree.Trouble(USAGE)
    too_wide, missed, count = set(), [], 0
    for language in languages:
        for scheme in ("light", "dark"):
            for tour in tours:
                with Desk(f"gallery-{scheme}-{tour.__name__}", language, scheme=scheme) as desk:
                    def see(name):
                        nonlocal count
                        for width, height in SIZES:
                            if desk.resize(width, height)[0] > width:
                                too_wide.add(f"{name} ({language})")
                            desk.screenshot(f"{name}-{language}-{scheme}-{width}", target)
                            count += 1
                        desk.resize(*desk.size)
                    try:
                        tour(desk, see)
                    except Failure as failure:  # the others are worth seeing
                        desk.dump("failure")
                        missed.append(f"{tour.__name__.replace('_', ' ')} ({language}, {scheme}): {failure}")
                    finally:
                        sys.stderr.write(f"{language}, {scheme}, {tour.__name__.replace('_', ' ')}: {count} pictures so far\n")
    for name in sorted(too_wide):
        sys.stderr.write(f"wider than {SIZES[1][0]} px: {name}\n")
    for one in missed:
        sys.stderr.write(f"not to its end: {one}\n")
    print(f"{count} pictures in {target}")
    return 1 if missed else 0


tree.main(main)
