#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-typography.py CATALOGUE… : what French typography asks of a translation, beyond what msgfmt sees.

Quebec usage (Office québécois de la langue française): « guillemets » and the colon have a no-break space; the semicolon,
the question and the exclamation mark have none before them; the apostrophe is curly; … is one sign.
"""
import ast
import re
import subprocess
import sys

FAULTS = (
    (re.compile("« |«[^\u00a0 ]|[^\u00a0 ]»| »"), "a guillemet without its no-break space"),
    (re.compile(r"\w :(?!\w)"), "a colon after an ordinary space"),
    (re.compile("[\u00a0 ][;?!](?!\\w)"), "a space before ; ? or !"),
    (re.compile(r"\w'\w"), "a straight apostrophe"),
    (re.compile(r"\.\.\."), "three dots: …"),
    (re.compile("[“”]"), "an English quotation mark"),
    (re.compile(r"\b(e-mail|email|concentrateur/hub|DME)\b"), "a word we do not use (courriel, concentrateur, DMÉ)"),
)


def sentences(catalogue):
    """Every msgid and msgstr: a translation that copies a technical msgid is not judged."""
    text = subprocess.run(["msgattrib", "--translated", "--no-obsolete", "--no-wrap", catalogue],
                          check=True, capture_output=True, text=True).stdout
    for block in text.split("\n\n")[1:]:
        joined = re.sub(r'"\n"', "", block)
        source = re.search(r'^msgid (".*")$', joined, re.M)
        for match in re.finditer(r'^msgstr(?:\[\d\])? (".*")$', joined, re.M):
            french = ast.literal_eval(match.group(1))
            if source and french != ast.literal_eval(source.group(1)):
                yield re.sub(r"<[^>]+>", "", re.sub(r"<[^>]+/>", "x", french))


faults = 0
for name in sys.argv[1:]:
    for sentence in sentences(name):
        for pattern, reason in FAULTS:
            if pattern.search(sentence):
                print(f"{name}: {reason}: {sentence}")
                faults += 1
sys.exit(1 if faults else 0)
