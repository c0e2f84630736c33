#!/usr/bin/env python3
"""The guides say what the tools say: test_guides.py CATALOGUE JUDGE WORKBOOK"""
import json
import re
import subprocess
import sys
import unittest
from pathlib import Path

import fixture

sys.path.insert(0, str(fixture.ROOT / "docs/make"))
import exercise  # noqa: E402

CATALOGUE, JUDGE, WORKBOOK = sys.argv[1:4]
TO_COME = set()  # commands that the guides tell of already; each goes from here when it comes
del sys.argv[1:]


def text(path):
    return (fixture.ROOT / path).read_text()


def first_cells(page, heading):
    """The names in code in the first column of the table whose head begins with this word."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", page, flags=re.MULTILINE).group(1)
    return [name for row in table.splitlines() for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


class TheGuides(unittest.TestCase):
    def test_tell_every_verdict(self):
        lists = re.findall(r'"enum":\s*\[([^]]*"judge-error"[^]]*)\]', text("src/judge/report/report.schema.json"))
        self.assertTrue(lists, "the schema of the report lists the verdicts")
        known = set(re.findall(r'"([a-z-]+)"', lists[0]))
        self.assertEqual(set(first_cells(text("docs/guides/learner.md"), "verdict")), known)

    def test_tell_every_field_of_an_exercise(self):
        call = re.search(r'cmake_parse_arguments\(arg "" "(.*?)"\s*"(.*?)"', text("cmake/WorkbookExercise.cmake"))
        fields = set(";".join(call.groups()).split(";"))
        self.assertEqual(set(first_cells(text("docs/guides/author.md"), "field")), fields)

    def test_tell_every_option_of_a_cell(self):
        options = set(re.findall(r'^    \{"([a-z]+)", KIND_', text("src/notebook/options.c"), flags=re.MULTILINE))
        told = {name.split("=")[0] for name in first_cells(text("docs/guides/author.md"), "option")}
        self.assertEqual(told, options)

    def test_tell_every_box_of_the_book(self):
        from markdown import CALLOUTS
        page = text("docs/guides/author.md")
        self.assertEqual([words for words in CALLOUTS if words not in page], [])

    def test_every_promise_in_the_book_is_one_of_the_judge(self):
        exercises = json.loads(Path(CATALOGUE).read_text())["exercises"]
        for each in exercises:
            said = subprocess.run([JUDGE, "cases", each["id"], "--json"], capture_output=True, text=True, check=True)
            judged = [(case["name"].replace("_", "-"), case["promise"]) for case in json.loads(said.stdout)]
            self.assertEqual(exercise.cases((Path(each["tests"]) / "check.c").read_text()), judged, each["id"])


    def test_name_only_commands_that_there_are(self):
        said = subprocess.run([WORKBOOK, "help"], capture_output=True, text=True, check=True).stdout
        known = set(re.findall(r"^  ([a-z]+) ", said, flags=re.MULTILINE))
        told = set()
        for page in [*fixture.ROOT.glob("*.md"), *fixture.ROOT.glob("docs/*/*.md")]:
            told |= set(re.findall(r"\./workbook ([a-z]+)", page.read_text()))
        self.assertTrue({"start", "check", "test"} <= told)
        self.assertEqual(told - known, TO_COME)


class ThePageToStartFrom(unittest.TestCase):
    def test_lists_the_chapters_that_there_are(self):
        done = subprocess.run([sys.executable, fixture.ROOT / "docs/make/readme.py", CATALOGUE], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_syllabus_has_the_folders_of_all_chapters(self):
        names = re.findall(r'"name": "(.*?)"', text("docs/syllabus.json"))
        self.assertEqual([name[:2] for name in names], [f"{n:02}" for n in range(1, 18)])
        for folder in (fixture.ROOT / "chapters").iterdir():
            if folder.is_dir():
                self.assertIn(folder.name, names)


if __name__ == "__main__":
    unittest.main()
