#!/usr/bin/env python3
"""End-to-end tests of the analyses openmp and balance: small submissions, each with the verdict it must get, and what
happens where a tool is missing.

usage: openmp.py BUILD     BUILD is build/PRESET
"""
import json
import os
import subprocess
import sys
from pathlib import Path

from submissions import Fixture

HEADER = "#pragma once\nlong total(const int *a, int n);\n"
CHECK = r'''
#include <judge_test.h>
#include <workbook/judge.h>
enum { ITEMS = 20000 };
static int items[ITEMS];
static long fill(void)
{
    long sum = 0;
    for (int i = 0; i < ITEMS; i++)
        sum += items[i] = (int)judge_draw(0, 100);
    return sum;
}
JUDGE_CASE(divided, "a team adds up", .analyses = JUDGE_FACTS)
{
    judge_facts_begin();
    total(items, ITEMS);
    const struct judge_facts f = judge_facts_end();
    EXPECT_SHARED(f.largest_team == judge_team(), "the whole team is there");
    EXPECT_SHARED(f.locks <= 4 * judge_team(), "each thread takes a lock once");
}
JUDGE_CASE(sum, "the sum is right")
{
    const long sum = fill();
    EXPECT_EQ(total(items, ITEMS), sum, "as one thread adds");
}
'''
LOOP = "long total(const int *a, int n) {{ long sum = 0;\n{} for (int i = 0; i < n; i++) {} return sum; }}"

# name: (verdict, source, words that the report must hold). The analysis has a compiler of its own, so what it refuses
# is judged once; what goes on to `run` and `memory`, or is met there, with both compilers (BOTH).
BOTH = ("reduction", "private")
SUBMISSIONS = {
    "reduction": ("pass", LOOP.format("#pragma omp parallel for reduction(+: sum)\n", "sum += a[i];"), []),
    "atomic": ("pass", LOOP.format("#pragma omp parallel for\n", "{\n#pragma omp atomic\nsum += a[i]; }"), []),
    "own-copies": ("pass", LOOP.format("#pragma omp parallel\n{ long mine = 0;\n#pragma omp for nowait\n",
                                       "mine += a[i];\n#pragma omp critical\nsum += mine; }"), []),
    "unprotected": ("race", LOOP.format("#pragma omp parallel for\n", "\n sum += a[i];"),
                    ["UNPROTECTED.c\", \"line\": 5", "reduction(+: sum)", "\"what\": \"sum\""]),
    "struct-assigned": ("race", """struct most { long value; long at; };
        static struct most raise(struct most m, long value, long at)
        { return value > m.value ? (struct most){value, at} : m; }
        long total(const int *a, int n) { long sum = 0; struct most m = {-1, 0};
        #pragma omp parallel for reduction(+: sum)
        for (int i = 0; i < n; i++) { sum += a[i]; m = raise(m, a[i], i); }
        return sum + (m.at < 0); }""", ["m is written"]),
    "optimised-away": ("race", LOOP.format("#pragma omp parallel for reduction(+: sum)\n",
                                           "{ static int x; x = a[i]; sum += x; }"), ["x is written"]),
    "no-pragma": ("serial", LOOP.format("", "sum += a[i];"), ["whole team"]),
    "lock-each": ("serial", LOOP.format("#pragma omp parallel for\n", "\n#pragma omp critical\nsum += a[i];"),
                  ["takes a lock once"]),
    "private": ("wrong", "long total(const int *a, int n) { long sum = 0, base = 0;\n"
                         "#pragma omp parallel for private(base) reduction(+: sum)\n"
                         "for (int i = 0; i < n; i++) sum += base + a[i]; return sum; }", ["as one thread adds"]),
    "misspelt": ("build-error", LOOP.format("#pragma omp paralel for reduction(+: sum)\n", "sum += a[i];"),
                 ["paralel"]),
}


def make(build):
    fixture = Fixture(build)
    (fixture.folder / "exercise/judge_test.h").write_text(HEADER)
    (fixture.folder / "tests/check.c").write_text(CHECK)
    catalogue = json.loads(fixture.catalogue.read_text())
    exercise = catalogue["exercises"][0]
    exercise.update(exports=["total"], analyses=["openmp", "run", "memory"], topics=["openmp"],
                    imports=exercise["imports"] + ["GOMP_*", "__kmpc_*", "omp_*"])
    exercise["flags"].append("-fopenmp")
    fixture.catalogue.write_text(json.dumps(catalogue))
    return fixture


def check_one(fixture, name, compiler):
    verdict, source, words = SUBMISSIONS[name]
    report = fixture.check(fixture.submit(name, source), "--compiler", compiler)[1]
    said = json.dumps(report, ensure_ascii=False)
    assert report["verdict"] == verdict, f"{report['verdict']} instead of {verdict}: {said}"
    for word in words:
        assert word in said, f"the report does not mention {word!r}: {said}"
    if verdict == "pass":
        each_team_is_tried(report)


def each_team_is_tried(report):
    """The record of a case is that of the last team size, 7, if none failed."""
    teams = {case["team"] for case in report["cases"] if case["analysis"] == "openmp"}
    assert teams == {7}, report


def dead_names_go(fixture):
    """libomp leaves its name of a process in shared memory unless the process ends by exit(); the judge takes it away."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    name = Path(f"/dev/shm/__KMP_REGISTERED_LIB_{gone.pid}_0")
    name.touch()
    check_one(fixture, "no-pragma", "clang")
    assert not name.exists(), f"{name} is still there after a judging"


def without_archer(fixture):
    """Not a pass where the tools are not there: what cannot be asked is not known."""
    path = fixture.submit("no-archer", SUBMISSIONS["reduction"][1])
    env = {**os.environ, "WORKBOOK_OPENMP_TOOLS": str(fixture.folder / "nowhere")}
    status, report = fixture.check(path, env=env)
    assert (status, report["verdict"]) == (20, "inconclusive"), report
    assert "Archer" in json.dumps(report) and "libomp-14-dev" in json.dumps(report), report
    listed = json.loads(fixture.judge("analyses", "--json", env=env).stdout)
    assert [one["available"] for one in listed if one["name"] == "openmp"] == [False], listed


def archer_that_does_nothing(fixture):
    """A tool of that name that tells ThreadSanitizer nothing: each barrier looks like a race, so none is believed."""
    tools = fixture.folder / "tools"
    tools.mkdir()
    subprocess.run(["clang", "-shared", "-fPIC", "-x", "c", "-", "-o", tools / "libarcher.so"], input=b"""
        #include <omp-tools.h>
        static int start(ompt_function_lookup_t f, int device, ompt_data_t *data) { return 1; }
        static void stop(ompt_data_t *data) {}
        ompt_start_tool_result_t *ompt_start_tool(unsigned version, const char *name)
        { static ompt_start_tool_result_t t = {start, stop, {0}}; return &t; }""", check=True)
    path = fixture.submit("dead-archer", SUBMISSIONS["reduction"][1])
    status, report = fixture.check(path, env={**os.environ, "WORKBOOK_OPENMP_TOOLS": str(tools)})
    assert (status, report["verdict"]) == (20, "inconclusive"), report
    assert "Archer does not tell" in json.dumps(report), report


def main():
    fixture = make(sys.argv[1])
    steps = [(f"{name}.{compiler}", lambda n=name, c=compiler: check_one(fixture, n, c))
             for name in SUBMISSIONS for compiler in (("gcc", "clang") if name in BOTH else ("gcc",))]
    steps += [(f.__name__, lambda g=f: g(fixture)) for f in (dead_names_go, archer_that_does_nothing, without_archer)]
    failed = 0
    try:
        for name, step in steps:
            try:
                step()
                print(f"ok   {name}", flush=True)
            except Exception as error:  # one failure must not hide the others
                failed += 1
                print(f"FAIL {name}: {error}", flush=True)
    finally:
        fixture.remove()
    print(f"{len(steps) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
