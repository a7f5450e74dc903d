# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The support guide against an oracle that was read from its source by another hand (oracle/README.md): every leaf, the same
helpers at each level, the same phones, addresses and hours. Prints TAP."""
import json
import re
import sys
import traceback
from pathlib import Path

HERE = Path(__file__).parent
GUIDE = json.loads((HERE.parents[1] / "data" / "support" / "guide.json").read_text("utf-8"))
FLOWCHART = json.loads((HERE / "oracle" / "flowchart.json").read_text("utf-8"))["leaves"]
PROVIDERS = json.loads((HERE / "oracle" / "providers.json").read_text("utf-8"))["providers"]
HOLIDAYS = json.loads((HERE / "oracle" / "holidays.json").read_text("utf-8"))

CONTACTS = {contact["id"]: contact for contact in GUIDE["contacts"]}
HOURS = {hours["id"]: hours["periods"] for hours in GUIDE["hours"]}
WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"]

PATHS = {
    "411-1": "staff/problem/ciusss-equipment",
    "411-2": "staff/problem/biomedical-equipment",
    "411-3": "staff/problem/own-equipment",
    "411-4a": "staff/problem/internet/internet-site",
    "411-4b": "staff/problem/internet/internet-own",
    "411-5a": "staff/problem/application/teams",
    "411-5b": "staff/problem/application/psv",
    "411-5c": "staff/problem/application/svmv",
    "411-5d": "staff/problem/application/reacts",
    "411-5e": "staff/problem/application/other-application",
    "412-1": "staff/question/teams",
    "412-2a": "staff/question/provincial/psv",
    "412-2b": "staff/question/provincial/svmv",
    "412-3": "staff/question/reacts",
    "412-4": "staff/question/other-application",
    "421-1": "patient/problem/lent-equipment",
    "421-2": "patient/problem/own-equipment",
    "421-3": "patient/problem/internet",
    "421-4a": "patient/problem/application/teams",
    "421-4b": "patient/problem/application/psv",
    "421-4c": "patient/problem/application/svmv",
    "422-1": "patient/question/teams",
    "422-2a": "patient/question/provincial/psv",
    "422-2b": "patient/question/provincial/svmv",
}
WHY = {"technical-problem": "problem", "how-to-question": "question"}
IDS = {provider["slug"]: provider["slug"] for provider in PROVIDERS} | {"csi-drt": "csi", "direction-program-service": "programme"}
PHASES = {"evaluation": "assessment", "realisation_closing": "delivery", "after_deployment": "after"}
# What stands in the text for a helper that is not one of the eight, in the words of the source.
WORDS = ["agente", "collègue", "CSI", "DGTI", "documentation", "firme", "Formation", "fournisseur", "Informatisation", "Internet",
         "intervenant", "médecin", "pilote", "proche", "RQT", "super-utilisateur", "technicien"]

# --- readings of the source that the guide makes, and the oracle does not ---
# 3.2: the emergency extension is answered in opening hours only; the on-call number is told wherever the rows of 4.1.1 tell it.
ON_CALL = {("+15142514000", "5656"): ("+15142513050", None)}
# 3.6: technical support of Reacts is the supplier's, and the section that tells its delay is the DSP's.
OF_SUPPLIER = {"le fournisseur Reacts (soutien du fournisseur)": "dsp"}
FORM = "https://cemtl.octopus-itsm.com/Web/CreateRequest.aspx"
MORE_ADDRESSES = {
    # Points 1 and 2 of 4.1.1, which the row sends the service to.
    ("421-1", 1): {FORM},
    # The row names teledermatology, whose address is in 4.2.
    ("412-2a", 1): {"https://telesantequebec.ca/professionnel/services/teledermatologie/"},
}
MORE_PATHS = {("421-1", 1): {"Informatique", "Génie biomédical"}}


def leaves_below(subjects, path):
    for subject in subjects:
        here = f"{path}/{subject['id']}"
        if "subjects" in subject:
            yield from leaves_below(subject["subjects"], here)
        else:
            yield here, subject


LEAVES = {path: (leaf, branch) for branch in GUIDE["branches"]
          for path, leaf in leaves_below(branch["subjects"], f"{branch['asks']}/{branch['why']}")}


def same(what, found, wanted):
    if found != wanted:
        raise AssertionError(f"{what}: the guide has {found!r}, the oracle {wanted!r}")


def phone_of(text):
    """ "514 251-4000, poste 5656" as (E.164, extension) """
    number, _, extension = text.partition(", poste ")
    digits = re.sub(r"\D", "", number)
    return "+" + (digits if len(digits) == 11 else "1" + digits), extension or None


def periods_of(text):
    """ "Lundi au vendredi, de 9h00 à 17h00 (sauf les journées fériées)" as the guide has it """
    found = re.match(r"Lundi au vendredi, (?:de )?(\d+) ?h ?(\d\d)? à (\d+) ?h ?(\d\d)?", text)
    start, start_minute, end, end_minute = (int(number or 0) for number in found.groups())
    return [{"days": WORKING_DAYS, "from": f"{start:02}:{start_minute:02}", "to": f"{end:02}:{end_minute:02}"}]


def plain(text):
    return text.replace("’", "'").replace("\u00a0", " ").casefold()


def check_leaf_head(row, leaf, branch):
    name = plain(leaf["name"]["fr"] + " " + leaf.get("note", {}).get("fr", ""))

    same("who", [who["id"] for who in GUIDE["who"] if who["asks"] == branch["asks"]], row["who"])
    same("why", branch["why"], WHY[row["why"]])
    same("section", branch["section"], row["section"])
    for product in row["products"]:
        for part in re.findall(r"[\w-]{4,}", product.replace("(exemple)", "").replace("SRSAD-MPOC", "SRSAD MPOC")):
            # « milieux de vie » is « milieu de vie » in one table of the source.
            same(f"{part} is in {name!r}", plain(part) in name, True)


def check_level(row, number, advices):
    wanted = [helper for helper in row["levels"] if helper["level"] == number]
    contacts = [CONTACTS[name] for advice in advices for name in advice.get("contacts", [])]
    words = " ".join([advice["text"]["fr"] for advice in advices] +
                     [contact["name"]["fr"] + " " + contact.get("path", "") for contact in contacts])
    refusals = [helper for helper in wanted if helper["kind"] == "not-supported"]
    helpers = [helper for helper in wanted if helper["kind"] != "not-supported"]

    same("helpers", {advice["provider"] for advice in advices if "provider" in advice},
         {IDS[helper["provider"]] for helper in helpers if helper["provider"] != "other"} |
         {OF_SUPPLIER[helper["name"]] for helper in helpers if helper.get("name") in OF_SUPPLIER})
    for helper in helpers:
        for word in WORDS:
            if word in helper.get("name", ""):
                same(f"{word!r} is told", plain(word) in plain(words), True)

    # An exclusion names in its text who does not help: as its provider, the delay of a help that is not given would be told.
    exclusions = [advice for advice in advices if advice.get("exclusion")]
    same("exclusions", bool(exclusions), bool(refusals))
    for language in ("fr", "en"):
        said = " ".join(advice["text"][language] for advice in exclusions)
        same(f"who is excluded ({language})", {name for name in ("csi", "gbm") if re.search(rf"\b{name.upper()}\b", said)},
             {IDS[helper["provider"]] for helper in refusals if helper["provider"] != "other"})
    for advice in exclusions:
        same("contacts of an exclusion", (advice.get("contacts", []), advice.get("provider")), ([], None))
    check_contacts(row, number, wanted, contacts)


def check_contacts(row, number, wanted, contacts):
    phones = {phone_of(phone) for helper in wanted for phone in helper.get("phones", [])}
    urls = {url for helper in wanted for url in helper.get("urls", [])} | MORE_ADDRESSES.get((row["id"], number), set())

    if number == 1:
        urls |= set(row.get("urls", []))
    same("phones", {(contact["value"], contact.get("extension")) for contact in contacts if contact["kind"] == "phone"},
         phones | {ON_CALL[phone] for phone in phones if phone in ON_CALL})
    same("e-mails", {contact["value"] for contact in contacts if contact["kind"] == "email"},
         {email for helper in wanted for email in helper.get("emails", [])})
    same("addresses", {contact["value"] for contact in contacts if contact["kind"] in ("request", "web")}, urls)
    for contact in contacts:
        if contact["kind"] == "phone":
            same(f"{contact['id']} for emergencies only", contact.get("urgent", False), any(helper.get("urgent") for helper in wanted))
    paths = {plain(path) for path in MORE_PATHS.get((row["id"], number), set())} | {plain(helper["path"]) for helper in wanted if "path" in helper}
    if paths:
        same("where in the form", {plain(contact["path"]) for contact in contacts if contact["kind"] == "request"}, paths)
    for helper in wanted:
        for contact in contacts:
            if "hours" in helper and contact["kind"] in ("phone", "email"):
                same(f"hours of {contact['id']}", HOURS[contact["hours"]], periods_of(helper["hours"]))


def check_row(row):
    leaf, branch = LEAVES[PATHS[row["id"]]]

    check_leaf_head(row, leaf, branch)
    same("levels", list(range(1, len(leaf["levels"]) + 1)), sorted({helper["level"] for helper in row["levels"]}))
    for number, advices in enumerate(leaf["levels"], 1):
        try:
            check_level(row, number, advices)
        except AssertionError as error:
            raise AssertionError(f"level {number}: {error}") from None


def check_every_leaf():
    """Neither has a leaf that the other has not"""
    same("rows", [row["id"] for row in FLOWCHART], list(PATHS))
    same("leaves", sorted(LEAVES), sorted(PATHS.values()))


def check_provider(wanted):
    found = next(provider for provider in GUIDE["providers"] if provider["id"] == IDS[wanted["slug"]])
    reached = [CONTACTS[name] for advice in found["assistance"] for name in advice.get("contacts", [])]
    on_call = {phone_of(phone) for phone in wanted.get("on_call_phones", [])}

    same("section", found["section"], wanted["section"])
    same("phases", [part["phase"] for part in found["phases"]], [PHASES[phase] for phase in wanted["phases"]])
    same("phones", {(contact["value"], contact.get("extension")) for contact in reached if contact["kind"] == "phone"},
         {phone_of(phone) for phone in wanted.get("phones", [])})
    same("e-mails", {contact["value"] for contact in reached if contact["kind"] == "email"}, set(wanted.get("emails", [])))
    # The guide also tells there the addresses that the source has in the offer.
    same("addresses that are missing", set(wanted.get("urls", [])) - {contact.get("value") for contact in reached}, set())
    for contact in reached:
        if contact["kind"] not in ("phone", "email"):
            continue
        if (contact["value"], contact.get("extension")) in on_call:
            periods = [period | {"days": period["days"] + ["holiday"]} for period in wanted["on_call"]]
        else:
            periods = wanted["hours"]
        same(f"hours of {contact['id']}", HOURS.get(contact.get("hours")), periods)


def check_every_provider():
    """The eight providers are those of the oracle, in its order"""
    same("providers", [provider["id"] for provider in GUIDE["providers"]], [IDS[provider["slug"]] for provider in PROVIDERS])


def check_forms():
    """A form is sent at any time: it has no hours in which it would be closed"""
    same("forms and pages with hours", [name for name, contact in CONTACTS.items()
                                        if contact["kind"] in ("request", "web") and "hours" in contact], [])


def check_holidays():
    """The dates that core-hours holds the program to are the oracle's"""
    table = (HERE.parent / "core" / "test-hours.c").read_text("utf-8")
    rows = re.findall(r"\{ (20\d\d), ((?:\d{3,4}, ){4}\d{3,4}) \}", table)
    moving = {year: [int(date) for date in dates.split(", ")] for year, dates in rows}
    order = ["good-friday", "easter-monday", "patriots-day", "labour-day", "thanksgiving"]

    for year, days in HOLIDAYS["years"].items():
        dates = {day["slug"]: int(day["date"][5:].replace("-", "")) for day in days}
        same(f"moving holidays of {year}", moving.get(year), [dates.pop(slug) for slug in order])
        sunday = {"canada-day": 702} if any("moved_from" in day for day in days) else {"canada-day": 701}
        same(f"others of {year}", {"new-year": 101, "national-holiday": 624, "christmas": 1225} | sunday, dates)
    same("years", sorted(moving), sorted(HOLIDAYS["years"]))


def main():
    cases = [(function.__doc__, function, ()) for function in (check_every_leaf, check_every_provider, check_forms, check_holidays)]
    cases += [(f"{provider['section']}: {IDS[provider['slug']]}", check_provider, (provider,)) for provider in PROVIDERS]
    cases += [(f"{row['id']}: {PATHS.get(row['id'])}", check_row, (row,)) for row in FLOWCHART]
    failed = 0

    print(f"1..{len(cases)}")
    for number, (name, function, arguments) in enumerate(cases, 1):
        try:
            function(*arguments)
            print(f"ok {number} - {name}")
        except AssertionError as error:
            failed += 1
            print(f"# {error}\nnot ok {number} - {name}")
        except (KeyError, AttributeError):
            failed += 1
            print("# " + traceback.format_exc().replace("\n", "\n# ") + f"\nnot ok {number} - {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
