#!/usr/bin/env python3
"""End-to-end tests of the judge: small submissions to a small exercise, each with the verdict it must get.

usage: submissions.py BUILD [NAME…]     BUILD is build/PRESET; NAME: only these submissions
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    sys.exit("python3-jsonschema is missing: apt-get install python3-jsonschema")

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "src/judge/report/report.schema.json").read_text())

HEADER = "#pragma once\nint twice(int n);\n"
CHECK = r'''
#include <judge_test.h>
#include <workbook/judge.h>
JUDGE_CASE(doubles, "twice(n) is 2n") { EXPECT_EQ(twice(21), 42, "twice 21 is 42"); }
JUDGE_CASE(negative, "twice(n) is 2n below zero, too") { EXPECT_EQ(twice(-4), -8, "twice -4 is -8"); }
'''
GOOD = "int twice(int n) { return 2 * n; }"
BEGIN = '#include "judge_test.h"\n'

# name: (verdict, source, words that the report must hold)
SUBMISSIONS = {
    "right": ("pass", GOOD, []),
    "crlf": ("pass", "// a comment\r\nint twice(int n)\r\n{\r\n    return 2 * n;\r\n}\r\n", []),
    "todo": ("todo", '#include <workbook/todo.h>\nint twice(int n) { TODO("double it"); }', ["double it", "TODO.c\", \"line\": 3"]),
    "syntax": ("build-error", "int twice(int n) { return 2 * n }", ["expected", "SYNTAX.c:2"]),
    "undefined-name": ("build-error", "int twice(int n) { return m; }", ["undeclared"]),
    "wrong": ("wrong", "int twice(int n) { return n * n; }", ["441", "42", "twice 21 is 42"]),
    "wrong-later": ("wrong", "int twice(int n) { return n < 0 ? 0 : 2 * n; }", ["twice -4 is -8"]),
    "null-pointer": ("crash", "int twice(int n) { int *volatile p = 0; return *p + n; }", ["null pointer", "twice"]),
    "abort": ("crash", "#include <stdlib.h>\nint twice(int n) { abort(); return n; }", ["SIGABRT"]),
    "leaves": ("crash", "#include <stdlib.h>\nint twice(int n) { exit(0); return n; }", ["left the check"]),
    "loop": ("hang", "int twice(int n) { for (volatile unsigned i = 0; ; i++) ; return n; }", ["twice"]),
    "waits-for-itself": ("hang", """#include <pthread.h>
        static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
        int twice(int n) { pthread_mutex_lock(&m); pthread_mutex_lock(&m); return n; }""", ["twice"]),
    "memory-left": ("leak", "#include <stdlib.h>\nint twice(int n) { int *p = malloc(sizeof *p); *p = 2 * n; return *p; }",
                    ["twice"]),
    "memory-of-globals": ("pass", """#include <stdio.h>
        #include <stdlib.h>
        static int *volatile kept;
        static struct { char pad[100000]; int *deep; } volatile far;
        static __thread int *volatile own;
        int twice(int n) {
            if (!kept) { kept = malloc(64); far.deep = malloc(64); own = malloc(64); puts("a buffer"); }
            return 2 * n; }""", []),
    "memory-forgotten-by-a-global": ("leak", """#include <stdlib.h>
        static int *volatile kept;
        int twice(int n) { kept = malloc(64); *kept = n; kept = malloc(sizeof n); *kept = 2 * n; return *kept; }""",
                                     ["64 byte", "twice"]),
    "after-the-end": ("crash", """#include <stdlib.h>
        int twice(int n) { int *volatile p = malloc(4 * sizeof *p); p[0] = 2 * n; int r = p[0]; r += p[4] > 0; free(p); return r; }""",
                      ["twice"]),
    "used-after-free": ("crash", """#include <stdlib.h>
        int twice(int n) { int *volatile p = malloc(sizeof *p); *p = 2 * n; free(p); return *p; }""", ["freed", "twice"]),
    "overflow": ("crash", "#include <limits.h>\nint twice(int n) { volatile int m = INT_MAX; m = m + n * n; return 2 * n; }",
                 ["signed number that does not fit", "in twice"]),
    "descriptor-left": ("leak", "#include <fcntl.h>\nint twice(int n) { open(\"/dev/null\", O_RDONLY); return 2 * n; }",
                        ["descriptor"]),
    "thread-left": ("leak", """#include <pthread.h>
        static void *work(void *p) { return p; }
        int twice(int n) { pthread_t t; pthread_create(&t, 0, work, 0); return 2 * n; }""", ["thread"]),
    "thread-runs-on": ("leak", """#include <pthread.h>
        static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
        static void *work(void *p) { pthread_mutex_lock(&m); return p; }
        int twice(int n) { pthread_t t; pthread_mutex_lock(&m); pthread_create(&t, 0, work, 0); pthread_detach(t); return 2 * n; }""",
                       ["thread"]),
    "child-left": ("leak", """#include <unistd.h>
        int twice(int n) { if (fork() == 0) { pause(); } return 2 * n; }""", ["child"]),
    "fork-loop": (("wrong", "leak", "crash", "hang"), "#include <unistd.h>\nint twice(int n) { while (n++ < 1000000) fork(); return 0; }", []),
    "prints-without-end": ("crash", """#include <stdio.h>
        int twice(int n) { for (int i = 0; i < 2000000; i++) puts("fifty bytes of text are printed a million times over"); return 2 * n; }""",
                           ["8 MiB"]),
    "constructor": ("build-error", "__attribute__((constructor)) static void early(void) {}\n" + GOOD, ["constructor", "CONSTRUCTOR.c:2"]),
    "assembly": ("build-error", "int twice(int n) { __asm__(\"nop\"); return 2 * n; }", ["asm"]),
    "forbidden-import": ("build-error", "#include <stdlib.h>\nint twice(int n) { system(\"true\"); return 2 * n; }",
                         ["system", "FORBIDDEN-IMPORT.c:3"]),
    "nothing-exported": ("build-error", "int thrice(int n) { return 3 * n; }", ["twice"]),
    "own-main": ("pass", GOOD + "\nint main(void) { return 1; }", []),
    "name-of-the-judge": ("build-error", "int judge_random(void);\n" + GOOD, ["judge_random"]),
    "empty": ("build-error", None, ["empty"]),
    "not-utf8": ("build-error", b"// \xff\xfe\n" + GOOD.encode(), ["UTF-8"]),
}


class Fixture:
    """A workbook of one exercise in a temporary folder, with a space and an umlaut in its path."""

    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="judge tést "))
        for name in ("exercise", "tests", "submissions", "tmp"):
            (self.folder / name).mkdir()
        (self.folder / "exercise/judge_test.h").write_text(HEADER)
        (self.folder / "tests/check.c").write_text(CHECK)
        imports = set()
        for topic in ("base", "threads", "locks", "processes"):
            lines = (ROOT / f"src/judge/imports/{topic}.txt").read_text().split("\n")
            imports |= {line.split("#")[0].strip() for line in lines} - {""}
        imports |= {"open", "exit", "pause"}
        exercise = {
            "id": "99-01", "name": "01-twice", "chapter": "99-test", "title": "Twice", "kind": "write",
            "stub": "todo", "points": 1, "sources": ["twice.c"], "given": [], "data": [], "exports": ["twice"],
            "analyses": ["memory", "run"], "topics": ["threads"], "folder": str(self.folder / "exercise"),
            "solution": str(self.folder), "tests": str(self.folder / "tests"),
            "prepared": str(self.folder / "prepared"), "imports": sorted(imports),
            "flags": ["-std=c17", "-D_GNU_SOURCE", f"-I{ROOT}/include", f"-I{self.folder}/exercise"]}
        catalogue = {"schema": 1, "root": str(ROOT), "build": str(self.build), "chapters": [], "exercises": [exercise]}
        self.catalogue = self.folder / "catalogue.json"
        self.catalogue.write_text(json.dumps(catalogue))

    def judge(self, *arguments, **keywords):
        keywords["env"] = {**keywords.get("env", os.environ), "TMPDIR": str(self.folder / "tmp")}
        return subprocess.run([str(self.build / "bin/judge"), *map(str, arguments), "--catalogue", str(self.catalogue)],
                              capture_output=True, text=True, timeout=120, **keywords)

    def submit(self, name, source):
        path = self.folder / "submissions" / f"{name.upper()}.c"
        if source is None:
            path.write_bytes(b"")
        elif isinstance(source, bytes):
            path.write_bytes(source)
        else:
            path.write_bytes((BEGIN + source).encode())
        return path

    def check(self, path, *more, **keywords):
        run = self.judge("check", "99-01", "--source", path, "--json", *more, **keywords)
        if not run.stdout:
            raise AssertionError(f"no report; status {run.returncode}: {run.stderr}")
        report = json.loads(run.stdout)
        jsonschema.validate(report, SCHEMA)
        return run.returncode, report

    def remove(self):
        shutil.rmtree(self.folder)


EXIT = {"pass": 0, "todo": 10, "build-error": 11, "wrong": 12, "hang": 15, "crash": 16, "leak": 17,
        "inconclusive": 20, "judge-error": 21}


def check_one(fixture, name, compiler):
    verdicts, source, words = SUBMISSIONS[name]
    verdicts = (verdicts,) if isinstance(verdicts, str) else verdicts
    status, report = fixture.check(fixture.submit(name, source), "--compiler", compiler)
    said = json.dumps(report, ensure_ascii=False)
    assert report["verdict"] in verdicts, f"{name}: {report['verdict']} instead of {verdicts}: {said}"
    assert status == EXIT[report["verdict"]], f"{name}: exit status {status}"
    for word in words:
        assert word in said, f"{name}: the report does not mention {word!r}: {said}"


def no_process_is_left(fixture):
    left = subprocess.run(["pgrep", "-f", f"{fixture.folder}/tmp"], capture_output=True, text=True).stdout
    assert not left, f"processes are left: {left}"
    assert not list((fixture.folder / "tmp").iterdir()), "temporary folders are left"


def odd_sources(fixture):
    status, report = fixture.check(fixture.folder)
    assert (status, report["verdict"]) == (11, "build-error"), report
    assert "not a regular file" in json.dumps(report) or "folder" in json.dumps(report), report
    huge = fixture.folder / "submissions/huge.c"
    with open(huge, "wb") as f:
        f.truncate(50 << 20)
    status, report = fixture.check(huge)
    assert (status, report["verdict"]) == (11, "build-error"), report
    status, report = fixture.check(fixture.folder / "not-there.c")
    assert report["verdict"] == "judge-error" and "No such file" in json.dumps(report), report


def no_compiler(fixture):
    path = fixture.submit("right", GOOD)
    status, report = fixture.check(path, env={**os.environ, "PATH": "/nowhere"})
    assert (status, report["verdict"]) == (21, "judge-error"), report
    assert "doctor" in json.dumps(report), report


class NotRun(Exception):
    """What a machine cannot give. It is counted and told."""


def in_mounts_of_its_own():
    """Words before a command that may mount what it likes. Below chroot(8) the kernel lets nobody."""
    ways = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"], ["sudo", "-n", "unshare", "--mount"])
    for way in ways:
        if subprocess.run([*way, "true"], capture_output=True).returncode == 0:
            return way
    raise NotRun("nothing can be mounted here")


def no_space(fixture):
    """A full disk is the judge's trouble, not the submission's. On a file system of 48 KiB of its own."""
    path = fixture.submit("right", GOOD)
    folder = fixture.folder / "full"
    folder.mkdir()
    script = ('mount -t tmpfs -o size=48k full "$1" && TMPDIR="$1" exec "$2" check 99-01 --source "$3" '
              '--catalogue "$4" --json')
    run = subprocess.run([*in_mounts_of_its_own(), "sh", "-c", script, "sh", folder, fixture.build / "bin/judge", path,
                          fixture.catalogue], capture_output=True, text=True)
    report = json.loads(run.stdout) if run.stdout else {}
    assert report.get("verdict") == "judge-error" and "no space left" in json.dumps(report), run


def two_at_once(fixture):
    path = fixture.submit("right", GOOD)
    shutil.rmtree(fixture.folder / "prepared")  # both of them have to prepare the check as well
    command = [str(fixture.build / "bin/judge"), "check", "99-01", "--source", str(path), "--catalogue",
               str(fixture.catalogue), "--expect", "pass"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for one in both:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, (out, err)


def draws_repeat(fixture):
    path = fixture.submit("wrong", SUBMISSIONS["wrong"][1])
    first, second = (fixture.check(path, "--seed", "7")[1] for _ in range(2))
    for report in (first, second):
        report.pop("duration")
        for entry in report["analyses"] + report["cases"]:
            entry.pop("seconds")
    assert first == second and first["seed"] == 7, (first, second)


def explored(fixture, path, build=None):
    """Asks the explorer only; `build`: a build folder with another explorer."""
    before = fixture.catalogue.read_text()
    catalogue = json.loads(before)
    catalogue["exercises"][0]["analyses"] = ["explore"]
    catalogue["build"] = str(build or fixture.build)
    fixture.catalogue.write_text(json.dumps(catalogue))  # the check is prepared for other analyses, and notices
    try:
        return fixture.check(path)
    finally:
        fixture.catalogue.write_text(before)


def a_killed_explorer_leaves_nothing(fixture):
    """The judge kills an explorer that takes too long, and the system one that takes too much: what it has made so far
    is in the judge's own folder. Here it is killed when it links the submission: by its own linker."""
    build = fixture.folder / "killed"
    (build / "bin").mkdir(parents=True)
    (build / "lib").symlink_to(fixture.build / "lib")
    (build / "path").mkdir()
    for tool in ("gcc", "objcopy"):
        (build / "path" / tool).write_text(f"#!/bin/sh\necho $* >'{build}/called'\nkill -9 $(cat '{build}/pid')\n")
        (build / "path" / tool).chmod(0o755)
    (build / "bin/explore").write_text(f"""#!/bin/sh
        echo $$ >'{build}/pid'
        PATH='{build}/path':$PATH exec '{fixture.build}/bin/explore' "$@"
        """)
    (build / "bin/explore").chmod(0o755)
    status, report = explored(fixture, fixture.submit("right", GOOD), build)
    assert (status, report["verdict"]) == (21, "judge-error"), report
    called = (build / "called").read_text()
    assert re.search(re.escape(str(fixture.folder)) + "/tmp/workbook-[^ /]*/explore-", called), f"it works elsewhere: {called}"
    no_process_is_left(fixture)


def a_first_look_at_every_case(fixture):
    """A wrong answer need not wait until the cases before the one that refuses it are explored to the end."""
    before = (fixture.folder / "tests/check.c").read_text()
    (fixture.folder / "tests/check.c").write_text(r'''
        #include <judge_test.h>
        #include <pthread.h>
        #include <workbook/judge.h>
        static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
        static void *twelve(void *p) {
            for (int i = 0; i < 12; i++) { pthread_mutex_lock(&lock); pthread_mutex_unlock(&lock); }
            return p;
        }
        JUDGE_CASE(large, "more interleavings than there are executions", .executions = 300) {
            pthread_t t[3];
            for (int i = 0; i < 3; i++) pthread_create(&t[i], 0, twelve, 0);
            for (int i = 0; i < 3; i++) pthread_join(t[i], 0);
        }
        JUDGE_CASE(small, "twice(n) is 2n") { EXPECT_EQ(twice(21), 42, "twice 21 is 42"); }''')
    shutil.rmtree(fixture.folder / "prepared", ignore_errors=True)
    for source, verdict, executions in ((SUBMISSIONS["wrong"][1], "wrong", 100), (GOOD, "pass", 300)):
        status, report = explored(fixture, fixture.submit("looked-at", source))
        assert report["verdict"] == verdict, report
        assert report["cases"][0]["executions"] == executions, report["cases"]
    (fixture.folder / "tests/check.c").write_text(before)
    shutil.rmtree(fixture.folder / "prepared")


def back_ends_disagree(fixture):
    """strerror() of an unknown number has a buffer for each kernel thread: fibers share one."""
    path = fixture.submit("one-buffer", """#include <pthread.h>
        #include <string.h>
        static void *ask(void *p) { return strerror(2002)[0] ? p : 0; }
        int twice(int n) {
            pthread_t t;
            const char *text = strerror(1001);
            pthread_create(&t, 0, ask, 0);
            pthread_join(t, 0);
            return strstr(text, "1001") ? 2 * n : 0; }""")
    status, report = explored(fixture, path)
    assert (status, report["verdict"]) == (21, "judge-error"), report
    incident = report["cases"][0].get("incident")
    assert incident, report
    assert incident["fibers"]["verdict"] == "wrong" and incident["threads"]["verdict"] == "pass", incident
    for back_end in incident.values():
        assert json.loads(back_end["trace"][0])["mc_trace"] == 1 and '"t":' in back_end["trace"][1], back_end


def a_busy_machine_is_no_contradiction(fixture):
    """Of several judgings one could not tell: that is inconclusive, and not a judge that contradicts itself. One that
    says `wrong` after it said `pass` is."""
    tally, before = fixture.folder / "judgings", (fixture.folder / "tests/check.c").read_text()
    for third, status, verdict in (("judge_inconclusive(\"busy\");", 20, "inconclusive"),
                                   ("EXPECT(false, \"three is too many\");", 21, "judge-error")):
        tally.write_text("")
        (fixture.folder / "tests/check.c").write_text(BEGIN + f"""
            #include <stdio.h>
            #include <workbook/judge.h>
            JUDGE_CASE(third, "the third judging is another one", .analyses = JUDGE_RUN)
            {{
                FILE *f = fopen("{tally}", "a");
                fputc('.', f);
                const long judgings = ftell(f);
                fclose(f);
                if (judgings == 3) {{
                    {third}
                }}
                EXPECT_EQ(twice(1), 2, "twice 1 is 2");
            }}""")
        shutil.rmtree(fixture.folder / "prepared", ignore_errors=True)
        found, report = fixture.check(fixture.submit("right", GOOD), "--analyses", "run", "--repeat", "5")
        assert (found, report["verdict"]) == (status, verdict), report
        assert len(tally.read_text()) == 3, "what could not be told, or was contradicted, is not asked again"
    (fixture.folder / "tests/check.c").write_text(before)
    shutil.rmtree(fixture.folder / "prepared")


def main():
    fixture = Fixture(sys.argv[1])
    names = sys.argv[2:] or list(SUBMISSIONS)
    failed = not_run = 0
    try:
        steps = [(f"{name}.{compiler}", lambda n=name, c=compiler: check_one(fixture, n, c))
                 for name in names for compiler in ("gcc", "clang")]
        if not sys.argv[2:]:
            steps += [(f.__name__, lambda g=f: g(fixture)) for f in
                      (odd_sources, no_compiler, no_space, two_at_once, draws_repeat, a_first_look_at_every_case, back_ends_disagree,
                       a_killed_explorer_leaves_nothing, a_busy_machine_is_no_contradiction,
                       no_process_is_left)]
        for name, step in steps:
            try:
                step()
                print(f"ok   {name}", flush=True)
            except NotRun as reason:
                not_run += 1
                print(f"not run: {name}: {reason}", flush=True)
            except Exception as error:  # one failure must not hide the others
                failed += 1
                print(f"FAIL {name}: {error}", flush=True)
    finally:
        fixture.remove()
    print(f"{len(steps) - failed - not_run} passed, {failed} failed, {not_run} not run")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
