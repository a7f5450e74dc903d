# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""An import that fails says so, tells the platform's support through the hub, keeps Next closed, and can be tried again."""
from kit import Failure
from kit.walks import run_import, to_step


def scenario(desk):
    desk.start()
    to_step(desk, 4)
    desk.hub.emr(staff="failure")
    desk.press_to("Import the Staff")
    desk.wait_shown("If you wish, you can try again.", seconds=30)
    desk.wait_sensitive("Next", False, role="button")
    desk.screenshot("failed")
    alerts = desk.hub_holds("Task", lambda task: any(coding.get("code") == "import-failed"
                                                     for coding in task.get("reasonCode", {}).get("coding", ())))
    if len(alerts) != 1:
        raise Failure(f"{len(alerts)} alerts for one failure")
    desk.hub.emr(staff="ok")
    if run_import(desk, "staff") != 25:
        raise Failure("The second import did not bring the 25 people")
    desk.wait_sensitive("Next", role="button")
