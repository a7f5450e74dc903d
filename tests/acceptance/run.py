# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Runs scenarios and prints TAP: run.py [--lang fr|en] NAME… (one case a scenario, a language, and a CASES member).

tests/acceptance/test_<name>.py has `scenario (desk)`, or `scenario (desk, case)` with CASES, and may have
DESK (options of the desk, or a function of the case that gives them), BOTH (in French and English in the normal tier too;
the long one always has both), ENGLISH (the normal tier's one language is English, not French: long ones take turns), FULL_CASES (more cases for the long tier), `skip ()` (a reason not to run, or nothing) and
QUIET (warnings are failures). Each case has a process and a desk of its own; what it leaves (pictures, what was read,
logs) is in the build directory under acceptance/.
"""
import importlib
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


def module_of(name):
    return importlib.import_module("test_" + name.replace("-", "_"))


def outline(tree, limit=90):
    """What a person could read of a tree that was dumped: nameless wrappers left out."""
    lines = [line.strip() for line in tree.splitlines() if not re.fullmatch(r"\s*\[[^]]*\]\s*", line)]
    return "\n".join(lines[:limit])


def one(name, language, case):
    """One case, in this process. The exit status is the verdict, what is printed explains it."""
    from kit import Desk, Failure

    module = module_of(name)
    label = f"{name}-{case}" if case else name
    try:
        options = getattr(module, "DESK", {})
        with Desk(label, language, **(options(case) if callable(options) else options)) as desk:
            module.scenario(desk, *([case] if case else []))
            if getattr(module, "QUIET", False) and (complaints := desk.complaints()):
                raise Failure("The program complained: " + "\n".join(complaints[:5]))
    except Failure as failure:
        dump = desk.folder / "failure.txt" if "desk" in locals() else None
        if dump and dump.exists():
            print(f"what was on the desk: {dump}\n{outline(dump.read_text())}")
        where = [f"at {os.path.basename(entry.filename)}:{entry.lineno}: {entry.line}"
                 for entry in traceback.extract_tb(failure.__traceback__) if "test_" in entry.filename]
        print("\n".join([*where, str(failure)]))
        # Last, and on one line: the report repeats it beside the name.
        first = str(failure).strip().splitlines() or [""]
        print(f"{first[0][:200]} ({where[-1].split(': ')[0] if where else 'before the scenario'})")
        return 1
    except Exception:
        traceback.print_exc(file=sys.stdout)
        return 1
    return 0


def main(arguments):
    if arguments[:1] == ["--one"]:
        return one(arguments[1], arguments[2], arguments[3] if len(arguments) > 3 else None)
    only = None
    if "--lang" in arguments:
        at = arguments.index("--lang")
        only = arguments[at + 1]
        del arguments[at:at + 2]
    cases, full = [], bool(os.environ.get("ORCH_TEST_FULL"))
    for name in arguments:
        module = module_of(name)
        members = list(getattr(module, "CASES", [None]))
        if full:
            members += getattr(module, "FULL_CASES", [])
        alone = "en" if getattr(module, "ENGLISH", False) else "fr"
        languages = ("fr", "en") if full or only or getattr(module, "BOTH", False) else (alone,)
        reason = module.skip() if hasattr(module, "skip") else None
        cases += [(name, language, member, reason) for member in members for language in languages if only in (None, language)]
    print(f"1..{len(cases)}", flush=True)
    failed = 0
    for number, (name, language, member, reason) in enumerate(cases, 1):
        if reason:
            print(f"ok {number} - {name}{f' {member}' if member else ''} ({language}) # SKIP {reason}", flush=True)
            continue
        done = subprocess.run([sys.executable, "-B", __file__, "--one", name, language, *([member] if member else [])],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        failed += done.returncode != 0
        if done.returncode:
            print("\n".join("# " + line for line in done.stdout.splitlines()[-120:]))
        print(f"{'not ok' if done.returncode else 'ok'} {number} - {name}{f' {member}' if member else ''} ({language})", flush=True)
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
