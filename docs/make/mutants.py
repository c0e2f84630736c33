"""How many mutants of each model solution its check refuses: the tables below tests/mutants/README.md, from its
results.json, and why those are no mistakes that it lets pass, from each equivalent.toml."""
import json
import tomllib
from collections import Counter
from pathlib import Path

from exercise import cell, fold, label, table

README, RESULTS = "tests/mutants/README.md", "tests/mutants/results.json"


def results(root):
    file = Path(root) / RESULTS
    return json.loads(file.read_text()) if file.exists() else {}


def killed(result):
    return {verdict: n for verdict, n in result["verdicts"].items() if verdict != "build-error"}


def by_exercise(catalogue, found):
    rows = []
    for e in catalogue["exercises"]:
        r = found.get(e["id"])
        if r:
            rows.append((f'<a href="{label(e)}.html">{e["id"]} {cell(e["title"])}</a>', str(r["made"]),
                         str(r["verdicts"].get("build-error", 0)), str(sum(killed(r).values())),
                         ", ".join(f"{n} {verdict}" for verdict, n in killed(r).items()), str(r["survived"])))
    return table(["exercise", "made", "not compiling", "killed", "by verdict", "equivalent"], rows)


def by_operator(found):
    total = {}
    for r in found.values():
        for operator, counts in r["operators"].items():
            total.setdefault(operator, Counter()).update(counts)
    rows = [(f"<code>{operator}</code>", *(str(counts[what]) for what in ("build-error", "killed", "survived")))
            for operator, counts in sorted(total.items())]
    return table(["operator", "not compiling", "killed", "equivalent"], rows)


def equivalent(e):
    file = Path(e["tests"]) / "equivalent.toml"
    if not file.exists():
        return []
    lines = []
    for group in tomllib.loads(file.read_text())["equivalent"]:
        lines += [" ".join(group["why"].split()), "", "```{.unparsed}", *group["mutants"], "```", ""]
    return fold(f"{e['id']} {e['title']}", lines)


def sections(root, catalogue):
    """What comes below the README, as Markdown for Doxygen. Nothing if there are no results."""
    found = results(root)
    if not found:
        return ""
    lines = ["", "## What was killed {#mutants-killed}", "",
             "From <code>tests/mutants/results.json</code>, which <code>tests/mutants/run all</code> writes anew.", "",
             by_exercise(catalogue, found), "",
             "## By operator {#mutants-operators}", "", by_operator(found), "",
             "## What is no mistake {#mutants-equivalent}", "",
             "The mutants that pass, each with the reason why it is right as well.", ""]
    for e in catalogue["exercises"]:
        lines += equivalent(e) if e["id"] in found else []
    return "\n".join(lines) + "\n"
