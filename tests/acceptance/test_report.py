# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The remuneration report of a small medical record, every appointment of which is known: what it counts is compared with a table made by hand from the
rules; what is not counted says why, and its button leads to what mends it; it leaves as a spreadsheet and as a PDF, which nobody else may read."""
import csv
import io
import re
import subprocess

from kit import Failure
from kit.emr import appointment, small_emr, today
from kit.walks import choose_path, create_clinic, open_page

QUIET = True


def schedule(number, staff, service):
    return {"resourceType": "Schedule", "id": f"hor-{number}", "active": True,
            "planningHorizon": {"start": today(days=-90).isoformat(), "end": today(days=400).isoformat()},
            "actor": [{"reference": f"Practitioner/prat-{staff}"}, {"reference": f"HealthcareService/serv-{service}"}]}


def slot(identity, start, minutes, status):
    end = start.replace(minute=start.minute + minutes)
    return {"resourceType": "Slot", "id": identity, "schedule": {"reference": "Schedule/hor-1"}, "status": status,
            "start": start.isoformat(), "end": end.isoformat()}


DESK = {"sandbox": small_emr(
    appointment("a1", today(9), staff=0, service=0), appointment("a2", today(10), staff=1, service=0, patient=1),
    appointment("a3", today(11), staff=0, service=1, patient=2), appointment("a4", today(12), staff=0, service=0, status="cancelled"),
    appointment("a5", today(13), staff=0, service=2, patient=3), appointment("a6", today(14), staff=8, service=0, patient=1),
    schedule(1, 1, 1), slot("p1", today(9), 20, "busy"), slot("p2", today(15), 20, "free"), slot("p3", today(16), 50, "busy-unavailable"),
    name="report")}
# By hand: service, professional, appointments, offered, free, hours. a4 was cancelled, a6 is with somebody who was never imported, p3 was blocked.
COUNTED = [("Suivi de grossesse", "Dre Élise Sansregret", 1, 0, 0, "0.00"), ("Suivi régulier", "Dr Mathéo Beausoleil", 1, 0, 0, "0.00"),
           ("Suivi régulier", "Dre Élise Sansregret", 1, 2, 1, "0.67"), ("Vaccination", "Dre Élise Sansregret", 1, 0, 0, "0.00")]


def lines(desk):
    """The rows of the table, as they are read."""
    return [node.name for node in desk.nodes() if node.role == "row" and
            re.match(r"(Suivi|Vaccination).*(Dre?) ", node.name)]


def expected(desk, rows):
    """How each is read: names, then the counts in words."""
    one, many = desk.plural("%'u appointment", "%'u appointments")
    for service, staff, appointments, *_ in rows:
        yield re.compile(re.escape(f"{service}, {staff}, ") + re.escape((one if appointments == 1 else many).replace("%'u", str(appointments))))


def wait_lines(desk, rows):
    desk.wait(lambda: len(found := lines(desk)) == len(rows) and
              all(one.match(row) for one, row in zip(expected(desk, rows), found)), f"the lines {rows} (they are {lines(desk)})", 60)


def tab(desk, name, count=None):
    """One of the three parts; what is not counted tells how many."""
    parts = ("Table", "Chart", "Not Counted")
    label = desk.T(name) if count is None else desk.T("Not Counted (%u)").replace("%u", str(count))
    # Tab comes to the one that shows, arrows go on; past the last one they leave.
    desk.focus(re.compile("^(" + "|".join(re.escape(desk.T(one)) for one in parts) + ")"), role="radio")
    here = next(number for number, one in enumerate(parts) if desk.focused().name.startswith(desk.T(one)))
    if way := parts.index(name) - here:
        desk.focus(re.compile("^" + re.escape(label) + "$"), role="radio", by="Right" if way > 0 else "Left", limit=abs(way) + 1)
    desk.key("space")


def save(desk, entry, path):
    path.unlink(missing_ok=True)

    def press():
        desk.press_to("Export or Print", role="toggle button")
        desk.wait_shown(entry, role="menu item")
        desk.press_to(entry, role="menu item", activate="Return", by="Down")
    choose_path(desk, press, path)
    desk.wait(path.exists, f"{path.name} to be there", 20)
    desk.wait_shown("The list is saved.", seconds=20)
    if (mode := path.stat().st_mode & 0o777) != 0o600:
        raise Failure(f"{path.name} has the mode {mode:o}")


def check_sheet(desk, path):
    separator = {"fr": ";", "en": ","}[desk.language]
    raw = path.read_bytes()
    if not raw.startswith(b"\xef\xbb\xbf"):
        raise Failure("A spreadsheet would not know its letters")
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=separator))
    decimal = {"fr": ",", "en": "."}[desk.language]
    want = [(service, staff, str(a), str(o), str(f), hours.replace(".", decimal)) for service, staff, a, o, f, hours in COUNTED]
    got = [tuple(row[3:]) for row in table[1:] if row[1] == desk.T("Yes", "counted")]
    if got != want or any(len(row) != 9 for row in table):
        raise Failure(f"The spreadsheet says {table}, by hand it is {want}")
    if [row[2] for row in table[1:] if row[1] == desk.T("No", "counted")] != [desk.T("Professional never imported")]:
        raise Failure(f"The reasons of the spreadsheet: {table}")


def check_paper(desk, path):
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout.decode()
    for wanted in (r"Suivi régulier +Dre Élise Sansregret +1 +2 +1 +0[.,]67", r"prat-9\b.* +" + re.escape(desk.T("Professional never imported").split()[0]),
                   re.escape(desk.T("Total")) + r" +4 +2 +1 ", "GMF|Clinique", "1/1"):
        if not re.search(wanted, text):
            raise Failure(f"The PDF does not say {wanted}:\n{text}")
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(path), str(desk.folder / f"paper-{desk.language}")], check=True)


def scenario(desk):
    desk.start()
    create_clinic(desk)
    open_page(desk, "Reports")
    # What the EMR has comes by itself; its services return because of their appointments.
    wait_lines(desk, COUNTED)
    desk.screenshot("table")
    if unnamed := desk.unnamed_controls():
        raise Failure(f"Nameless in the report: {unnamed}")
    if english := set(desk.english_in_french()):
        raise Failure(f"English is left: {english}")
    tab(desk, "Chart")
    desk.wait_shown(re.compile(r"^Suivi régulier, 2 "), role="list item")
    desk.screenshot("chart")
    tab(desk, "Not Counted", 1)
    desk.wait_shown(re.compile("prat-9"), role="list item")
    desk.screenshot("not-counted")

    save(desk, "Save as a Spreadsheet (CSV)…", desk.folder / "rapport.csv")
    check_sheet(desk, desk.folder / "rapport.csv")
    save(desk, "Save as PDF…", desk.folder / "rapport.pdf")
    check_paper(desk, desk.folder / "rapport.pdf")

    # The button leads to what mends it.
    desk.press_to("Open the Staff", role="button")
    desk.wait_shown(re.compile("Painchaud"), role="row")
