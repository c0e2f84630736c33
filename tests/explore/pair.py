"""pair.py EXPLORE FILE.c [SEEDS]: the program gets the verdict that its first line names, at a line marked for it.

The first line reads "// VERDICT: why"; lines at fault end with "// expect: VERDICT". Where NAME.expect stands beside
the pair, both programs should print that. The answer must be the same when asked twice, but for the seconds; the
verdict and the mark so with each seed from 1 to SEEDS (1).
"""
import json
import pathlib
import re
import subprocess
import sys


def explore(command, source, seed=1):
    options = ["--seed", str(seed), *(["--leaks"] if source.name.startswith("leak_") else [])]
    if source.name.startswith("three_sleepers_"):  # exact only where machines are never slow
        options += ["--time", "quiescent"]
    printed = source.with_name(re.sub("_(bad|ok).c$", ".expect", source.name))
    if printed.exists():  # what is wrong is what it prints
        options += ["--expect", printed.name]
    done = subprocess.run([command, source.name, "--executions", "2000", "--json", *options], cwd=source.parent,
                          capture_output=True, text=True)
    answer = json.loads(done.stdout)
    for field in ("seconds", "exec_per_second"):
        del answer[field]
    return done.returncode, answer


def lines_told(answer):
    """Every line of the program that the verdict itself names."""
    return {int(line) for line in re.findall(r"\.c:(\d+)", answer["signature"] + json.dumps(answer["details"]))}


command, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
seeds = int(sys.argv[3]) if sys.argv[3:] else 1
text = source.read_text()
verdict = re.match(r"// ([a-z-]+): ", text).group(1)
marked = {n for n, line in enumerate(text.splitlines(), 1) if line.endswith(f"// expect: {verdict}")}


def confirm(status, answer):
    assert answer["verdict"] == verdict, f"{answer['verdict']}, not {verdict}: {answer['summary']}"
    assert status == (0 if verdict == "pass" else 1), status
    if verdict == "pass":
        assert not marked and answer["witness"] == []
    else:
        assert marked, "a bad program marks the lines at fault"
        assert marked & lines_told(answer), f"lines {marked} are not named in {answer['signature']}"
        assert answer["witness"], "a failure comes with its execution"
        assert answer["reproduced"] == "threads" and "incident" not in answer, answer["warnings"]
        assert source.name.endswith("_bad.c")


first = explore(command, source)
confirm(*first)
assert explore(command, source) == first, "the same question got another answer"
for seed in range(2, seeds + 1):
    try:
        confirm(*explore(command, source, seed))
    except AssertionError as wrong:
        raise AssertionError(f"with seed {seed}: {wrong}")
