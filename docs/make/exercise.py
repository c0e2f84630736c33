"""The page of an exercise, from what lies in its four folders."""
import html
import re
from pathlib import Path

from markdown import doxygen_page, raw

KINDS = {
    "write": "write: implement what the header promises",
    "fix": "fix: repair code that compiles and is wrong",
    "program": "program: a whole program, judged by its streams and exit status",
}
CASE = re.compile(r"\bJUDGE_CASE\(\s*(\w+)\s*,\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+)")
SPECIMEN = re.compile(r"^([a-z0-9-]+)\.([a-z-]+)\.c$")
CODE = re.compile(r"`([^`]+)`|(?<!\S)(\*\w+)")  # `x`, and *x as C writes it: plain text knows no emphasis
BELIEF = re.compile(r"^\s*(?://|/\*)\s*(?:Believes:\s*)?(.*?)\s*(?:\*/)?\s*$")


def label(exercise):
    return f"exercise-{exercise['id']}"


def register(site, exercise):
    """Links to any part of the exercise lead to its page."""
    page = label(exercise)
    folder, solution, tests = (Path(exercise[key]).relative_to(site.root) for key in ("folder", "solution", "tests"))
    for path, part in ((folder, ""), (solution, "#solution"), (tests, "#promises")):
        site.add(path, page + part)
        site.add(path / "README.md", page + part)
    for source in exercise["sources"]:
        site.add(folder / source, page + "#start")
        site.add(solution / source, page + "#solution")
    site.add(tests / "check.c", page + "#promises")
    site.add(folder / "hints.md", page + "#hints")
    for header in Path(exercise["folder"]).glob("*.h"):
        site.add(folder / header.name, page + "#contract")


def cases(check):
    """The promises of a check: [(name, promise)], in the order of the file."""
    found = []
    for name, strings in CASE.findall(check):
        promise = "".join(re.findall(r"\"((?:[^\"\\]|\\.)*)\"", strings))
        found.append((name.replace("_", "-"), promise.replace('\\"', '"')))
    return found


def specimens(tests):
    """What others believed: [(belief, defect, verdict)], by defect."""
    found = []
    for file in sorted((Path(tests) / "specimens").glob("*.c")):
        name = SPECIMEN.match(file.name)
        first = file.read_text().split("\n", 1)[0]
        found.append((BELIEF.match(first).group(1), name.group(1).replace("-", " "), name.group(2)))
    return found


def hints(text):
    """Each hint of hints.md as (summary, text). A hint is a section, or an item of a numbered list; one that begins
    with [verdict] is for that verdict. src/workbook/hints.c reads the same."""
    code = re.split(r"(^```.*?^```)", text, flags=re.MULTILINE | re.DOTALL)
    code[::2] = [re.sub(r"^(?:##[^\[\n]*|\d+[.)] |[-*] (?=\[)|(?=\[[a-z-]+\]))", "\0", piece, flags=re.MULTILINE)
                 for piece in code[::2]]
    found, steps = [], 0
    for hint in filter(str.strip, "".join(code).split("\0")[1:]):
        hint = re.sub(r"^ {1,3}", "", hint, flags=re.MULTILINE).strip()
        mark = re.match(r"\[([a-z-]+)\](?![(\[])[:\s]*", hint)
        steps += 0 if mark else 1
        found.append((f"If the verdict is {mark.group(1)}", hint[mark.end():]) if mark else (f"Hint {steps}", hint))
    return found


def cell(text):
    """Text for a table's cell, as HTML; `code` in it is code."""
    return CODE.sub(lambda m: f"<code>{m[1] or m[2]}</code>", html.escape(text, quote=False))


def fold(summary, body, kind=""):
    return [raw(f'<details class="fold {kind}"><summary>{html.escape(summary)}</summary>'), "", *body, "",
            raw("</details>"), ""]


def table(heads, rows, kind=""):
    """A table as HTML: cells from C strings may hold whatever Markdown would take for its own."""
    head = "".join(f"<th>{h}</th>" for h in heads)
    lines = "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return raw(f'<div class="scroll {kind}"><table class="markdownTable">\n<tr class="markdownTableHead">{head}</tr>\n{lines}\n</table></div>')


def without_title(text):
    """The text below its first heading; the lines keep their numbers."""
    return re.sub(r"\A# .*\n", "\n", text)


def code(file):
    return ["```{.c}", *Path(file).read_text().rstrip().split("\n"), "```", ""]


def part(site, exercise, name, file, text):
    """A piece of Markdown of the exercise as part of its page."""
    return doxygen_page(site, f"{label(exercise)}{name}", file, text).rstrip().split("\n")


def facts(site, exercise):
    file = Path(exercise["folder"]).relative_to(site.root) / exercise["sources"][0]
    stub = f"; the code handed out gets the verdict <code>{exercise['stub']}</code>" if exercise["kind"] == "fix" else ""
    rows = [
        ("Your file", f"<code>{file.as_posix()}</code>"),
        ("Kind", html.escape(KINDS[exercise["kind"]]) + stub),
        ("Judged by", ", ".join(f"<code>{a}</code>" for a in exercise["analyses"])),
        ("Topics", ", ".join(cell(t.replace("-", " ")) for t in exercise["topics"])),
        ("Check it", f"<code>./workbook check {exercise['id']}</code>"),
    ]
    items = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows)
    return [raw(f'<dl class="facts">{items}</dl>'), ""]


def contract(exercise, name):
    headers = sorted(Path(exercise["folder"]).glob("*.h"))
    if not headers:
        return []
    return [f"## The contract {{#{name}-contract}}", ""] + [line for h in headers for line in code(h)]


def start(exercise, name):
    out = [f"## The file you start from {{#{name}-start}}", ""]
    for source in exercise["sources"]:
        out += fold(source, code(Path(exercise["folder"]) / source))
    return out


def promises(exercise, name):
    rows = [(f"<code>{case}</code>", cell(promise)) for case, promise in
            cases((Path(exercise["tests"]) / "check.c").read_text())]
    return [f"## What a pass promises {{#{name}-promises}}", "", table(["case", "promise"], rows), ""]


def hint_folds(site, exercise, name):
    file = Path(exercise["folder"]) / "hints.md"
    out = [f"## Hints {{#{name}-hints}}", "", "Each says a little more than the one before.", ""]
    for number, (summary, text) in enumerate(hints(file.read_text()), 1):
        out += fold(summary, part(site, exercise, f"-hint-{number}", file, text))
    return out


def solution(site, exercise, name):
    folder = Path(exercise["solution"])
    body = part(site, exercise, "-why", folder / "README.md", demote(without_title((folder / "README.md").read_text())))
    for source in exercise["sources"]:
        body += ["", *code(folder / source)]
    return [f"## A solution {{#{name}-solution}}", "",
            *fold("This shows the whole answer. Open it when yours passes, or when the hints are used up.", body,
                  "warning")]


def others_believed(exercise, name):
    rows = [(cell(belief), cell(defect), f"<code>{verdict}</code>")
            for belief, defect, verdict in specimens(exercise["tests"])]
    if not rows:
        return []
    return [f"## What others believed {{#{name}-beliefs}}", "",
            "Each of these beliefs led to code that looks right and is not. The judge gives it the verdict named here.", "",
            table(["belief", "the code", "verdict"], rows, "beliefs"), ""]


def demote(text):
    """Headings one level down, outside code."""
    parts = re.split(r"(^```.*?^```)", text, flags=re.MULTILINE | re.DOTALL)
    parts[::2] = [re.sub(r"^#", "##", piece, flags=re.MULTILINE) for piece in parts[::2]]
    return "".join(parts)


def exercise_page(site, exercise):
    name = label(exercise)
    readme = Path(exercise["folder"]) / "README.md"
    return "\n".join([
        f"# {exercise['id']} {exercise['title']} {{#{name}}}", "",
        *facts(site, exercise),
        *part(site, exercise, "", readme, without_title(readme.read_text())), "",
        *contract(exercise, name),
        *start(exercise, name),
        *promises(exercise, name),
        *hint_folds(site, exercise, name),
        *solution(site, exercise, name),
        *others_believed(exercise, name),
    ])
