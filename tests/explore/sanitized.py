"""sanitized.py EXPLORE: the pair corpus with a run-time under AddressSanitizer and UBSan, on real threads.

What a sanitizer finds in the run-time ends the execution's process with a status of its own, which is no verdict about
the program: then the answer is `unsupported`.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

pairs = pathlib.Path(__file__).parent / "pairs"
STATUS = 99
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": f"detect_leaks=0:exitcode={STATUS}:handle_segv=0",
               "UBSAN_OPTIONS": f"exitcode={STATUS}:print_stacktrace=1"}


def explore(source, *options):
    if source.name.startswith("three_sleepers_"):
        options += ("--time", "quiescent")
    done = subprocess.run([sys.argv[1], source.name, "--backend", "threads", "--json", "--leaks", *options], cwd=pairs,
                          env=ENVIRONMENT, capture_output=True, text=True)
    assert done.stdout, done
    return json.loads(done.stdout), done.stderr


for source in sorted(pairs.glob("*.c")):
    wanted = re.match(r"// ([a-z-]+): ", source.read_text()).group(1)
    options = ("--executions", "12") if wanted != "pass" else ("--strategy", "dpor", "--executions", "6")
    answer, said = explore(source, *options)
    assert answer["verdict"] in (wanted, "pass"), (source.name, answer["verdict"], answer["summary"], said)
    assert answer["verdict"] == "pass" or answer["reproduced"] == "threads", (source.name, answer)
