"""The pages that no author writes: parts, chapters' lists of exercises, coverage, and the front page's table."""
import html
import re
from pathlib import Path

from exercise import cases, cell, label as exercise_label, specimens, table
from markdown import raw


def chapter_label(name):
    return f"chapter-{name[:2]}"


def part_label(part):
    return f"part-{part['number'].lower()}"


def exercises_of(catalogue, chapter):
    return [e for e in catalogue["exercises"] if e["chapter"] == chapter]


def link(text, target):
    return f'[{text}](@ref {target})'


def chapter_row(chapter, catalogue, there):
    name = chapter["name"]
    if name in there:
        title = link(f"{name[:2]} {there[name]}", chapter_label(name))
        count = len(exercises_of(catalogue, name))
    else:
        title, count = f"{name[:2]} {chapter['title']} <em>(planned)</em>", ""
    return f"<tr><td>{title}</td><td>{chapter['aim']}</td><td>{count}</td></tr>"


def contents_table(syllabus, catalogue):
    """All parts with their chapters, for the front page. HTML, for the rows that span it; Doxygen reads what is in it."""
    there = {chapter["name"]: chapter["title"] for chapter in catalogue["chapters"]}
    lines = [raw('<div class="syllabus">'), "", "<table>",
             "<tr><th>Chapter</th><th>Afterwards you can</th><th>Exercises</th></tr>"]
    for part in syllabus["parts"]:
        lines.append(f"<tr><th colspan=\"3\">@subpage {part_label(part)}</th></tr>")
        lines += [chapter_row(chapter, catalogue, there) for chapter in part["chapters"]]
    return "\n".join([*lines, "</table>", "", raw("</div>")])


def part_page(part, catalogue):
    there = {chapter["name"]: chapter["title"] for chapter in catalogue["chapters"]}
    lines = [f"# {part['number']} {part['title']} {{#{part_label(part)}}}", "", part["about"], ""]
    for chapter in part["chapters"]:
        name = chapter["name"]
        if name in there:
            lines.append(f"- @subpage {chapter_label(name)} ({chapter['aim']})")
        else:
            lines.append(f"- {name[:2]} {chapter['title']} <em>(planned)</em> ({chapter['aim']})")
    return "\n".join(lines) + "\n"


def exercise_list(catalogue, chapter):
    """The end of a chapter's page: its exercises, which become its sub-pages."""
    exercises = exercises_of(catalogue, chapter)
    if not exercises:
        return ""
    lines = ["", f"## Exercises {{#{chapter_label(chapter)}-exercises}}", ""]
    for e in exercises:
        lines.append(f"- @subpage {exercise_label(e)} ({e['kind']}): `./workbook check {e['id']}`")
    return "\n".join(lines) + "\n"


def coverage_page(syllabus, catalogue):
    """What is taught where, and how each exercise is judged."""
    lines = ["# Coverage {#coverage}", "",
             "What each exercise asks for, counted from the tree. A *promise* is a case of its check; a *belief* is a wrong "
             "answer that the judge is known to refuse, with the verdicts it gives.", ""]
    for part in syllabus["parts"]:
        for chapter in part["chapters"]:
            exercises = exercises_of(catalogue, chapter["name"])
            if exercises:
                lines += [f"## {chapter['name'][:2]} {chapter['title']} {{#coverage-{chapter['name'][:2]}}}", "",
                          coverage_table(exercises), ""]
    return "\n".join(lines + topics(catalogue)) + "\n"


def coverage_table(exercises):
    rows = []
    for e in exercises:
        beliefs = specimens(e["tests"])
        verdicts = sorted({verdict for _, _, verdict in beliefs})
        promises = cases((Path(e["tests"]) / "check.c").read_text())
        rows.append((f'<a href="{exercise_label(e)}.html">{e["id"]} {html.escape(e["title"])}</a>', e["kind"],
                     ", ".join(e["analyses"]), str(len(promises)), f"{len(beliefs)}: {', '.join(verdicts)}"))
    return table(["exercise", "kind", "judged by", "promises", "beliefs"], rows)


def topics(catalogue):
    found = {}
    for e in catalogue["exercises"]:
        for topic in e["topics"]:
            found.setdefault(topic, []).append(link(e["id"], exercise_label(e)))
    if not found:
        return []
    return ["## By topic {#coverage-topics}", "", "| topic | exercises |", "|---|---|",
            *[f"| {topic.replace('-', ' ')} | {', '.join(ids)} |" for topic, ids in sorted(found.items())]]


def sources_of(text):
    """What a header says after @source, up to the next tag or the end of the comment."""
    found = re.findall(r"@source\s+(.*?)(?=\n\s*\*\s*@|\*/)", text, flags=re.DOTALL)
    return [" ".join(re.sub(r"\n\s*\*", " ", source).split()) for source in found]


def sources_page(site, headers):
    """Where the facts come from: all of @source, of the tools' headers too, and the chapters' own lists."""
    rows = []
    for header in headers:
        path = header.relative_to(site.root)
        label = site.pages.get(path.as_posix()) or site.pages.get(Path(*path.parts[:2]).as_posix())
        for source in sources_of(header.read_text()):
            where = f"<code>{path.as_posix()}</code>"
            if label and not label.endswith(".h"):
                where = f'<a href="{label}.html">{where}</a>'
            rows.append((cell(source), where))
    return "\n".join(["# Sources {#sources}", "",
                      "Where the facts come from that the code stands on. Each chapter names its own sources where it "
                      "uses them.", "", table(["source", "used in"], sorted(rows))]) + "\n"


def neighbours(order):
    """Below each page of the reading order: the page before, the page after. {label: Markdown}."""
    below = {}
    for i, (page, _) in enumerate(order):
        before = link(f"← {order[i - 1][1]}", order[i - 1][0]) if i else ""
        after = link(f"{order[i + 1][1]} →", order[i + 1][0]) if i + 1 < len(order) else ""
        below[page] = ('\n@htmlonly[block]\n<nav class="neighbours" aria-label="Pages before and after">\n@endhtmlonly\n\n'
                       f"{before} {after}\n\n@htmlonly[block]\n</nav>\n@endhtmlonly\n")
    return below
