#!/usr/bin/env python3
"""A judge that keeps the contract of docs/design/judge-report.md and judges nothing.

The verdict is what the source says in a line `// verdict: race`; without one, `todo`. With WORKBOOK_FAKE_LOG set it
appends a line for each thing that happens: `begin VERDICT`, `end VERDICT`, `called off`. While the file that
WORKBOOK_FAKE_GATE names exists it waits, so that a test can act during a judging without any clock.
"""
import json, os, re, signal, sys, time

EXIT = {"pass": 0, "todo": 10, "build-error": 11, "wrong": 12, "race": 13, "deadlock": 14, "hang": 15, "crash": 16,
        "leak": 17, "serial": 18, "inconclusive": 20, "judge-error": 21}


def log(line):
    path = os.environ.get("WORKBOOK_FAKE_LOG")
    if path:
        with open(path, "a") as f:
            f.write(line + "\n")


def called_off(*_):
    log("called off")
    os._exit(130)


def source_of(exercise):
    with open(os.environ["WORKBOOK_CATALOGUE"]) as f:
        for e in json.load(f)["exercises"]:
            if e["id"] == exercise:
                return os.path.join(e["folder"], e["sources"][0])
    sys.exit(2)


def value_of(option):
    return sys.argv[sys.argv.index(option) + 1] if option in sys.argv else None


def judge():
    exercise = sys.argv[2]
    source = value_of("--source") or source_of(exercise)
    with open(source, errors="replace") as f:
        text = f.read()
    found = re.search(r"// verdict: (\S+)", text)
    verdict = found.group(1) if found else "todo"
    log("begin " + verdict)
    gate = os.environ.get("WORKBOOK_FAKE_GATE")
    while gate and os.path.exists(gate):
        time.sleep(0.01)
    log("end " + verdict)
    if "--json" in sys.argv:
        print(json.dumps({"schema": 1, "exercise": exercise, "source": source, "verdict": verdict, "analyses": [],
                          "cases": [], "seed": int(value_of("--seed") or 1), "duration": 0.0, "compiler": "none",
                          "messages": []}))
    else:
        red, off = ("\033[31m", "\033[0m") if os.environ.get("CLICOLOR_FORCE") else ("", "")
        print(f"{exercise} the fake report  {red}{verdict}{off}")
        if verdict == "todo":
            print("  to do     create the threads")
        for line in re.findall(r"// say: (.*)", text):
            print("  " + line)
    sys.exit(EXIT[verdict])


signal.signal(signal.SIGTERM, called_off)
if sys.argv[1] == "analyses":
    print(json.dumps([{"name": "run", "available": True},
                      {"name": "explore", "available": False, "why": "not built yet"}]))
else:
    judge()
