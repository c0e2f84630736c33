#!/usr/bin/env python3
"""An exercise with a part missing, or a field wrong, ends the configuration with its name, the field and the file."""
import shutil
import tempfile
import unittest
from pathlib import Path

import fixture

CHAPTER = "03-waiting-and-signalling"
EXERCISE = f"{CHAPTER}/02-bounded-buffer"


class Configuring(unittest.TestCase):
    def said(self, spoil):
        """What cmake says about a fixture that was spoilt; one line, as cmake breaks lines where it likes."""
        with tempfile.TemporaryDirectory() as folder:
            tree = fixture.copy(folder)
            spoil(tree)
            done = fixture.configure(tree)
            self.assertNotEqual(done.returncode, 0, "cmake accepts it")
            return " ".join(done.stderr.split())

    def without(self, path):
        return self.said(lambda tree: (tree / path).unlink())

    def with_call(self, old, new):
        def spoil(tree):
            file = tree / "exercises" / CHAPTER / "CMakeLists.txt"
            text = file.read_text()
            self.assertIn(old, text)
            file.write_text(text.replace(old, new))
        return self.said(spoil)

    def test_a_complete_exercise_is_accepted(self):
        with tempfile.TemporaryDirectory() as folder:
            done = fixture.configure(fixture.copy(folder))
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_without_the_stub(self):
        path = f"exercises/{EXERCISE}/bounded_buffer.c"
        self.assertIn(f"workbook_exercise(03-02 02-bounded-buffer): SOURCES: {path} is missing", self.without(path))

    def test_without_the_solution(self):
        path = f"solutions/{EXERCISE}/bounded_buffer.c"
        self.assertIn(f"workbook_exercise(03-02 02-bounded-buffer): SOURCES: {path} is missing", self.without(path))

    def test_without_the_reasons_for_the_solution(self):
        path = f"solutions/{EXERCISE}/README.md"
        self.assertIn(f"workbook_exercise(03-02 02-bounded-buffer): solution: {path} is missing", self.without(path))

    def test_without_the_readme(self):
        path = f"exercises/{EXERCISE}/README.md"
        self.assertIn(f"workbook_exercise(03-02 02-bounded-buffer): README.md: {path} is missing", self.without(path))

    def test_without_hints(self):
        path = f"exercises/{EXERCISE}/hints.md"
        self.assertIn(f"workbook_exercise(03-02 02-bounded-buffer): hints.md: {path} is missing", self.without(path))

    def test_without_the_check(self):
        path = f"tests/exercises/{EXERCISE}/check.c"
        self.assertIn(f"workbook_exercise(03-02 02-bounded-buffer): check: {path} is missing", self.without(path))

    def test_without_the_page_of_the_chapter(self):
        path = f"chapters/{CHAPTER}/chapter.md"
        self.assertIn(f"workbook_chapter({CHAPTER}): {path} is missing", self.without(path))

    def test_with_two_specimens(self):
        said = self.without(f"tests/exercises/{EXERCISE}/specimens/if-instead-of-while.wrong.c")
        self.assertIn("workbook_exercise(03-02): specimens: 2 in", said)

    def test_with_a_specimen_of_no_known_verdict(self):
        def spoil(tree):
            folder = tree / "tests/exercises" / EXERCISE / "specimens"
            (folder / "if-instead-of-while.wrong.c").rename(folder / "if-instead-of-while.bad.c")
        self.assertIn("specimens: if-instead-of-while.bad.c should read DEFECT.VERDICT.c", self.said(spoil))

    def test_with_a_field_that_does_not_exist(self):
        self.assertIn("workbook_exercise(02-bounded-buffer): HINT: no such field",
                      self.with_call('TITLE     "A bounded buffer"', 'HINT TITLE "A bounded buffer"'))

    def test_without_a_title(self):
        self.assertIn("workbook_exercise(02-bounded-buffer): TITLE: is missing",
                      self.with_call('TITLE     "A bounded buffer"', ""))

    def test_with_an_unknown_kind(self):
        self.assertIn("workbook_exercise(02-bounded-buffer): KIND: riddle is none of",
                      self.with_call("KIND      write", "KIND riddle"))

    def test_with_an_unknown_analysis(self):
        self.assertIn("workbook_exercise(02-bounded-buffer): ANALYSES: luck is none of",
                      self.with_call("run explore memory", "run luck"))

    def test_a_write_without_exports(self):
        self.assertIn("workbook_exercise(02-bounded-buffer): EXPORTS: is missing",
                      self.with_call("EXPORTS   buffer_open buffer_put buffer_get buffer_close", ""))

    def test_a_fix_without_the_verdict_of_its_stub(self):
        self.assertIn("workbook_exercise(02-bounded-buffer): STUB: a fix names the verdict",
                      self.with_call("KIND      write", "KIND fix"))

    def test_a_write_with_a_verdict_for_its_stub(self):
        self.assertIn("workbook_exercise(02-bounded-buffer): STUB: only a fix has one",
                      self.with_call("KIND      write", "KIND write STUB race"))

    def test_with_a_refusal_of_what_is_not_allowed_anyway(self):
        self.assertIn("workbook_exercise(03-02 02-bounded-buffer): REFUSES: system is not allowed anyway",
                      self.with_call("queues)", "queues REFUSES system)"))

    def test_built_on_what_is_not_there(self):
        self.assertIn("workbook_exercise(03-02 02-bounded-buffer): BUILT_ON: 09-nothing is no exercise of "
                      "03-waiting-and-signalling", self.with_call("queues)", "queues BUILT_ON 09-nothing)"))

    def test_built_on_another_its_solution_and_its_header_are_there(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = fixture.copy(folder)
            for kind in ("exercises", "solutions"):
                (tree / kind / CHAPTER / "01-below").mkdir()
            (tree / "exercises" / CHAPTER / "01-below/below.h").write_text("#pragma once\n")
            (tree / "solutions" / CHAPTER / "01-below/below.c").write_text('#include "below.h"\n')
            file = tree / "exercises" / CHAPTER / "CMakeLists.txt"
            file.write_text(file.read_text().replace("queues)", "queues BUILT_ON 01-below)"))
            record = fixture.catalogue(tree)["exercises"][0]
            self.assertIn(f"-I{tree}/exercises/{CHAPTER}/01-below", record["flags"])
            for given in record["given"]:
                self.assertTrue((Path(record["folder"]) / given).is_file(), given)
        self.assertEqual(len(record["given"]), 2)

    def test_refused_functions_and_lists_are_not_among_the_imports(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = fixture.copy(folder)
            shutil.copytree(fixture.ROOT / "src/judge/imports", tree / "src/judge/imports")
            file = tree / "exercises" / CHAPTER / "CMakeLists.txt"
            call = file.read_text()
            before = fixture.catalogue(tree)["exercises"][0]["imports"]
            file.write_text(call.replace("queues)", "queues IMPORTS poll REFUSES clock pthread_detach)"))
            after = fixture.catalogue(tree)["exercises"][0]["imports"]
        self.assertLessEqual({"malloc", "pthread_create", "pthread_detach", "nanosleep", "clock_gettime"}, set(before))
        self.assertLessEqual({"malloc", "pthread_create", "poll"}, set(after))
        self.assertFalse({"pthread_detach", "nanosleep", "clock_gettime"} & set(after))

    def test_with_a_name_without_a_number(self):
        self.assertIn("workbook_exercise(bounded_buffer): name: should read NN-kebab-case",
                      self.with_call("(02-bounded-buffer", "(bounded_buffer"))


if __name__ == "__main__":
    unittest.main()
