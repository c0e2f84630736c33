#!/usr/bin/env python3
"""What docs/make/exercise.py reads from the files of an exercise."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs/make"))
from contents import sources_of  # noqa: E402
from exercise import cases, cell, demote, hints, specimens  # noqa: E402


class Reading(unittest.TestCase):
    def test_hints_may_be_sections(self):
        self.assertEqual(hints("# Hints\n\nabout\n\n## 1\n\nfirst\n\n## 2\n\nsecond\n"),
                         [("Hint 1", "first"), ("Hint 2", "second")])

    def test_hints_may_be_a_numbered_list(self):
        self.assertEqual(hints("# Hints\n\n1. first\n   goes on\n2. second\n"),
                         [("Hint 1", "first\ngoes on"), ("Hint 2", "second")])

    def test_a_hint_may_be_for_a_verdict(self):
        self.assertEqual(hints("1. first\n\n- [deadlock] who holds what?\n\n2. second\n"),
                         [("Hint 1", "first"), ("If the verdict is deadlock", "who holds what?"), ("Hint 2", "second")])

    def test_a_number_in_code_starts_no_hint(self):
        self.assertEqual(len(hints("## 1\n\n```c\n1. not\n## not\n```\n")), 1)

    def test_a_link_is_no_verdict(self):
        self.assertEqual(hints("1. [wrong](x.md) it is\n"), [("Hint 1", "[wrong](x.md) it is")])

    def test_a_promise_may_be_several_strings_with_quotes(self):
        self.assertEqual(cases('JUDGE_CASE(each_once,\n  "a \\"dish\\" "\n  "once", .seconds = 3)\n{\n}\n'),
                         [("each-once", 'a "dish" once')])

    def test_a_belief_is_the_first_line_of_a_specimen(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "specimens").mkdir()
            (Path(folder) / "specimens/no-lock-at-all.race.c").write_text("// Believes: it is fine.\nint x;\n")
            self.assertEqual(specimens(folder), [("it is fine.", "no lock at all", "race")])

    def test_a_cell_of_a_table_holds_any_character(self):
        self.assertEqual(cell("`a<b` | c & d"), "<code>a&lt;b</code> | c &amp; d")
        self.assertEqual(cell("*out stays, 2 * n too"), "<code>*out</code> stays, 2 * n too")

    def test_a_source_may_go_over_lines_and_ends_at_the_next_tag(self):
        self.assertEqual(sources_of("/** @brief x\n *  @source A, \"B\",\n *          1994\n *  @threads any */\n"
                                    "/** @source C */"), ['A, "B", 1994', "C"])

    def test_headings_go_one_level_down_but_not_in_code(self):
        self.assertEqual(demote("## a\n```c\n#include <x.h>\n```\n"), "### a\n```c\n#include <x.h>\n```\n")


if __name__ == "__main__":
    unittest.main()
