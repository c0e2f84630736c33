#!/usr/bin/env python3
"""The checker of the HTML finds each kind of defect, and nothing where there is none."""
import tempfile
import unittest
from pathlib import Path

from check_html import Folder

CLEAN = """<!DOCTYPE html><html><head><link rel="stylesheet" href="a.css"><script src="a.js"></script></head>
<body id="top"><a href="#top">up</a> <a href="b.html#there">b</a> <a href="https://example.org/">out</a>
<img src="a.png" alt="a picture"></body></html>"""


class TheChecker(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.write("a.html", CLEAN)
        self.write("b.html", '<p><a id="there"></a><a name="old"></a></p>')
        for name in ("a.css", "a.js", "a.png"):
            self.write(name, "")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def problems(self):
        return Folder(self.root).check()

    def finds(self, body, problem):
        self.write("a.html", CLEAN.replace("</body>", body + "</body>"))
        found = self.problems()
        self.assertEqual(len(found), 1, found)
        self.assertIn(problem, found[0])

    def test_passes_a_clean_folder(self):
        self.assertEqual(self.problems(), [])

    def test_takes_an_empty_folder_for_a_defect(self):
        with tempfile.TemporaryDirectory() as empty:
            self.assertIn("no pages", Folder(empty).check()[0])

    def test_finds_a_link_to_a_page_that_is_not_there(self):
        self.finds('<a href="c.html">c</a>', "a.html:3: the link c.html leads nowhere")

    def test_finds_a_markdown_link_that_nobody_resolved(self):
        self.finds('<a href="page.md#anchor">c</a>', "page.md#anchor leads nowhere")

    def test_finds_an_anchor_that_is_not_there(self):
        self.finds('<a href="b.html#nowhere">b</a>', "b.html#nowhere: no such anchor")

    def test_finds_an_anchor_missing_on_the_page_itself(self):
        self.finds('<a href="#nowhere">here</a>', "#nowhere: no such anchor")

    def test_accepts_an_anchor_by_name(self):
        self.write("a.html", CLEAN.replace("#there", "#old"))
        self.assertEqual(self.problems(), [])

    def test_finds_a_link_out_of_the_folder(self):
        self.finds('<a href="../c.html">c</a>', "leaves the book")

    def test_finds_markdown_that_stayed_text(self):
        for text in ("they are *un*locked", "*process 41 (", "with its second argument*:", "a `name", "[text](page.md)"):
            self.finds(f"<p>{text}</p>", "Markdown in the text")

    def test_takes_no_code_for_markdown(self):
        self.write("a.html", CLEAN.replace("</body>", "<p>2 * 3 <code>*p</code></p><pre>int *<b>p</b>, *q</pre>"
                                           '<div class="memproto"><div>char *</div> *x</div></body>'))
        self.assertEqual(self.problems(), [])

    def test_finds_an_image_that_is_not_there(self):
        self.finds('<img src="b.png" alt="b">', "b.png leads nowhere")

    def test_finds_an_image_without_a_text(self):
        self.finds('<img src="a.png">', "a.png has no alt text")
        self.finds('<img src="a.png" alt=" ">', "a.png has no alt text")

    def test_finds_an_id_that_stands_twice(self):
        self.finds('<p id="top"></p>', "the id top stands twice")

    def test_finds_what_is_loaded_from_elsewhere(self):
        for body in ('<script src="https://example.org/x.js"></script>', '<img alt="x" src="//example.org/x.png">',
                     '<link rel="stylesheet" href="http://example.org/x.css">',
                     '<object data="https://example.org/x.svg"></object>',
                     '<p style="background: url(https://example.org/x.png)"></p>',
                     '<style>@import "https://example.org/x.css";</style>'):
            with self.subTest(body):
                self.finds(body, "from elsewhere")

    def test_finds_a_font_that_a_stylesheet_loads_from_elsewhere(self):
        self.write("a.css", "@font-face { src: url('https://example.org/x.woff2') }")
        self.assertIn("from elsewhere", self.problems()[0])

    def test_finds_a_picture_that_a_stylesheet_wants_in_vain(self):
        self.write("a.css", "p { background: url(c.png) }")
        self.assertIn("c.png leads nowhere", self.problems()[0])

    def test_finds_a_dead_link_in_the_sidebar(self):
        self.write("navtreedata.js", 'var NAVTREE = [["Book", "a.html", [["Gone", "b.html#gone", null]]]];')
        self.assertIn("b.html#gone: no such anchor", self.problems()[0])

    def test_finds_a_dead_link_in_the_search(self):
        self.write("search/all_0.js", "var searchData=[['x',['x',['../gone.html#x',1,'']]]];")
        self.assertIn("../gone.html#x leads nowhere", self.problems()[0])


if __name__ == "__main__":
    unittest.main()
