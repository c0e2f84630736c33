#!/usr/bin/env python3
"""The chapters' table in README.md: readme.py CATALOGUE [--write]

Without --write says whether the table is the one that docs/syllabus.json and the catalogue give."""
import json
import sys
from pathlib import Path

BEGIN, END = "<!-- chapters: made by docs/make/readme.py -->\n", "<!-- end of chapters -->\n"


def table(syllabus, catalogue):
    there = {chapter["name"]: chapter["title"] for chapter in catalogue["chapters"]}
    lines = ["| Chapter | Afterwards you can |", "|---|---|"]
    for part in syllabus["parts"]:
        lines.append(f"| **{part['number']} {part['title']}** | |")
        for chapter in part["chapters"]:
            name = chapter["name"]
            title = f"{name[:2]} {there.get(name, chapter['title'])}"
            shown = f"[{title}](chapters/{name}/chapter.md)" if name in there else f"{title} *(planned)*"
            lines.append(f"| {shown} | {chapter['aim']} |")
    return "\n".join(lines) + "\n"


def main():
    catalogue = json.loads(Path(sys.argv[1]).read_text())
    root = Path(catalogue["root"])
    readme = root / "README.md"
    text = readme.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    right = before + BEGIN + table(json.loads((root / "docs/syllabus.json").read_text()), catalogue) + END + after
    if "--write" in sys.argv:
        readme.write_text(right)
    elif text != right:
        sys.exit(f"README.md: the table of chapters is not up to date: python3 docs/make/readme.py {sys.argv[1]} --write")


if __name__ == "__main__":
    main()
