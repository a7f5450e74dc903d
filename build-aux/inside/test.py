# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""build-aux/test: builds, runs what meson lists, and counts the cases of each test's TAP."""
import concurrent.futures
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import tree

USAGE = """build-aux/test [--full] [--list] [NAME…]
  --full   the long tier: sanitizers over everything, longer walks, fuzzing for a minute a target
  --list   names the tests instead of running them
  NAME     keeps the tests whose name or layer holds it (fhir, orch-nam, happy-path, …),
           or the line of --list (sync/, hub/hub-sync)"""
POINT = re.compile(r"^(not )?ok\b\s*(\d+)?\s*(?:-\s*)?(.*?)(?:\s+#\s*(SKIP|TODO)\S*\s*(.*))?$", re.IGNORECASE)
PLAN = re.compile(r"^1\.\.(\d+)(?:\s*#\s*SKIP\S*\s*(.*))?$", re.IGNORECASE)

# Libraries keep things until the end. Only whole stacks tell those from leaks of ours, and to follow the stack of each
# allocation takes ten times longer: what does at length what others do too is not asked for its leaks.
DEEP = {"acceptance", "secrets", "sync"}
LONG = {"sync-kill", "sync-walk"}
PLAIN = {"sync-csv"}  # nothing of a library's is kept

say_lock = threading.Lock()


class Tally:
    passed = failed = allowed = 0
    failures = []


def allowed_skips():
    """Reasons that may be skipped for: the text before " :: " of each line of tests/allowed-skips."""
    path = tree.TOP / "tests/allowed-skips"
    lines = path.read_text().splitlines() if path.exists() else []
    return [line.split(" :: ")[0].strip() for line in lines if line.strip() and not line.startswith("#")]


def read_tap(text):
    """Cases of one executable: list of (name, "ok" | "fail" | "skip", detail). Indented lines are parts of a case."""
    cases, planned, notes = [], None, []
    for line in text.splitlines():
        plan = PLAN.match(line)
        point = POINT.match(line)
        if plan and planned is None:
            planned = int(plan.group(1))
            if planned == 0:
                cases.append(("everything", "skip", plan.group(2) or "no reason given"))
        elif line.startswith("Bail out!"):
            cases.append(("bail out", "fail", line[9:].strip()))
        elif point:
            name = point.group(3) or f"case {len(cases) + 1}"
            kind, reason = (point.group(4) or "").upper(), point.group(5) or ""
            if kind == "SKIP":
                cases.append((name, "skip", reason or "no reason given"))
            elif point.group(1):
                cases.append((name, "fail", "\n".join(notes[-25:])))
            else:
                cases.append((name, "ok", ""))
            notes = []
        elif line.startswith("#") and not re.match(r"# (Start|End) of ", line):
            notes.append(line)
    points = [case for case in cases if case[0] not in ("everything", "bail out")]
    if planned is None:
        cases.append(("plan", "fail", "the test printed no TAP plan (1..N): it ended before its end"))
    elif planned and planned != len(points):
        cases.append(("plan", "fail", f"{planned} cases were planned, {len(points)} were reported"))
    return cases


def variables_of(test, environment):
    """What @test runs with."""
    variables = {**environment, **test["env"]}
    if "ASAN_OPTIONS" not in variables:
        return variables
    # A sandbox beside the test is no part of what is asked: its own tests look for its leaks.
    variables["ORCH_SANDBOX_ASAN_OPTIONS"] = variables["ASAN_OPTIONS"]
    if DEEP.intersection(test["suite"]) and test["name"] not in PLAIN:
        long = test["name"] in LONG or ("acceptance" in test["suite"] and test["name"] != "smoke")
        variables["ASAN_OPTIONS"] += ":detect_leaks=0" if long else ":fast_unwind_on_malloc=0:malloc_context_size=12"
    return variables


def run_one(test, environment, patience, log_dir):
    name = f"{test['suite'][0].split(':')[-1] if test['suite'] else 'other'}/{test['name']}"
    started = time.monotonic()
    child = subprocess.Popen(test["cmd"], cwd=test["workdir"] or environment["ORCH_BUILD"], env=variables_of(test, environment),
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             start_new_session=True)
    try:
        out, err = child.communicate(timeout=test["timeout"] * patience if test["timeout"] > 0 else None)
        late = False
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGTERM)
        try:
            out, err = child.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            out, err = child.communicate()
        late = True
    took = time.monotonic() - started
    out, err = out.decode(errors="replace"), err.decode(errors="replace")
    log = log_dir / (re.sub(r"[^\w.-]+", "-", name) + ".log")
    log.write_text(f"$ {' '.join(test['cmd'])}\n{out}\n--- standard error\n{err}")

    if test["protocol"] == "tap":
        cases = read_tap(out)
    elif child.returncode == 77:
        cases = [("run", "skip", (out + err).strip().splitlines()[-1] if (out + err).strip() else "no reason given")]
    else:
        cases = [("run", "ok" if child.returncode == 0 else "fail", "")]
    if late:
        cases.append(("in time", "fail", f"stopped after {took:.0f} s"))
    elif child.returncode not in (0, 77) and not any(case[1] == "fail" for case in cases):
        how = f"signal {-child.returncode}" if child.returncode < 0 else f"status {child.returncode}"
        cases.append(("exit", "fail", f"ended with {how}"))
    return name, cases, took, out, err, log


def report(tally, allowed, result):
    name, cases, took, out, err, log = result
    lines, wrong = [], False
    for case, state, detail in cases:
        case = case if case.startswith("/") else f" {case}"
        if state == "skip" and any(reason in detail for reason in allowed):
            tally.allowed += 1
            lines.append(f"skip  {name}{case} ({detail})")
            continue
        if state == "ok":
            tally.passed += 1
            lines.append(f"ok    {name}{case}")
            continue
        wrong = True
        tally.failed += 1
        text = f"skipped, which is not allowed here: {detail}" if state == "skip" else detail
        # The last thing said is the reason: on the line that names the test, where a log that is cut keeps it.
        why = (text.strip().splitlines() or [""])[-1].lstrip("# ")
        named = f"{name}{case}" + (f": {why}" if why else "")
        tally.failures.append(named)
        lines.append(f"FAIL  {named}")
        lines += [f"      {line}" for line in text.splitlines()]
    if wrong:
        lines += [f"    | {line}" for line in err.strip().splitlines()[-30:]]
        lines.append(f"      all of it: {log}")
    with say_lock:
        print("\n".join(lines), flush=True)


def title_of(test):
    """What --list says of it."""
    return f"{'/'.join(test['suite'])}/{test['name']}"


def tests_of(build_dir, names):
    listed = json.loads(subprocess.run(["meson", "introspect", "--tests", str(build_dir)], check=True,
                                       capture_output=True, text=True).stdout)
    for test in listed:
        test["suite"] = [suite.split(":")[-1] for suite in test["suite"]]
    if names:
        listed = [test for test in listed
                  if any(name in part for name in names for part in (test["name"], *test["suite"], title_of(test)))]
    return sorted(listed, key=lambda test: -test.get("priority", 0))


def run_all(tests, tally, build_dir, patience, extra):
    allowed = allowed_skips()
    log_dir = build_dir / "test-logs"
    log_dir.mkdir(exist_ok=True)
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "ORCH_BUILD": str(build_dir),
                   "MALLOC_PERTURB_": "165", **extra}
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    together = [test for test in tests if test["is_parallel"]]
    alone = [test for test in tests if not test["is_parallel"]]
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for done in concurrent.futures.as_completed(
                [pool.submit(run_one, test, environment, patience, log_dir) for test in together]):
            report(tally, allowed, done.result())
    for test in alone:
        report(tally, allowed, run_one(test, environment, patience, log_dir))


def main(arguments):
    full = "--full" in arguments
    names = [argument for argument in arguments if not argument.startswith("-")]
    unknown = [a for a in arguments if a.startswith("-") and a not in ("--full", "--list", "--help", "-h")]
    if unknown or "--help" in arguments or "-h" in arguments:
        print(USAGE)
        return 2 if unknown else 0
    tally = Tally()
    started = time.monotonic()
    try:
        if full:
            runs = [(tree.TOP / "_build-asan", ["-Db_sanitize=address,undefined", "-Db_lundef=false"], {}, 6, {
                "ORCH_TEST_FULL": "1", "ORCH_TEST_PATIENCE": "6", "FUZZ_SECONDS": "60", "MALLOC_PERTURB_": "0",
                "ASAN_OPTIONS": "detect_stack_use_after_return=0:abort_on_error=1",
                "LSAN_OPTIONS": f"suppressions={tree.TOP}/build-aux/inside/lsan.supp:print_suppressions=0",
                "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"}, None)]
        else:
            runs = [(tree.BUILD, [], {}, 3, {"FUZZ_SECONDS": "10"}, None)]
        if (tree.TOP / "tests/fuzz/meson.build").read_text().count("executable"):
            seconds = "60" if full else "10"
            runs.append((tree.TOP / "_build-fuzz", ["-Dfuzz=true", "-Db_lundef=false"], {"CC": "clang"}, 6,
                         {"FUZZ_SECONDS": seconds, "MALLOC_PERTURB_": "0"}, "fuzz"))
        found = 0
        for build_dir, options, with_compiler, patience, extra, only in runs:
            if only and names and not any(name in "fuzz" or "fuzz" in name for name in names):
                continue
            if not only and names and all("fuzz" in name for name in names):
                continue
            print(f"Building in {build_dir.relative_to(tree.TOP) if build_dir.is_relative_to(tree.TOP) else build_dir}…",
                  flush=True)
            tree.build(build_dir, options, with_compiler, only="fuzz-" if only == "fuzz" else None)
            tests = tests_of(build_dir, names)
            tests = [t for t in tests if ("fuzz" in t["suite"]) == (only == "fuzz")]
            found += len(tests)
            if "--list" in arguments:
                print("\n".join(map(title_of, tests)))
            else:
                run_all(tests, tally, build_dir, patience, extra)
        if "--list" in arguments:
            return 0
        if not found:
            raise tree.Trouble(f"No test is named {' or '.join(names) or 'anything'}: build-aux/test --list names them.")
    except tree.Trouble as trouble:
        print(f"FAIL  {trouble}")
        tally.failed += 1
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    print(f"\n{minutes} min {seconds:02} s" + (f"; {tally.allowed} skipped for a reason on the list" if tally.allowed else ""))
    for failure in tally.failures:
        print(f"failed: {failure}")
    print(f"{tally.passed} passed, {tally.failed} failed", flush=True)
    return 1 if tally.failed else 0


tree.main(main)
