# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Services between two workstations and a hub that has its bad days: the cable pulled in the middle of Apply, then everything goes, once;
five hundred at once, of which the hub refuses three; the same service changed on both workstations, and both agree afterwards."""
import re

from kit import Failure
from kit.services import (TYPES, add_services, go, held, leave_assistant, open_service, press_type, row, search, synchronise, tab, tell,
                          type_all_shown, types_of, versions)
from kit.sharing import join_clinic
from kit.walks import create_clinic, open_page, unlock, wait_counted

ENGLISH = True
MANY = 500
REFUSED = ("Lot 007", "Lot 123", "Lot 321")


def is_active(service):
    return bool(service.get("active")) and service.get("name", "").startswith("Lot")


def cable_in_apply(desk):
    synchronise(desk)
    go(desk, 1)
    go(desk, 2)
    search(desk, "lot")
    type_all_shown(desk, "regular")
    go(desk, 3)
    tell(desk, "%u service becomes active", "%u services become active", MANY)
    before = versions(desk)
    # Some requests pass, two a hundred of services, then none does.
    desk.hub.fault("cut-before", "/hub", skip=8, count=-1)
    desk.press_to("Apply", role="button")
    waiting = wait_counted(desk, "Kept on this workstation. %u is still to be sent to the hub, by itself.",
                           "Kept on this workstation. %u are still to be sent to the hub, by themselves.", 30)
    desk.screenshot("1-kept-here")
    if not 0 < waiting <= len(before):
        raise Failure(f"{waiting} are said to wait")
    desk.wait(lambda: desk.hub.state()["faults"] and 0 < sum(map(is_active, desk.hub.resources("HealthcareService"))) < MANY,
              "the hub to have some of them, not all", 30)
    desk.press_to("Close", role="button")
    desk.wait_shown(tab(desk, "Active", MANY))
    wait_counted(desk, "Offline: %u change will be sent later", "Offline: %u changes will be sent later", 30)
    desk.screenshot("2-offline")

    desk.hub.clear_faults()
    desk.hub_holds("HealthcareService", is_active, MANY, 60)
    after = versions(desk)
    if once := [name for name in after if after[name] - before.get(name, 0) != 1]:
        raise Failure(f"{len(once)} services were not written exactly once")
    desk.wait_gone(re.compile("^" + re.escape(desk.T("Offline: %u changes will be sent later").split("%u")[0])), seconds=60)


def five_hundred_less_three(desk):
    for name in REFUSED:
        desk.hub.fault("422", f"/hub/HealthcareService/{held(desk, name)['id']}", method="PUT", count=-1)
    # Tab comes to the tab that is chosen; arrows choose.
    desk.focus(re.compile("^" + re.escape(desk.T("Inactive %u").split("%u")[0])), role="radio")
    desk.key("Left")
    desk.key("space")
    desk.wait_shown(row("Lot 000"), role="row")
    desk.focus(row("Lot 000"), role="row")
    desk.key("ctrl+a")
    tell(desk, "%u selected", "%u selected", MANY)
    desk.screenshot("3-selected")
    desk.press_to("Deactivate", role="button")
    told = re.compile("^" + re.escape(desk.plural("%1$u done, %2$u refused", "%1$u done, %2$u refused")[1])
                      .replace("%1\\$u", str(MANY - 3)).replace("%2\\$u", "3") + "$")
    desk.wait_shown(told, seconds=60)
    desk.announced(told)
    desk.press_to("Details", role="button")
    tell(desk, "The hub refused %u service", "The hub refused %u services", 3)
    # Each by its name, with the hub's own words.
    for name in REFUSED:
        line = desk.wait_shown(name, role="list item")
        if not any("A rule of this server refuses it." in below.name for below in line.walk()):
            raise Failure(f"Why {name} is refused is not told: {line.name} ({line.description})")
    desk.screenshot("4-refused")
    left = sorted(one["name"] for one in desk.hub.resources("HealthcareService") if is_active(one))
    if left != sorted(REFUSED):
        raise Failure(f"Active on the hub: {left[:5]}…")
    desk.hub.clear_faults()
    desk.press_to("Try Again", role="button")
    desk.hub_holds("HealthcareService", lambda one: not one.get("active"), MANY + 40, 60)


def two_workstations(desk):
    clinic = next(one["name"] for one in desk.hub.resources("Organization") if one["id"] == "gmf-beausejour")
    # Here without the hub, there with it: neither knows of the other.
    desk.stop_hub()
    open_service(desk, "Lot 001")
    press_type(desk, "walk-in")
    desk.quit(30)
    desk.start_hub_again()
    desk.other_workstation()
    join_clinic(desk, clinic)
    open_page(desk, "Services")
    open_service(desk, "Lot 001")
    press_type(desk, "pregnancy")
    desk.wait(lambda: types_of(held(desk, "Lot 001")) == ["pregnancy", "regular"], "the second workstation's types on the hub", 30)
    desk.quit(30)

    desk.first_workstation()
    desk.start()
    unlock(desk)
    open_page(desk, "Synchronisation")
    desk.wait_shown("Changed here and on another workstation", seconds=60)
    desk.focus("Lot 001", role="list item")
    desk.key("Return")
    mine, theirs = (desk.wait_shown(re.compile(re.escape(desk.T(whose))), role="radio")
                    for whose in ("Keep what was done here", "Take the other workstation’s"))
    for card, kind in ((mine, "walk-in"), (theirs, "pregnancy")):
        if TYPES[kind][desk.language] not in card.name:
            raise Failure(f"{kind} is not on its side: {card.name}")
    desk.screenshot("5-side-by-side")
    desk.press_to(mine.name, role="radio")
    desk.press_to("Keep", role="button")
    desk.wait_gone("What is kept?")
    desk.wait(lambda: types_of(held(desk, "Lot 001")) == ["regular", "walk-in"], "what was kept on the hub", 30)
    desk.quit(30)

    desk.other_workstation()
    desk.start()
    unlock(desk)
    open_page(desk, "Services")
    synchronise(desk)
    leave_assistant(desk)
    open_service(desk, "Lot 001")
    pressed = {kind for kind, names in TYPES.items()
               if "pressed" in desk.wait_shown(names[desk.language], role="toggle button").states}
    if pressed != {"regular", "walk-in"}:
        raise Failure(f"The second workstation has {pressed}")
    desk.screenshot("6-agreed")
    if types_of(held(desk, "Lot 001")) != ["regular", "walk-in"]:
        raise Failure("The hub has something else again")


def scenario(desk):
    desk.start()
    create_clinic(desk)
    add_services(desk, [f"Lot {n:03}" for n in range(MANY)])
    open_page(desk, "Services")
    cable_in_apply(desk)
    five_hundred_less_three(desk)
    two_workstations(desk)
