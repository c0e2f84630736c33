#!/usr/bin/env python3
"""Makes the book: book.py --catalogue build/dev/catalogue.json --out build/dev/book --awesome DIR

Writes OUT/pages (Markdown for Doxygen) and runs Doxygen on it, which writes OUT/html. Where nothing has changed
since the last time, Doxygen is not run."""
import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import contents
import exercise
import mutants
from markdown import PageError, Site, doxygen_page, raw

GUIDES = ["learner", "instructor", "author"]


class Book:
    def __init__(self, catalogue, out):
        self.catalogue = catalogue
        self.root = Path(catalogue["root"]).resolve()
        self.out = Path(out).resolve()
        self.site = Site(self.root)
        self.syllabus = json.loads((self.root / "docs/syllabus.json").read_text())
        self.texts = {}  # label -> the page as Doxygen reads it
        self.order = []  # (label, title) of the pages that one reads one after another

    def known_chapters(self):
        """The chapters that are there, in the order of the book; each must have its place in the syllabus."""
        there = {chapter["name"]: chapter for chapter in self.catalogue["chapters"]}
        names = [c["name"] for part in self.syllabus["parts"] for c in part["chapters"]]
        for name in there:
            if name not in names:
                raise PageError(f"docs/syllabus.json: chapter {name} has no place in it")
        self.site.planned = set(names) - set(there)
        return [there[name] for name in names if name in there]

    # ---------------------------------------------------------------------------- which file is which page

    def register(self):
        add = self.site.add
        add("README.md", "index")
        add("docs/front.md", "index")
        add("docs/glossary.md", "glossary")
        for name in ("CONTRIBUTING.md", "CHANGELOG.md"):
            add(name, name[:-3].lower())
        for guide in GUIDES:
            add(f"docs/guides/{guide}.md", f"guide-{guide}")
        for note in self.notes():
            add(note.relative_to(self.root), f"design-{note.stem}")
        for readme in self.tools():
            add(readme.relative_to(self.root), f"tool-{readme.parent.name}")
            add(readme.parent.relative_to(self.root), f"tool-{readme.parent.name}")
        for header in sorted((self.root / "include/workbook").glob("*.h")):
            add(header.relative_to(self.root), header.name)
        if (self.root / mutants.README).exists():
            add(mutants.README, "mutants")
        for chapter in self.known_chapters():
            add(f"chapters/{chapter['name']}/chapter.md", contents.chapter_label(chapter["name"]))
            add(f"chapters/{chapter['name']}", contents.chapter_label(chapter["name"]))
        for each in self.catalogue["exercises"]:
            exercise.register(self.site, each)

    def notes(self):
        return sorted((self.root / "docs/design").glob("*.md"))

    def tools(self):
        return sorted((self.root / "src").glob("*/README.md"))

    # ------------------------------------------------------------------------------------------- the pages

    def file_page(self, path, label):
        file = self.root / path
        self.texts[label] = with_contents(doxygen_page(self.site, label, file, file.read_text()))

    def front(self):
        text = (self.root / "docs/front.md").read_text()
        table = contents.contents_table(self.syllabus, self.catalogue)
        page = doxygen_page(self.site, "mainpage", self.root / "docs/front.md", text).replace("@contents", table)
        # Headings as HTML: as sections they would stand in the sidebar between the book and its parts.
        self.texts["mainpage"] = re.sub(r"^## (.*?) \{#.*$", r"<h2>\1</h2>", page, flags=re.MULTILINE)

    def chapters(self, woven):
        there = {chapter["name"]: chapter for chapter in self.known_chapters()}
        for part in self.syllabus["parts"]:
            self.texts[contents.part_label(part)] = contents.part_page(part, self.catalogue)
            self.order.append((contents.part_label(part), f"{part['number']} {part['title']}"))
            for name in [c["name"] for c in part["chapters"] if c["name"] in there]:
                self.chapter(there[name], woven)

    def chapter(self, chapter, woven):
        label = contents.chapter_label(chapter["name"])
        source = Path(chapter["page"])
        doxygen_page(self.site, label, source, source.read_text())  # errors name lines of this file, not of the woven one
        page = woven(chapter) or source
        text = re.sub(r"\A# +", f"# {chapter['name'][:2]} ", page.read_text())
        self.texts[label] = with_contents(doxygen_page(self.site, label, source, text, woven=page.parent)
                                          + contents.exercise_list(self.catalogue, chapter["name"]))
        self.order.append((label, chapter["title"]))
        for each in contents.exercises_of(self.catalogue, chapter["name"]):
            self.texts[exercise.label(each)] = exercise.exercise_page(self.site, each)
            self.order.append((exercise.label(each), f"{each['id']} {each['title']}"))

    def reference(self):
        for guide in GUIDES:
            self.file_page(f"docs/guides/{guide}.md", f"guide-{guide}")
        self.file_page("docs/glossary.md", "glossary")
        self.file_page("CONTRIBUTING.md", "contributing")
        self.file_page("CHANGELOG.md", "changelog")
        self.texts["coverage"] = contents.coverage_page(self.syllabus, self.catalogue)
        headers = sorted([*(self.root / "include").rglob("*.h"), *(self.root / "src").rglob("*.h")])
        self.texts["sources"] = contents.sources_page(self.site, headers)
        for note in self.notes():
            self.file_page(note.relative_to(self.root), f"design-{note.stem}")
        for readme in self.tools():
            self.file_page(readme.relative_to(self.root), f"tool-{readme.parent.name}")
        if (self.root / mutants.README).exists():
            self.file_page(mutants.README, "mutants")
            self.texts["mutants"] += mutants.sections(self.root, self.catalogue)
        self.texts["behind"] = self.behind()

    def behind(self):
        lines = ["# Behind the book {#behind}", "", "How the workbook is made, for whoever carries on.", "",
                 "- @subpage contributing", "- @subpage changelog",
                 *(["- @subpage mutants"] if "mutants" in self.texts else []), "", "<h2>The tools</h2>", ""]
        lines += [f"- @subpage tool-{readme.parent.name}" for readme in self.tools()]
        lines += ["", "<h2>Decisions and formats</h2>", ""]
        lines += [f"- @subpage design-{note.stem}" for note in self.notes()]
        return "\n".join(lines) + "\n"

    def make(self, woven):
        self.register()
        self.front()
        self.chapters(woven)
        self.reference()
        for label, text in contents.neighbours(self.order).items():
            self.texts[label] += text

    def write(self):
        """Replaces OUT/pages; a page keeps its name, so that its address stays."""
        pages = self.out / "pages"
        shutil.rmtree(pages, ignore_errors=True)
        pages.mkdir(parents=True)
        for label, text in self.texts.items():
            (pages / f"{label}.md").write_text(text)

    def copy_figures(self):
        figures = self.out / "html/figures"
        figures.mkdir(parents=True, exist_ok=True)
        for name, file in self.site.figures.items():
            shutil.copyfile(file, figures / name)


def with_contents(page):
    """A page of many sections gets the list of them at its top. Doxygen's own list would show `code` as <tt>code</tt>."""
    sections = re.findall(r"^## (.*) \{#([\w-]+)\}$", page, flags=re.MULTILINE)
    if len(sections) < 4:
        return page
    items = "".join(f'<li><a href="#{label}">{exercise.cell(title)}</a></li>' for title, label in sections)
    title, rest = page.split("\n", 1)
    box = raw(f'<nav class="sections" aria-label="Sections of this page"><ul>{items}</ul></nav>')
    return f"{title}\n\n{box}\n{rest}"


def weaver(notebook, out):
    """How a chapter is woven; without the notebook, or if it cannot, the page stands as it is written."""
    def weave(chapter):
        if not notebook:
            return None
        folder = Path(out) / "woven" / chapter["name"]
        folder.mkdir(parents=True, exist_ok=True)
        if subprocess.run([notebook, "weave", chapter["page"], "--out", folder]).returncode != 0:
            print(f"book: {chapter['name']} is not woven, and stands without its figures", file=sys.stderr)
            return None
        return folder / "chapter.md"
    return weave


def write_doxyfile(book, awesome):
    text = (book.root / "docs/Doxyfile.in").read_text()
    for name, value in (("ROOT", book.root), ("OUT", book.out), ("AWESOME", Path(awesome).resolve())):
        text = text.replace(f"@{name}@", str(value))
    doxyfile = book.out / "Doxyfile"
    doxyfile.write_text(text)
    return doxyfile


def fingerprint(book, doxyfile):
    """Of all that Doxygen reads: the pages, the headers, the theme."""
    digest = hashlib.sha256(Path(doxyfile).read_bytes())
    files = sorted((book.out / "pages").glob("*.md"))
    for folder in ("include/workbook", "docs/theme"):
        files += sorted(file for file in (book.root / folder).rglob("*") if file.is_file())
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def run_doxygen(book, doxygen, doxyfile):
    """@return whether the book stands, without a warning."""
    stamp = book.out / "stamp"
    wanted = fingerprint(book, doxyfile)
    if stamp.exists() and stamp.read_text() == wanted and (book.out / "html/index.html").exists():
        return True
    stamp.unlink(missing_ok=True)
    new, old = book.out / "html.new", book.out / "html"
    shutil.rmtree(new, ignore_errors=True)
    if subprocess.run([doxygen, "-q", doxyfile]).returncode != 0:
        return False  # the book that was there stays
    shutil.rmtree(old, ignore_errors=True)
    new.rename(old)
    stamp.write_text(wanted)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--catalogue", required=True)
    parser.add_argument("--awesome", required=True, help="the folder of doxygen-awesome.css")
    parser.add_argument("--out", required=True)
    parser.add_argument("--doxygen", default="doxygen")
    parser.add_argument("--notebook", help="weaves the chapters; without it they stand as they are written")
    options = parser.parse_args()

    book = Book(json.loads(Path(options.catalogue).read_text()), options.out)
    try:
        book.make(weaver(options.notebook, options.out))
    except PageError as error:
        sys.exit(f"book: {error}")
    book.write()
    if not run_doxygen(book, options.doxygen, write_doxyfile(book, options.awesome)):
        sys.exit("book: the warnings above are errors here; the pages that Doxygen read are in "
                 f"{book.out / 'pages'}")
    book.copy_figures()
    print(f"The book: {book.out / 'html/index.html'}")


if __name__ == "__main__":
    main()
