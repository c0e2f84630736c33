"""check.py EXPLORE: a case of a check, explored with a submission as sources and as objects."""
import json
import pathlib
import subprocess
import sys
import tempfile

command = sys.argv[1]
fixtures = pathlib.Path(__file__).parent / "fixtures"


def explore(submission, case, check="kitchen_check.c", executions=500):
    done = subprocess.run([command, submission, "--check", check, "--entry", case, "--executions", str(executions),
                           "--json"], cwd=fixtures, capture_output=True, text=True)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


for case in ("together", "each_once", "watches", "counts", "settles"):
    answer = explore("kitchen_ok.c", case)
    assert answer["verdict"] == "pass", f"{case}: {answer['summary']}"
    assert answer["complete"], f"{case}: not every trace in {answer['executions']} executions"

answer = explore("kitchen_serial.c", "together")
assert answer["verdict"] == "wrong" and answer["executions"] == 1, answer
assert answer["details"]["found"] == "cook 0; then no other thread could move", answer["details"]
assert answer["details"]["expected"] == "2 at the same time (cook)", answer["details"]

answer = explore("kitchen_torn.c", "each_once")
assert answer["verdict"] == "wrong", answer
wanted = {"kind": "expectation", "text": "orders[0] + orders[1]", "found": "2", "expected": "3",
          "why": "orders 1 and 2 are taken, each once", "file": "kitchen_check.c", "line": 29}
for key, value in wanted.items():
    assert answer["details"][key] == value, (key, answer["details"])

answer = explore("kitchen_left.c", "settles")
assert answer["verdict"] == "pass", answer["summary"]
answer = explore("kitchen_left.c", "together")
assert answer["verdict"] == "leak", answer["summary"]
assert answer["details"]["found"] == "1 of 2 threads left", answer["details"]

# What the submission allocates is free again at the end of each case.
answer = explore("kitchen_leaky.c", "together")
assert answer["verdict"] == "leak" and answer["details"]["kind"] == "memory-left", answer
assert answer["details"]["text"] == "memory left" and answer["details"]["blocks"] == 1, answer["details"]
assert answer["details"]["found"].endswith("bytes from kitchen_leaky.c:25"), answer["details"]

# A case that is not there is no pass.
answer = explore("kitchen_ok.c", "no_such_case")
assert answer["verdict"] == "unsupported", answer

# The same from objects: a judge compiles the check once and the submission itself.
flags = subprocess.run([command, "--print-flags"], capture_output=True, text=True, check=True).stdout.split()
with tempfile.TemporaryDirectory() as folder:
    for name in ("kitchen_torn", "kitchen_check"):
        subprocess.run(["gcc", *flags, "-c", f"{name}.c", "-o", f"{folder}/{name}.o"], cwd=fixtures, check=True)
    from_objects = explore(f"{folder}/kitchen_torn.o", "each_once", check=f"{folder}/kitchen_check.o")
    assert from_objects["verdict"] == "wrong" and from_objects["details"]["found"] == "2", from_objects
