"""traces.py EXPLORE: what DPOR says of sound programs agrees with what chance comes across.

DPOR ends for each of them, and executes at least every trace that 4,000 executions by chance had. For a program with
few traces these are all.
"""
import json
import pathlib
import subprocess
import sys

command = sys.argv[1]
pairs = pathlib.Path(__file__).parent / "pairs"
FEW = 30


def explore(source, *options):
    done = subprocess.run([command, source.name, "--json", *options], cwd=pairs, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "pass", f"{source.name} {options}: {answer['summary']}"
    return answer


for source in sorted(pairs.glob("*_ok.c")):
    proof = explore(source, "--strategy", "dpor", "--executions", "20000")
    chance = explore(source, "--strategy", "random", "--executions", "4000")
    found, all_there_are = chance["distinct_traces"], proof["distinct_traces"]
    assert proof["executions"] < 20000, f"{source.name}: DPOR does not end"
    assert found <= all_there_are, f"{source.name}: chance found {found} traces, DPOR {all_there_are}"
    assert found == all_there_are or all_there_are > FEW, f"{source.name}: {found} of {all_there_are} traces by chance"
