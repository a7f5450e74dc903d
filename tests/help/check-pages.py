# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""check-pages.py SOURCE-ROOT: the help and the program are of one piece.

- Each dialog, page and step of src/ui has its line in orch-help-page.c, and each line names a page that is there (F1).
- Each page that the program or the catalogue of vendors asks for is there.
- Each label that a page shows as <gui> is one of the program, in English and in French: what is renamed there is renamed here.
- Each shortcut of the templates and of the actions is on the page about the keys.
"""
import json
import re
import sys
from pathlib import Path

TOP = Path(sys.argv[1])
PAGES = {path.stem: path.read_text("utf-8") for path in sorted((TOP / "help/C").glob("*.page"))}
# Labels of other programs: the EMRs', the desktop's.
FOREIGN = {"Administration", "Integration", "REST Clients", "Start menu", "View Log", "System Information.txt", "Database UUID",
           "Approve 3rd Party Access", "Patient", "Scheduling", "Visible", "Date & Time"}
# Names of what the program says in a sentence, or with a number in it.
SAID = {"14 years and under", "Not sent"}
KEYS = {"Control": "Ctrl", "Return": "Enter", "Page_Up": "Page Up", "Page_Down": "Page Down", "comma": ",", "question": "?"}
faults = []


def fault(text):
    faults.append(text)


def bare(text):
    return re.sub(r"_(?=\S)", "", text, count=1)


def catalogue(path):
    """msgid: msgstr of each entry, plurals too, without a parser of our own for the rest of the format."""
    found = {}
    for block in path.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        fields, field = {}, None
        for line in lines:
            if match := re.match(r'(msg\w+(?:\[\d\])?) "(.*)"$', line):
                field = match.group(1)
                fields[field] = match.group(2)
            elif field and (match := re.match(r'"(.*)"$', line)):
                fields[field] += match.group(1)
        if "msgid" in fields:
            text = [value.replace('\\"', '"').replace("\\n", "\n") for value in (fields["msgid"], fields.get("msgstr", ""))]
            found.setdefault(text[0], set()).add(text[1])
    return found


def unescape(text):
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def names_of_catalogues():
    """English: French of what the data files call things."""
    found = {}

    def read(node):
        if isinstance(node, dict):
            if isinstance(node.get("en"), str) and isinstance(node.get("fr"), str):
                found.setdefault(node["en"], set()).add(node["fr"])
            for child in node.values():
                read(child)
        elif isinstance(node, list):
            for child in node:
                read(child)

    for path in [*sorted((TOP / "data/emr").glob("*.json")), *sorted((TOP / "data/catalogue").glob("*.json"))]:
        read(json.loads(path.read_text("utf-8")))
    return found


def check_f1():
    source = (TOP / "src/ui/shell/orch-help-page.c").read_text("utf-8")
    table = dict(re.findall(r'\{ "(\w+)", "([a-z-]+)" \}', source))
    pages = set(table.values()) | set(re.findall(r'\[ORCH_STEP_\w+\] = "([a-z-]+)"', source))
    types = set()
    for path in (TOP / "src/ui").rglob("*.c"):
        for name, parent in re.findall(r"G_DEFINE_(?:FINAL_)?TYPE(?:_WITH_CODE)? \((\w+),\s*\w+,\s*(\w+)", path.read_text("utf-8")):
            is_page = re.search(r"(Page|View)$", name) and parent in ("ADW_TYPE_BIN", "ADW_TYPE_NAVIGATION_PAGE")
            if parent.endswith("_DIALOG") or is_page:
                types.add(name)
    # Parts of a page or of a dialog that has its line.
    parts = {"OrchCareOfferPage", "OrchPatientView", "OrchReviewPage", "OrchSyncSourcesPage", "OrchMessageView", "OrchWizardPage",
             "OrchConversationPane"}
    for name in sorted(types - set(table) - parts):
        fault(f"orch-help-page.c has no line for {name}: F1 opens the index there")
    for name in sorted(set(table) - types):
        fault(f"orch-help-page.c: there is no {name}")
    for page in sorted(pages - set(PAGES)):
        fault(f"orch-help-page.c: there is no page {page}")


def check_asked():
    for path in (TOP / "src/ui").rglob("*.c"):
        for page in re.findall(r'orch_help_open \([^;]*?, "([a-z-]+)"\)', path.read_text("utf-8")):
            if page not in PAGES:
                fault(f"{path.name}: there is no page {page}")
    for path in (TOP / "data/emr").glob("*.json"):
        page = json.loads(path.read_text("utf-8")).get("help_page", "emr-connection")
        if page not in PAGES:
            fault(f"{path.name}: there is no page {page}")


def check_labels():
    known = {}
    for english, french in catalogue(TOP / "po/fr.po").items():
        known.setdefault(bare(english), set()).update(bare(one) for one in french)
        known.setdefault(english, set()).update(french)
    for english, french in names_of_catalogues().items():
        known.setdefault(english, set()).update(french)
    for name, text in PAGES.items():
        for label in re.findall(r"<gui(?: [^>]*)?>(.*?)</gui>", text):
            if unescape(label) not in known and unescape(label) not in FOREIGN | SAID:
                fault(f"{name}.page: the program has no “{label}”")
    for english, frenches in catalogue(TOP / "help/fr/fr.po").items():
        labels = [unescape(one) for one in re.findall(r"<gui(?: [^>]*)?>(.*?)</gui>", english)]
        for french in frenches:
            shown = {unescape(one).casefold() for one in re.findall(r"<gui(?: [^>]*)?>(.*?)</gui>", french)}
            for label in labels:
                if label in known and label not in FOREIGN and not {one.casefold() for one in known[label]} & shown:
                    fault(f"help/fr/fr.po: “{label}” is “{' / '.join(sorted(known[label]))}”, not among {sorted(shown)}")


def check_keys():
    page = re.sub(r"</?keyseq>|</?p>", "", PAGES["shortcuts"])
    triggers = set()
    for path in (TOP / "src/ui").rglob("*.blp"):
        for spec in re.findall(r'trigger: "(.*?)"', path.read_text("utf-8")):
            triggers.update(spec.split("|"))
    triggers.update(re.findall(r'\{ "((?:<\w+>)*\w+)" \}', (TOP / "src/ui/shell/orch-shell-actions.c").read_text("utf-8")))
    for spec in sorted(triggers):
        parts = re.findall(r"<(\w+)>", spec) + [re.sub(r"<\w+>", "", spec)]
        parts = [KEYS.get(part, part) for part in parts]
        if parts[-1] == "KP_Enter":
            continue
        if len(parts[-1]) == 1:
            parts[-1] = parts[-1].upper()
        if "".join(f"<key>{part}</key>" for part in parts) not in page:
            fault(f"shortcuts.page does not have {'+'.join(parts)}")


for check in (check_f1, check_asked, check_labels, check_keys):
    check()
for one in faults:
    print(one)
sys.exit(1 if faults else 0)
