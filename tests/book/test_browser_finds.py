#!/usr/bin/env python3
"""The browser's test finds what it is there for: each page here has one defect."""
import os
import tempfile
import unittest
from pathlib import Path

from browser import Browser
from test_browser import look

PAGE = """<!DOCTYPE html><html><head><meta name="viewport" content="width=device-width, initial-scale=1">
<style>html { --book: 1; --page-background-color: white } html.dark { --page-background-color: black }
body { margin: 0 } .scroll { overflow-x: auto }</style></head>
<body><div id="doc-content"><div class="contents">BODY</div></div>
<doxygen-awesome-dark-mode-toggle onclick="document.documentElement.classList.toggle('dark')"></doxygen-awesome-dark-mode-toggle>
</body></html>"""


class TheBrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.browser = Browser(os.environ.get("CHROMIUM", "chromium"))

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        cls.folder.cleanup()

    def look(self, body, page=PAGE):
        path = Path(self.folder.name) / "page.html"
        path.write_text(page.replace("BODY", body))
        return look(self.browser, path, 390, dark=False)

    def finds(self, problem, body, page=PAGE):
        self.assertIn(problem, "\n".join(self.look(body, page)))

    def test_passes_a_clean_page(self):
        self.assertEqual(self.look("<p>text</p>"), [])

    def test_lets_wide_things_scroll_in_their_own_box(self):
        self.assertEqual(self.look('<div class="scroll"><pre>' + "wide " * 99 + "</pre></div>"), [])

    def test_finds_text_that_is_wider_than_the_phone(self):
        self.finds("px wide in", "<pre>" + "wide " * 99 + "</pre>")

    def test_finds_a_script_that_fails(self):
        self.finds("script: Error: no", "<script>throw new Error('no')</script>")

    def test_finds_an_error_on_the_console(self):
        self.finds("console: no", "<script>console.error('no')</script>")

    def test_finds_a_stylesheet_that_is_missing(self):
        self.finds("ERR_FILE_NOT_FOUND", '<link rel="stylesheet" href="missing.css">')

    def test_finds_an_image_that_is_not_shown(self):
        self.finds("missing.png is not shown", '<img src="missing.png" alt="x">')

    def test_finds_a_request_to_the_network(self):
        self.finds("network: asks for http://127.0.0.1:9/x.png", '<img src="http://127.0.0.1:9/x.png" alt="x">')

    def test_finds_that_the_book_has_lost_its_style(self):
        self.finds("book.css has no effect", "<p>text</p>", PAGE.replace("--book: 1;", ""))

    def test_finds_a_toggle_that_changes_nothing(self):
        self.finds("changes nothing", "<p>text</p>", PAGE.replace("html.dark", "html.other"))


if __name__ == "__main__":
    unittest.main()
