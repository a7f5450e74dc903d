# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""build-aux/check: what a robot can see in the tree. One TAP case a rule; each fault names what mends it."""
import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tree

# Tables of cases may be longer than code that must be understood.
MAX_LINES, MAX_TEST_LINES = 600, 1200
HEAD = "SPDX-License-Identifier: GPL-3.0-or-later"
# Only what has a comment can carry a head; JSON, templates read by strict parsers and data cannot.
WITH_HEAD = (".c", ".h", ".blp", ".py", ".sh", ".css", ".sql", ".build", ".options", ".mjs", ".js", ".supp", ".svg", ".xml",
             ".page", ".po")
BANNED = {
    r"\bg(char|int|short|float|double)\b": "write the C type: char, int, short, float, double",
    r"\bv?sprintf\s*\(": "write g_strdup_printf or g_snprintf",
    r"\b(strcpy|strcat|strncpy|strncat|gets)\s*\(": "write g_strdup, g_strconcat or g_strlcpy",
    r"\bstrtok\s*\(": "write g_strsplit",
    r"\b(system|popen)\s*\(": "write GSubprocess with an argument vector",
    r"\b(?:TODO|FIXME|XXX)\b": "do it, or tell it in an issue",
}
# On the main thread these wait, or run other handlers in the middle of one.
BANNED_IN_PROGRAM = {
    r"\b(atoi|atol|atof)\s*\(": "write g_ascii_string_to_signed or g_ascii_strtod, which tell errors",
    r"\bg_main_context_iteration\s*\(": "await the future in a fiber",
    r"\bsecret_\w+_sync\s*\(": "await the future in a fiber",
    r"\bsoup_session_send(_and_read|_and_splice)?\s*\(": "await the future in a fiber",
    r"\bg_get_real_time\s*\(|\bg_date_time_new_now\w*\s*\(": "ask OrchClock (core/orch-clock.h)",
    # Foreign words would be read as markup there.
    r"\b(adw_toast_new(_format)?|adw_action_row_set_subtitle|adw_preferences_row_set_title|adw_banner_set_title|"
    r"adw_(status_page|preferences_group)_set_description)\s*\(": "call the one of ui/widgets/orch-plain-text.h",
}
# The one place where each may be.
AT_HOME = {"src/core/orch-clock": "OrchClock", "src/ui/widgets/orch-plain-text": "orch-plain-text"}
MACHINE_PATH = re.compile(r"(?<![\w.$}{-])/(?:work|root)/[\w.]|/home/(?!user\b)[a-z]\w+/|https?://(?:localhost|127\.0\.0\.1):\d+/(?:npm|pypi|simple|debian)")
TEXT = (".c", ".h", ".blp", ".py", ".sh", ".md", ".build", ".json", ".in", ".xml", ".sql", ".mjs", ".css", ".page", ".po", "")


def tracked():
    """Tracked and new files, as git sees them; deleted ones left out."""
    out = subprocess.run(["git", "-c", f"safe.directory={tree.TOP}", "ls-files", "-z", "--cached", "--others",
                          "--exclude-standard"], cwd=tree.TOP, capture_output=True, text=True)
    if out.returncode:
        # A tree without its repository (an archive): every file but the build's.
        names = (str(path.relative_to(tree.TOP)) for path in tree.TOP.rglob("*") if path.is_file())
        return sorted(name for name in names if not re.match(r"_build|\.git/|.*node_modules/", name))
    return sorted(name for name in set(out.stdout.split("\0")) if name and (tree.TOP / name).is_file())


FILES = tracked()


def ending(*ends, under=("",)):
    return [name for name in FILES if name.endswith(ends) and name.startswith(tuple(under))]


def text_of(name):
    return (tree.TOP / name).read_text(encoding="utf-8", errors="replace")


def bare_c(text, strings=False):
    """C without comments (and strings unless asked), every line where it was."""
    def blank(match):
        piece = match.group(0)
        if piece.startswith("/") or not strings:
            return re.sub(r"[^\n]", " ", piece) if piece.startswith("/") else '""' + "\n" * piece.count("\n")
        return piece
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', blank, text, flags=re.DOTALL)


def line_at(text, position):
    return text.count("\n", 0, position) + 1


def run(*command, **options):
    return subprocess.run(command, cwd=tree.TOP, capture_output=True, text=True, **options)


# --- the rules: each yields faults as (where and what, how to mend it) -------------------

def rule_format_c():
    """C is laid out by clang-format"""
    sources = ending(".c", ".h", under=("src/", "tests/", "build-aux/"))
    for start in range(0, len(sources), 100):
        done = run("clang-format", "--dry-run", *sources[start:start + 100])
        for name in sorted({line.split(":")[0] for line in done.stderr.splitlines() if "clang-format-violations" in line}):
            yield f"{name} is not as clang-format lays it out", f"build-aux/enter clang-format -i {name}"


def rule_format_blueprint():
    """Templates are laid out by blueprint-compiler"""
    for name in ending(".blp"):
        if run("blueprint-compiler", "format", name).returncode:
            yield f"{name} is not as blueprint-compiler lays it out", f"build-aux/enter blueprint-compiler format -f {name}"


def rule_blueprint_listed():
    """Every template is compiled"""
    listed = "\n".join(text_of(name) for name in ending("meson.build"))
    for name in ending(".blp"):
        if os.path.basename(name) not in listed and os.path.basename(name)[:-4] not in listed:
            yield f"{name} is in no meson.build", f"add '{os.path.basename(name)}' to {os.path.dirname(name)}/meson.build"


def rule_minimum_size():
    """What changes with its size says how small it may be, or libadwaita complains at each measure"""
    for name in ending(".blp"):
        missing = [asked for asked in ("width-request", "height-request") if f"{asked}:" not in text_of(name)]
        if missing and "Adw.Breakpoint" in text_of(name):
            yield f"{name} has a breakpoint and no {' or '.join(missing)}", "set them on what has the breakpoint"


def rule_grouped_counts():
    """What is counted in a sentence is grouped as the language does: 1 215 usagers"""
    for name in FILES:
        if not re.match(r"src/(ui|app|emr)/.*\.c$", name):
            continue
        for call in re.finditer(r'\bngettext \(((?:\s*"(?:[^"\\]|\\.)*")+)', text_of(name)):
            if re.search(r"%[ud](?![a-z])", call.group(1)):
                line = text_of(name)[:call.start()].count("\n") + 1
                yield f"{name}:{line}: a count without its separator", "write %'u in the place of %u, and in po/fr.po"


def rule_head():
    """Every source file has its SPDX head"""
    for name in FILES:
        base = os.path.basename(name)
        script = "." not in base and text_of(name).startswith("#!")
        if not (name.endswith(WITH_HEAD) or script) or (tree.TOP / name).stat().st_size == 0:
            continue
        if HEAD not in "\n".join(text_of(name).splitlines()[:8]):
            mark = ("/* ", " */") if name.endswith((".c", ".h", ".css")) else ("-- ", "") if name.endswith(".sql") else \
                ("<!-- ", " -->") if name.endswith((".svg", ".xml", ".page")) else ("// ", "") if name.endswith((".blp", "js")) else ("# ", "")
            at = 2 if text_of(name).startswith(("#!", "<?xml")) else 1
            yield f"{name} has no SPDX head", f"sed -i '{at}i {mark[0]}{HEAD}{mark[1]}' {name}"


def translatable():
    for name in FILES:
        if name.startswith("src/") and name.endswith((".c", ".h", ".blp")):
            text = text_of(name) if name.endswith(".blp") else bare_c(text_of(name), strings=True)
            if re.search(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*\"", text):
                yield name
        elif name.startswith("data/") and name.endswith((".desktop.in", ".metainfo.xml.in")):
            yield name


def rule_potfiles():
    """po/POTFILES lists every file with translatable strings, and no other"""
    path = next((p for p in ("po/POTFILES", "po/POTFILES.in") if (tree.TOP / p).exists()), None)
    if not path:
        yield "po/POTFILES is not there", "list the files with _(…) in it"
        return
    listed = [line for line in text_of(path).splitlines() if line and not line.startswith("#")]
    mend = "build-aux/update-po" if "build-aux/update-po" in FILES else None
    for name in translatable():
        if name not in listed:
            yield f"{name} has translatable strings and is not in {path}", mend or f"echo {name} >> {path}"
    for name in listed:
        if name not in FILES:
            yield f"{path} names {name}, which is not there", mend or f"sed -i '\\|^{name}$|d' {path}"


def fresh_pot(folder):
    path = next((p for p in ("po/POTFILES", "po/POTFILES.in") if (tree.TOP / p).exists()), None)
    if not path:
        return None
    pot = Path(folder) / "fresh.pot"
    listed = [line for line in text_of(path).splitlines() if line and not line.startswith("#") and (tree.TOP / line).is_file()]
    pieces = []
    # gettext knows .desktop and .xml by their names; Blueprint is read as C, as meson's glib preset has it.
    for number, (chosen, options) in enumerate((
            ([n for n in listed if not n.endswith((".in", ".xml"))], ["--language=C"]),
            ([n for n in listed if n.endswith((".in", ".xml"))], []))):
        if not chosen:
            continue
        piece = f"{folder}/{number}.pot"
        done = run("xgettext", "--from-code=UTF-8", "--add-comments=translators", "--keyword=_", "--keyword=N_",
                   "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3",
                   "--keyword=g_dpgettext2:2c,3", "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format",
                   "--flag=NC_:2:pass-c-format", "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
                   "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
                   *options, "-o", piece, *chosen)
        if os.path.exists(piece):
            pieces.append(piece)
    if not pieces:
        return None
    run("msgcat", "--use-first", "-o", str(pot), *pieces)
    return pot if pot.exists() else None


def entries(text):
    """Entries of a .po or .pot: dicts with references, comments, flags, msgctxt, msgid, msgstr (first)."""
    for block in re.split(r"\n\s*\n", text):
        entry, key = {"references": [], "comments": [], "flags": "", "obsolete": False}, None
        for line in block.splitlines():
            if line.startswith("#~"):
                entry["obsolete"] = True
            elif line.startswith("#:"):
                entry["references"] += line[2:].split()
            elif line.startswith("#."):
                entry["comments"].append(line[2:].strip())
            elif line.startswith("#,"):
                entry["flags"] += line[2:]
            elif match := re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', line):
                key = match.group(1)
                entry[key] = ast.literal_eval(match.group(2))
            elif line.startswith('"') and key:
                entry[key] += ast.literal_eval(line)
        if entry.get("msgid"):
            yield entry


def rule_translated():
    """The French is whole and up to date"""
    name = "po/fr.po"
    if name not in FILES:
        yield f"{name} is not there", "build-aux/update-po"
        return
    done = run("msgfmt", "--check", "--statistics", "-o", "/dev/null", name)
    if done.returncode:
        yield f"{name}: {done.stderr.strip()}", f"edit {name}"
    mend = "build-aux/update-po, then translate in po/fr.po"
    with tempfile.TemporaryDirectory() as folder:
        pot = fresh_pot(folder)
        known = {}
        for entry in entries(text_of(name)):
            if not entry["obsolete"]:
                known[entry.get("msgctxt"), entry["msgid"]] = entry
        for entry in entries(pot.read_text() if pot else ""):
            mine = known.get((entry.get("msgctxt"), entry["msgid"]))
            where = entry["references"][0] if entry["references"] else "?"
            if mine is None:
                yield f"{where}: “{entry['msgid'][:60]}” is not in {name}", mend
            elif "fuzzy" in mine["flags"]:
                yield f"{where}: “{entry['msgid'][:60]}” is fuzzy in {name}", mend
            elif not (mine.get("msgstr") or mine.get("msgstr[0]")):
                yield f"{where}: “{entry['msgid'][:60]}” has no French", mend


def rule_translators():
    """Strings with placeholders explain them to translators"""
    with tempfile.TemporaryDirectory() as folder:
        pot = fresh_pot(folder)
        for entry in entries(pot.read_text() if pot else ""):
            holder = re.search(r"%(?!%)(?:\d+\$)?[-+#0' ]*\d*(?:\.\d+)?(?:l|ll|z|h|')*[sdiufgcxXp]|%\" ?G_G|\{\w*\}", entry["msgid"])
            if holder and not any(comment.lower().startswith("translators") for comment in entry["comments"]):
                where = entry["references"][0] if entry["references"] else "?"
                yield (f"{where}: “{entry['msgid'][:60]}” has a placeholder that no comment explains",
                       "write /* translators: … */ on the line above it")


def rule_banned():
    """No banned type or call"""
    for name in ending(".c", ".h", under=("src/", "tests/", "build-aux/")):
        text = text_of(name)
        bare = bare_c(text)
        rules = dict(BANNED)
        if name.startswith("src/") and not name.startswith(("src/sandbox/", "src/app/")):
            rules.update(BANNED_IN_PROGRAM)
        for pattern, mend in rules.items():
            for match in re.finditer(pattern, text if "TODO" in pattern else bare):
                if AT_HOME.get(name.rpartition(".")[0], "no home") in mend:
                    continue
                yield f"{name}:{line_at(bare, match.start())}: {match.group(0).strip(' (')} is banned", mend


def layers():
    """Which layer may include which, read from src/*/meson.build: <layer>_deps = [core_dep, …]."""
    table = {}
    for name in ending("meson.build", under=("src/",)):
        layer = Path(name).parent.name
        match = re.search(r"^\w+_deps\s*=\s*\[(.*?)\]", text_of(name), re.MULTILINE | re.DOTALL)
        if layer != "src":
            # Programs may be written without a _deps variable: every dependency they name counts then.
            source = match.group(1) if match else text_of(name)
            table[layer] = set(re.findall(r"\b(\w+)_dep\b", source)) | {layer}
    return table


def rule_layers():
    """A layer includes only what its meson.build lets it use"""
    table = layers()
    foreign = {"json-glib/": "json", "libsoup/": "soup", "sqlite3.h": "sqlcipher", "sqlcipher/": "sqlcipher", "adwaita.h": "adw",
               "gtk/": "gtk", "libsecret/": "secret", "sodium.h": "sodium", "gnutls/": "gnutls", "libdex.h": "dex"}
    closed = {"ui": {"json", "soup", "sqlcipher"}}
    for name in ending(".c", ".h", under=("src/",)):
        layer = name.split("/")[1]
        mine = table.get(layer, set())
        for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', text_of(name), re.MULTILINE):
            local, system = match.groups()
            where = f"{name}:{line_at(text_of(name), match.start())}"
            if local and "/" in local:
                other = local.split("/")[0]
                if local.startswith(".."):
                    yield f"{where}: {local}", "name it from src/: \"layer/file.h\""
                elif other in table and other not in mine:
                    yield f"{where}: {layer} may not use {other} ({local})", \
                        f"move the code, or the call, to a layer that may (src/{layer}/meson.build names what {layer} uses)"
            for start, library in foreign.items():
                if system and system.startswith(start) and (library in closed.get(layer, ()) or
                                                            (mine and library in ("json", "soup", "sqlcipher", "gtk", "adw")
                                                             and layer in ("core", "store", "secrets", "session", "sync")
                                                             and library not in mine)):
                    yield f"{where}: {layer} may not use <{system}>", "ask the layer that owns it"


def rule_names():
    """A function's name is that of one function"""
    seen = {}
    for name in ending(".h", under=("src/",)):
        for match in re.finditer(r"^[A-Za-z][\w \*]*?\b(orch_\w+) \([^;{]*\)[^;{]*;", bare_c(text_of(name)), re.MULTILINE):
            seen.setdefault(match.group(1), set()).add(name)
    for function, headers in sorted(seen.items()):
        if len(headers) > 1:
            yield f"{function} is declared by {' and by '.join(sorted(headers))}", "name one of them after its own type"


def rule_length():
    """No file is longer than it can be read"""
    for name in ending(".c", ".h", ".py", ".blp", under=("src/", "tests/", "build-aux/")):
        lines = text_of(name).count("\n")
        most = MAX_TEST_LINES if name.startswith("tests/") else MAX_LINES
        if lines > most:
            yield f"{name} has {lines} lines (at most {most})", "split it by concern into two pairs of files"


def rule_machine():
    """The tree names no machine it was made on"""
    for name in FILES:
        if name.endswith(TEXT) and "." in os.path.basename(name) or name.startswith((".ci/", "build-aux/")):
            if name == "build-aux/inside/check.py":
                continue
            text = text_of(name)
            for match in MACHINE_PATH.finditer(text):
                yield f"{name}:{line_at(text, match.start())}: {match.group(0)}… is a path of one machine", \
                    f"sed -n '{line_at(text, match.start())}p' {name}   # write it relative, or take it from the environment"


def rule_syntax():
    """Scripts and data parse"""
    for name in FILES:
        script = text_of(name)[:40] if "." not in os.path.basename(name) else ""
        if name.endswith(".json"):
            try:
                json.loads(text_of(name))
            except ValueError as error:
                yield f"{name}: {error}", f"python3 -m json.tool {name}"
        elif name.endswith(".py"):
            try:
                ast.parse(text_of(name))
            except SyntaxError as error:
                yield f"{name}:{error.lineno}: {error.msg}", f"python3 -m py_compile {name}"
        elif name.endswith(".sh") or re.match(r"#!.*\b(ba)?sh\b", script):
            done = run("bash", "-n", name)
            if done.returncode:
                yield f"{name}: {done.stderr.strip()}", f"bash -n {name}"


def rule_get_help():
    """Whoever shows an error offers help with it."""
    # These only make sentences, or the row of a list: who shows them offers help beside.
    texts = {"src/ui/orch-error-text.c", "src/ui/sync/orch-sync-text.c", "src/ui/messages/orch-message-text.c",
             "src/ui/shell/orch-hand-adder.c", "src/ui/appointments/orch-appointments-empty.c",
             "src/ui/support/orch-support-problem.c", "src/ui/sync/orch-sync-news.c",
             "src/ui/welcome/orch-welcome-window.c"}
    for name in ending(".c", under=("src/ui/",)):
        text = text_of(name)
        if name not in texts and re.search(r"\borch_error_text_(dup|dup_import|remedy|sentence) \(", text) and \
                not re.search(r"\borch_(get_help_\w+|plain_tell_error) \(", text):
            yield name, "an error without help: call orch_get_help_beside, orch_get_help_in_alert or orch_plain_tell_error"


def rule_journal_acts():
    """Every act of the journal has its kind on the hub and its sentence"""
    kinds, words = ({*re.findall(r'^  \{ "([a-z-]+)", ', text_of(name), re.M)} for name in ("src/hub/orch-map-journal.c", "src/ui/journal/orch-journal-text.c"))
    for act in sorted(kinds ^ words):
        yield f"{act} is in one table only", "have it in src/hub/orch-map-journal.c and in src/ui/journal/orch-journal-text.c"


def rule_scenarios():
    """Every acceptance scenario runs"""
    listed = text_of("tests/acceptance/meson.build")
    for name in ending(".py", under=("tests/acceptance/test_",)):
        if f"'{Path(name).stem[5:]}'" not in listed:
            yield f"{name} is not run", f"add '{Path(name).stem[5:]}' to tests/acceptance/meson.build"


def rule_proofs():
    """Every proof that src/THREATS.md names is there"""
    there = set(ending(".c", ".py", under=("tests/",)))
    table = text_of("src/THREATS.md").split("## What proves it")[1]
    for folder, name in re.findall(r"`([a-z]+)/([a-z_-]+)`", table):
        if not there & {f"tests/{folder}/test-{name}.c", f"tests/{folder}/test_{name}.py", f"tests/{folder}/{folder}-{name}.c"}:
            yield f"src/THREATS.md: there is no test {folder}/{name}", "name the one that proves it, or write it"


RULES = {name[5:].replace("_", "-"): rule for name, rule in list(globals().items()) if name.startswith("rule_")}


def main(arguments):
    chosen = [name for name in RULES if not arguments or any(wanted in name for wanted in arguments)]
    if not chosen:
        raise tree.Trouble(f"No rule is named {' or '.join(arguments)}; there are: {', '.join(RULES)}.")
    failed = 0
    print(f"1..{len(chosen)}")
    for number, name in enumerate(chosen, 1):
        try:
            faults = list(RULES[name]())
        except FileNotFoundError as error:
            faults = [(f"{error.filename} is not installed here", f"build-aux/check {name}")]
        for what, mend in faults[:60]:
            print(f"# {what}\n#     mend: {mend}")
        if len(faults) > 60:
            print(f"# … and {len(faults) - 60} more")
        failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {number} - {name}: {RULES[name].__doc__}", flush=True)
    return 1 if failed else 0


tree.main(main)
