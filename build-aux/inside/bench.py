# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""build-aux/bench: ratios to a bare libadwaita window measured in the same, interleaved rounds; one JSON object.

start:  start_ratio (≤ 1.15), memory_ratio (≤ 1.3), both with the same renderer (cairo); no_gpu_ratio (≤ 0.75), the program as
        it chooses its renderer against a bare window as GTK chooses it; full_store_ratio (≤ 1.1), opening on a store with
        10,000 people and 16,000 services against a nearly empty one.
import: records_per_s (≥ 3,000), longest_block_ms (≤ 16) and longest_progress_gap_ms (≤ 100) while those are imported from the
        training EMR, and in the 100 ms after, when the end is drawn. A turn is what the main loop does from one poll to the
        next; a block is the length of a turn less the time in it when the main thread could have run and had no core
        (/proc/thread-self/schedstat): computing, waiting for a file, a lock or the display server count, a busy machine does
        not. Also told: longest_turn_ms, nothing subtracted; longest_cpu_ms, the most computing in one turn.
sync:   full_sync_ratio (≥ 0.6), the first run of the whole schedule of 50,000 services and 200,000 appointments, from the training
        EMR to the store, to the slower of JSON parsing alone and SQLCipher insertion alone; full_cpu_ratio, the same of what is
        computed, which a busy machine hardly changes; idle_sync_requests (≤ 1 of a kind) and
        idle_sync_writes (0) of a run that finds nothing new. Made by tests/sync/bench-sync.c: the engine without its windows.
lists:  search_ms, sort_ms, tab_ms (≤ 16 each), the most that the main thread computes in one turn while a letter is typed in the
        search, a column is sorted, the tab is switched, and until it is drawn; dropped_frames (0) in 1,200 frames of scrolling, and
        memory_mb (≤ 40 over a clinic with a handful of rows), in the main window with 50,000 services and 200,000 appointments.
        Made by tests/ui/bench-lists.c: the window on a real engine and store, scrolled by the frame clock. A frame is dropped when
        a turn, less the time in it without a core, is longer than the interval between frames: one for each whole interval. Also
        told: computed_frames, those that computing alone would drop; …_block_ms, the longest such turn; …_all_ms, the most that one act computes in all its turns.
messages: dashboard_ms (≤ 100), filter_ms (≤ 30), search_ms (≤ 50), thread_ms (≤ 50), from the act to the end of the frame that shows its first
        rows, and memory_mb (≤ 60 over a clinic without a message), in the main window with 100,000 conversations and 1,000,000 messages.
        Made by tests/ui/bench-messages.c. Also told: …_most_ms, the longest of its kind; messages_fill_s.
report: quarter_ms (≤ 200), the remuneration report of a quarter that has 200,000 appointments and as many times that were offered, from asking the
        store to having it. Made by tests/store/bench-report.c, which compares each with SQL. Also told: year_quarter_ms, a quarter of a
        year that has as many.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import tree

sys.path.insert(0, str(tree.TOP / "tests/acceptance"))
CAIRO = {"GSK_RENDERER": "cairo", "GDK_DISABLE": "gl,vulkan"}
SCALE = "400"  # of the 25 people and 40 services of the training EMR: 10,000 and 16,000
ROUNDS = int(os.environ.get("ORCH_BENCH_ROUNDS", "10"))


def resident_memory(pid):
    """KiB of the process that are in memory (Rss). What it shares counts whole: of its share (Pss) less is left the more programs of
    the desktop run beside it, and the bare window has less of its own to begin with."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1])
    raise tree.Trouble("The kernel does not tell the memory of a process (smaps_rollup).")


def measure(command, environment, log):
    """(milliseconds from before the start to the first interactive frame, KiB of memory once it is still)."""
    started = time.monotonic()
    child = tree.spawn(command, env={**environment, "ORCH_BENCH": "1"}, stdin=subprocess.DEVNULL, stdout=log,
                       stderr=subprocess.PIPE, bufsize=0)
    try:
        tree.first_line(child.stderr, r"ORCH_BENCH first-frame", 30, Path(command[0]).name)
        took = (time.monotonic() - started) * 1000
        last, end = 0, time.monotonic() + 5
        while time.monotonic() < end:
            memory = resident_memory(child.pid)
            if abs(memory - last) < memory / 200:
                break
            last = memory
            time.sleep(0.15)
        return took, memory
    finally:
        child.kill()
        child.wait()


def homes(desk, names):
    """An environment with a home of its own for each name."""
    made = {}
    for name in names:
        home = desk.folder / f"home-{name}"
        made[name] = {**desk.environment, "HOME": str(home)}
        for variable, part in (("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"),
                               ("XDG_STATE_HOME", "state")):
            (home / part).mkdir(parents=True, exist_ok=True)
            made[name][variable] = str(home / part)
    return made


def rounds(runs, log):
    """Medians of @runs, {name: (command, environment)}, one after the other in each round; the first round warms caches."""
    seen = {name: [] for name in runs}
    for number in range(ROUNDS + 1):
        for name, (command, environment) in runs.items():
            result = measure(command, environment, log)
            if number:
                seen[name].append(result)
    return {name: (statistics.median(r[0] for r in results), statistics.median(r[1] for r in results))
            for name, results in seen.items()}


def suite_start():
    from kit import Desk
    with Desk("bench-start", "fr", hub=False) as desk:
        for name in CAIRO:
            desk.environment.pop(name)
        home = homes(desk, ("bare", "app", "bare-default", "app-default"))
        bare, program = [tree.program("bench-bare")], [tree.program(), "--training"]
        medians = rounds({
            "bare": (bare, {**home["bare"], **CAIRO}), "app": (program, {**home["app"], **CAIRO}),
            "bare-default": (bare, home["bare-default"]), "app-default": (program, home["app-default"])}, desk.log)
    found = {
        "start_ratio": medians["app"][0] / medians["bare"][0],
        "memory_ratio": medians["app"][1] / medians["bare"][1],
        "no_gpu_ratio": None if os.path.exists("/dev/dri/renderD128") else medians["app-default"][0] / medians["bare-default"][0],
        "bare_ms": medians["bare"][0], "app_ms": medians["app"][0],
        "bare_mib": medians["bare"][1] / 1024, "app_mib": medians["app"][1] / 1024,
        "bare_default_ms": medians["bare-default"][0], "app_default_ms": medians["app-default"][0],
        "rounds": ROUNDS,
    }
    try:
        found["full_store_ratio"] = full_store()
    except Exception as problem:
        found["full_store_ratio"] = None
        sys.stderr.write(f"full_store_ratio could not be measured: {problem}\n")
    return found


def full_store():
    """Start on a store with 26,000 records over start on one with few, both made by the wizard itself."""
    from kit import Desk
    from kit.walks import create_clinic
    stores = {}
    desks = []
    try:
        for name, sandbox in (("few", ("--control",)), ("many", ("--control", "--scale", SCALE))):
            desk = Desk(f"bench-{name}", "fr", sandbox=sandbox)
            desks.append(desk)
            desk.start()
            create_clinic(desk, patience=20)
            desk.kill9()
            stores[name] = ([tree.program(), "--training"], desk.environment)
        medians = rounds(stores, desks[0].log)
        return medians["many"][0] / medians["few"][0]
    finally:
        for desk in desks:
            desk.clear()


def suite_import():
    from kit import Desk
    from kit.walks import to_step
    with Desk("bench-import", "fr", sandbox=("--control", "--scale", SCALE), environment={"ORCH_BENCH": "1"}) as desk:
        desk.start()
        to_step(desk, 6, patience=20)
        log = desk.folder / "app.log"
        desk.wait(lambda: log.read_text().count("ORCH_BENCH longest-block-us") >= 2, "both imports to be measured")
        said = log.read_text()
    done = [(int(records), int(took)) for records, took in re.findall(r"ORCH_BENCH import-done (\d+) (\d+)", said)]

    def longest(what):
        return max(int(took) for took in re.findall(rf"ORCH_BENCH longest-{what}-us (\d+)", said)) / 1000
    return {"records": sum(records for records, _ in done),
            "records_per_s": sum(r for r, _ in done) / (sum(t for _, t in done) / 1e6),
            "longest_block_ms": longest("block"), "longest_turn_ms": longest("turn"), "longest_cpu_ms": longest("cpu"),
            "longest_progress_gap_ms": longest("progress-gap")}


def program_of_tests(name, *arguments, before=()):
    """The JSON that a bench program of the tests prints last."""
    command = [*before, tree.BUILD / "tests" / name, *arguments]
    environment = {**tree.program_environment("en"), "G_TEST_BUILDDIR": str(tree.BUILD / "tests"),
                   "G_TEST_SRCDIR": str(tree.TOP / "tests"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise tree.Trouble(f"{name} ended with status {done.returncode}.")
    return json.loads(done.stdout.decode().strip().splitlines()[-1])


def suite_sync():
    return program_of_tests("sync/bench-sync")


def suite_lists():
    told = program_of_tests("ui/bench-lists", before=[tree.TOP / "tests/ui/with-display"])
    told["memory_mb"] = (told.pop("full_mib") - told.pop("empty_mib")) * 1.048576
    return told


def suite_messages():
    told = program_of_tests("ui/bench-messages", before=[tree.TOP / "tests/ui/with-display"])
    told["memory_mb"] = (told.pop("full_mib") - told.pop("empty_mib")) * 1.048576
    return told


def suite_report():
    return program_of_tests("store/bench-report")


SUITES = {"start": suite_start, "import": suite_import, "sync": suite_sync, "lists": suite_lists,
          "messages": suite_messages, "report": suite_report}


def main(arguments):
    wanted = arguments or list(SUITES)
    if unknown := [name for name in wanted if name not in SUITES]:
        raise tree.Trouble(f"There is no suite {unknown[0]}; there are: {', '.join(SUITES)}.")
    tree.build()
    found = {}
    for name in wanted:
        found.update(SUITES[name]())
    print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in found.items()}))
    return 0


tree.main(main)
