#!/usr/bin/env python3
"""docs/make/terminal.py draws what stays on a terminal."""
import sys
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs/make"))
from terminal import record, spans, svg, visible  # noqa: E402


class ThePicture(unittest.TestCase):
    def test_a_command_sees_a_terminal(self):
        self.assertEqual(visible(record(["sh", "-c", "test -t 1 && echo yes"])), ["yes"])

    def test_progress_that_was_taken_back_is_not_shown(self):
        self.assertEqual(visible("\x1b[Kone\x1b[Ktwo\rthree\r\nfour\r\n\r\n"), ["three", "four"])

    def test_colours_last_until_they_are_put_back(self):
        self.assertEqual(spans("a\x1b[1;31mb\x1b[0mc"), [("", "a"), ("bold red", "b"), ("", "c")])

    def test_it_is_sound_xml_with_all_the_text(self):
        root = xml.fromstring(svg("a <title>", ["if (a < b && c)", "\x1b[2mdim\x1b[0m"]))
        self.assertEqual("".join(t for e in root.iter("{http://www.w3.org/2000/svg}text") for t in e.itertext()), "if (a < b && c)dim")


if __name__ == "__main__":
    unittest.main()
