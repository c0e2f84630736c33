#!/usr/bin/env python3
"""A book is made of the fixture, and the pages say what they should."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import fixture

EXERCISE = "03-waiting-and-signalling/02-bounded-buffer"


class TheBook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        tree = fixture.copy(cls.folder.name)
        cls.done, cls.html = fixture.book(tree)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def page(self, name):
        return (self.html / name).read_text()

    def assertInOrder(self, text, *parts):
        at = 0
        for part in parts:
            found = text.find(part, at)
            if found < 0:
                self.fail(f"{part!r} is missing, or stands too early")
            at = found + len(part)

    def test_it_is_made_without_a_warning(self):
        self.assertEqual((self.done.returncode, self.done.stderr), (0, ""), self.done.stdout)

    def test_every_link_resolves(self):
        check = Path(__file__).with_name("check_html.py")
        done = subprocess.run([sys.executable, check, self.html], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_it_opens_in_a_browser(self):
        test = Path(__file__).with_name("test_browser.py")
        done = subprocess.run([sys.executable, test, self.html], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "3 pages opened, 0 problems\n"), done.stderr)

    def test_the_front_page_links_chapters_that_exist_and_names_those_planned(self):
        front = self.page("index.html")
        self.assertInOrder(front, "<td>01 First threads <em>(planned)</em>",
                           '<a class="el" href="chapter-03.html">03 Waiting and signalling</a>')
        self.assertInOrder(front, *[f">{number:02} " for number in range(1, 18)])

    def test_an_exercise_shows_its_parts_in_the_order_of_the_work(self):
        self.assertInOrder(
            self.page("exercise-03-02.html"), "03-02 A bounded buffer", "Your file", "Cooks put dishes", "The contract",
            "The file you start from", "What a pass promises", "dishes leave in the order they came", "Hint 1", "Hint 2",
            "A solution", "This shows the whole answer", "Two conditions", "What others believed")

    def test_the_contract_keeps_its_comments(self):
        self.assertInOrder(self.page("exercise-03-02.html"), "The contract", "@brief Adds @p dish behind the others")

    def test_code_in_quoted_text_is_code(self):
        self.assertInOrder(self.page("chapter-03.html"), "&quot;<code>signal</code> is remembered.&quot;")

    def test_hints_and_the_solution_are_folded(self):
        page = self.page("exercise-03-02.html")
        self.assertEqual(page.count("<details"), page.count("</details>"))
        self.assertEqual(page.count('<details class="fold'), 4)  # the stub, two hints, the solution
        self.assertNotIn("<details open", page)

    def test_a_promise_may_go_over_two_strings_and_hold_any_character(self):
        self.assertInOrder(self.page("exercise-03-02.html"), 'two waiters never carry the same dish, and "nobody" carries &lt;none&gt; | all')

    def test_beliefs_stand_beside_their_verdict(self):
        self.assertInOrder(self.page("exercise-03-02.html"), "What others believed",
                           "looking once is enough", "if instead of while", "<code>wrong</code>")

    def test_a_link_to_a_section_of_another_page_leads_there(self):
        self.assertInOrder(self.page("exercise-03-02.html"), 'href="chapter-03.html#chapter-03-the-bell-has-no-memory"')

    def test_a_cell_and_its_output_are_told_apart(self):
        self.assertInOrder(self.page("chapter-03.html"), '<div class="cell run">', "pthread_cond_signal",
                           '<div class="output">', "bell: not heard")

    def test_a_callout_in_the_middle_of_a_paragraph_gets_its_box(self):
        self.assertInOrder(self.page("chapter-03.html"), "waits for a ring.", '<div class="callout predict">',
                           "will the cook hear it?", "</div>")

    def test_a_bar_in_code_stays_in_its_cell(self):
        self.assertInOrder(self.page("chapter-03.html").replace("&#124;", "|"), "<code>a | b</code>")

    def test_code_in_a_heading_is_shown_as_text(self):
        self.assertNotIn("&lt;tt&gt;", self.page("chapter-03.html"))
        self.assertInOrder(self.page("chapter-03.html"), "C11's &lt;threads.h&gt;")

    def test_a_figure_comes_along_with_its_text(self):
        self.assertInOrder(self.page("chapter-03.html"), 'alt="Two bars one after the other, then two bars side by side"')
        self.assertTrue((self.html / "figures/03-waiting-and-signalling-bars.svg").is_file())


class WithoutTheNotebook(unittest.TestCase):
    def test_a_chapter_that_cannot_be_woven_stands_as_it_is_written(self):
        with tempfile.TemporaryDirectory() as folder:
            done, html = fixture.book(fixture.copy(folder), "--notebook", "false")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("03-waiting-and-signalling is not woven", done.stderr)
            self.assertIn("ticket: still on the rail", (html / "chapter-03.html").read_text())


class WhatTheBookRefuses(unittest.TestCase):
    def refusal(self, spoil):
        with tempfile.TemporaryDirectory() as folder:
            tree = fixture.copy(folder)
            spoil(tree)
            done, _ = fixture.book(tree)
            self.assertNotEqual(done.returncode, 0)
            return done.stderr + done.stdout

    def append(self, path, text):
        def spoil(tree):
            with (tree / path).open("a") as file:
                file.write(text)
        return spoil

    def test_a_link_that_leads_nowhere(self):
        said = self.refusal(self.append(f"exercises/{EXERCISE}/README.md", "\nSee [there](nowhere.md).\n"))
        self.assertRegex(said, rf"exercises/{EXERCISE}/README.md:\d+: the link to nowhere.md leads nowhere")

    def test_an_anchor_that_is_not_there(self):
        page = "chapters/03-waiting-and-signalling/chapter.md"
        said = self.refusal(self.append(page, "\nSee [there](#no-such-section).\n"))
        self.assertIn("chapter-03-no-such-section", said)

    def test_a_figure_without_a_text(self):
        said = self.refusal(self.append("chapters/03-waiting-and-signalling/chapter.md", "\n![](bars.svg)\n"))
        self.assertIn("the figure bars.svg has no text", said)

    def test_a_chapter_without_a_place_in_the_book(self):
        def spoil(tree):
            for folder in ("chapters", "exercises", "solutions", "tests/exercises"):
                (tree / folder / "03-waiting-and-signalling").rename(tree / folder / "33-elsewhere")
            (tree / "exercises/CMakeLists.txt").write_text("workbook_chapter(33-elsewhere)\n")
            page = tree / f"exercises/33-elsewhere/02-bounded-buffer/README.md"
            page.write_text("# A bounded buffer\n")
        self.assertIn("chapter 33-elsewhere has no place in it", self.refusal(spoil))


if __name__ == "__main__":
    unittest.main()
