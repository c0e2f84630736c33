"""End to end: what a user of `notebook` sees. Run by CTest: test_notebook.py NOTEBOOK SOURCE-ROOT [unittest options]"""
import base64
import json
import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
import zlib
from pathlib import Path

NOTEBOOK, ROOT = sys.argv[1], Path(sys.argv[2])
PAGES = ROOT / "tests/notebook/pages"
sys.path.insert(0, str(ROOT / "docs/make"))


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="notebook-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.temp = self.folder / "temp"
        self.temp.mkdir()
        self.env = {**os.environ, "TMPDIR": str(self.temp)}

    def page(self, name, to="chapter.md"):
        """A fixture as a page of its own; or a page with this text."""
        path = self.folder / to
        if name.endswith(".md"):
            shutil.copy(PAGES / name, path)
            shutil.copy(PAGES / "half.gp", self.folder)
        else:
            path.write_text(name)
        return path

    def notebook(self, *words, **options):
        command = [NOTEBOOK, words[0], "--cache", str(self.folder / "cache"), *map(str, words[1:])]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True,
                              **{"env": self.env, **options})

    def check(self, status, *words, **options):
        """Runs a command; gives all that it printed."""
        done = self.notebook(*words, **options)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertEqual(os.listdir(self.temp), [], "the scratch folder is gone")
        return done.stdout + done.stderr

    def report(self, *words):
        return json.loads(self.notebook("check", "--json", *words).stdout)["pages"][0]


class Checking(Case):
    def test_each_kind_of_cell_fits_its_output(self):
        page = self.page("every-kind.md")
        report = self.report(page)
        states = [(c["line"], c["state"], c["why"], c["diff"]) for c in report["cells"] if c["state"] != "fits"]
        self.assertEqual(states, [])
        self.assertEqual(report["counts"]["fits"], 19)

    def test_nothing_is_built_again_when_nothing_changed(self):
        page = self.page("every-kind.md")
        self.check(0, "check", page)
        self.assertTrue(all(cell["cached"] for cell in self.report(page)["cells"]))

    def test_prose_above_a_cell_does_not_change_its_result_but_a_def_does(self):
        page = self.page("every-kind.md")
        self.check(0, "check", page)
        text = page.read_text()
        page.write_text(text.replace("## Definitions", "A new paragraph.\n\n## Definitions"))
        self.assertTrue(all(cell["cached"] for cell in self.report(page)["cells"]))
        page.write_text(text.replace("return 2 * n;", "return n + n;"))
        again = [cell["info"] for cell in self.report(page)["cells"] if not cell["cached"]]
        self.assertIn("c run", again)
        self.assertNotIn("python run", again)
        self.assertNotIn('c program args="one two"', again)

    def test_a_header_beside_the_page_changes_its_results(self):
        header = self.folder / "kitchen.h"
        header.write_text("#define COOKS 3\n")
        page = self.page('# H\n\n```c run flags="-include kitchen.h"\nprintf("%d\\n", COOKS);\n```\n\n```output\n3\n```\n')
        self.check(0, "check", page)
        header.write_text("#define COOKS 4\n")
        self.assertIn("+ 4", self.check(1, "check", page))

    def test_a_message_with_a_line_of_the_page_is_made_again_when_the_cell_moves(self):
        text = "# A\n\n```c run expect=crash\nMUST(EINVAL);\n```\n\n```output\nchapter.md:4: EINVAL: Invalid argument\n(SIGABRT)\n```\n"
        page = self.page(text)
        self.check(0, "check", page)
        page.write_text("# A\n" + text)
        self.assertIn("+ chapter.md:5: EINVAL", self.check(1, "check", page))

    def test_differences_are_shown_with_the_line_and_the_next_command(self):
        said = self.check(1, "check", self.page("differs.md"))
        self.assertIn("chapter.md:11: cell 1 (c run) printed something else", said)
        self.assertIn("  - drei\n  + three\n", said)
        self.assertIn("chapter.md:21: cell 2 (c run) prints, but no output block says what", said)
        self.assertIn("notebook update", said)

    def test_what_cannot_be_run_yet_is_named_and_counted(self):
        page = self.page("not-yet.md")
        said = self.check(3, "check", page)
        self.assertIn("chapter.md:3: cell 1 (c run openmp explore) not available yet: openmp with explore", said)
        self.assertIn("1 as the page says, 1 not available yet", said)
        self.assertIn("1 not available yet", self.check(0, "check", "--allow-unavailable", page))

    def test_openmp_cells_have_a_team_and_a_race_is_told_by_its_line(self):
        self.check(0, "check", self.page("openmp.md"))

    def test_a_race_that_is_not_there_and_pictures_that_are_wrong_are_told(self):
        said = self.check(1, "check", self.page("openmp-wrong.md"))
        for text in ["ThreadSanitizer found no race, and expect=race says that there is one",
                     "image: none.ppm: No such file or directory",
                     "image: short.pgm: has too many or too few bytes for its size",
                     "image: text.pgm: is neither a P5 nor a P6 file"]:
            self.assertIn(text, said)

    def test_every_order_of_an_explored_cell_is_told(self):
        self.check(0, "check", self.page("explored.md"))

    def test_an_unexpected_verdict_tells_the_story(self):
        said = self.check(1, "check", self.page("explored-wrong.md"))
        self.assertIn("the explorer's verdict is race, and the cell expects pass", said)
        self.assertIn("race: Race on `served`: ", said)
        self.assertIn("serve:5", said)

    def test_each_way_to_fail_is_told(self):
        said = self.check(1, "check", self.page("failing.md"))
        for line, text in [(3, "was ended by SIGSEGV (Segmentation fault)"), (7, "was still running after 1 s"),
                           (11, "printed more than 1 MiB"), (16, "ended with status 3, not 0"),
                           (20, "compiles with warnings"), (24, "ended with status 1, not 0")]:
            self.assertRegex(said, rf"chapter.md:{line}: cell \d \([^)]*\) {re.escape(text)}")
        self.assertIn("chapter.md:21:5: warning: unused variable", said)
        self.assertIn('cell.py", line 26', said)
        self.assertIn("ValueError: lost", said)

    def test_a_broken_def_is_reported_once(self):
        said = self.check(1, "check", self.page("broken-def.md"))
        self.assertEqual(len(re.findall("chapter.md:6:12: error:", said)), 1)
        self.assertIn("cell 3 (c run) not run: the def at line 3 does not compile", said)
        self.assertIn("1 as the page says, 1 failed, 2 not run", said)


class BadInput(Case):
    def assert_refused(self, page, *messages):
        said = self.check(2, "check", page)
        for line, text in messages:
            self.assertIn(f"chapter.md:{line}: {text}", said)

    def test_pages_that_are_wrong_are_refused_with_the_line(self):
        for name, messages in {
            "bad-unclosed.md": [(3, "this block is never closed")],
            "bad-role.md": [(3, "unknown role `rum`; a c cell is one of: def run program show")],
            "bad-option.md": [(3, "repeat=0 should be a number, 1 to 100000"), (7, "unknown option `colour`"),
                              (11, "compiler=tcc is none of: gcc clang"), (15, "a quote (\") is not closed"),
                              (19, "expect=race needs `explore`")],
            "bad-language.md": [(3, "unknown language `ouput`; cells: c python output;")],
            "bad-output.md": [(3, "an output block with no cell above"), (11, "the cell above, line 7, is a `c def`"),
                              (23, "a second output block for the cell at line 15; the first is at line 19")],
            "bad-plot.md": [(3, "plot=no-such.gp: No such file or directory")],
            "bad-nested.md": [(3, "a cell stands at the left margin")],
        }.items():
            with self.subTest(name):
                self.assert_refused(self.page(name), *messages)

    def test_texts_that_are_no_page_are_refused(self):
        page = self.folder / "chapter.md"
        for content, line, text in [(b"", 1, "the page is empty"), (b" \n\n", 1, "the page is empty"),
                                    (b"# A\n\n\xff\n", 3, "byte 0xff is not UTF-8"),
                                    (b"# A\r\n\r\ntext\r\n", 1, "lines end with CR LF"),
                                    (b"# A\n\0\n", 2, "a NUL byte"), (b"---\ntitle: A\n---\n", 1, "front matter")]:
            with self.subTest(text):
                page.write_bytes(content)
                self.assert_refused(page, (line, text))

    def test_a_folder_and_a_missing_page(self):
        self.assertIn("Is a directory; name the page in it", self.check(2, "check", self.folder))
        self.assertIn("no.md: No such file or directory", self.check(2, "check", "no.md"))

    def test_command_lines(self):
        for words, text in [(["weigh", "x.md"], "no such command: weigh"), (["check"], "which page?"),
                            (["weave", "x.md"], "where to? give --out"), (["check", "--colour", "x.md"], "--colour"),
                            (["update", "--json", "x.md"], "no --json")]:
            with self.subTest(words):
                done = subprocess.run([NOTEBOOK, *words], capture_output=True, text=True)
                self.assertEqual(done.returncode, 2)
                self.assertIn(text, done.stderr)
        self.assertIn("Exit status:", subprocess.run([NOTEBOOK, "--help"], capture_output=True, text=True).stdout)


class Machine(Case):
    def test_no_compiler_and_no_python(self):
        page = self.page("# A\n\n```c run\nputs(\"a\");\n```\n\n```output\na\n```\n\n```python run\nprint(1)\n```\n\n```output\n1\n```\n")
        said = self.check(1, "check", page, env={**self.env, "PATH": str(self.temp)})
        self.assertIn("chapter.md:3: cell 1 (c run) gcc is not installed: apt-get install gcc", said)
        self.assertIn("chapter.md:11: cell 2 (python run) python3 is not installed: apt-get install python3", said)

    def test_a_cache_that_cannot_be_written_is_told_and_the_check_goes_on(self):
        page = self.page("# A\n\n```c run\nputs(\"a\");\n```\n\n```output\na\n```\n")
        done = subprocess.run([NOTEBOOK, "check", "--cache", "/dev/null/x", str(page)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("results cannot be kept for the next time: Not a directory", done.stderr)

    def test_no_room_for_programs(self):
        page = self.page("# A\n")
        said = self.notebook("check", page, env={**self.env, "TMPDIR": "/dev/null"})
        self.assertEqual(said.returncode, 2)
        self.assertIn("set TMPDIR to a folder with room", said.stderr)

    def test_a_full_disk_leaves_the_page_as_it_was(self):
        page = self.page("differs.md")
        self.check(1, "check", page)  # so that only the page is left to write
        before = page.read_bytes()

        def no_room():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

        said = self.check(2, "update", page, preexec_fn=no_room)
        self.assertIn("File too large; the page is as it was", said)
        self.assertEqual(page.read_bytes(), before)
        self.assertEqual([f.name for f in self.folder.glob("chapter.md*")], ["chapter.md"])

    def test_control_c_leaves_the_page_and_nothing_else(self):
        meeting = self.folder / "meeting"
        os.mkfifo(meeting)
        page = self.page(f"# A\n\n```c run\nputs(\"new\");\n```\n\n```c program\n#include <fcntl.h>\n#include <unistd.h>\n"
                         f"int main(void)\n{{\n    open(\"{meeting}\", O_WRONLY);\n    pause();\n}}\n```\n")
        before = page.read_bytes()
        with subprocess.Popen([NOTEBOOK, "update", "--no-cache", str(page)], env=self.env, stderr=subprocess.PIPE,
                              text=True) as running:
            with open(meeting) as end:           # opens when the cell runs
                running.send_signal(signal.SIGINT)
                self.assertEqual(end.read(), "")  # ends when the cell is gone
            said = running.communicate()[1]
        self.assertEqual(running.returncode, 130, said)
        self.assertIn("interrupted; nothing was written", said)
        self.assertEqual(page.read_bytes(), before)
        self.assertEqual(os.listdir(self.temp), [])


class Updating(Case):
    def test_only_what_differs_is_rewritten_and_patterns_stay(self):
        page = self.page("differs.md")
        before = page.read_text()
        said = self.check(0, "update", page)
        self.assertIn("chapter.md:3: rewrote the output of cell 1", said)
        self.assertIn("chapter.md:21: added the output of cell 2", said)
        expected = before.replace("drei", "three").replace(
            'puts("new");\n```\n', 'puts("new");\n```\n\n````output\n```\nnew\n````\n')
        self.assertEqual(page.read_text(), expected)
        self.assertIn("3 cells: 3 as the page says", self.check(0, "check", page))

    def test_a_page_that_fits_is_not_touched(self):
        page = self.page("every-kind.md")
        before = (page.read_bytes(), page.stat().st_mtime_ns)
        self.check(0, "update", page)
        self.assertEqual((page.read_bytes(), page.stat().st_mtime_ns), before)

    def test_rows_of_a_repeat_are_written_once_and_fit_from_then_on(self):
        page = self.page("# A\n\n```c run repeat=30\nputs(\"same\");\n```\n")
        self.check(0, "update", page)
        self.assertIn("```output\n30 × same\n```", page.read_text())
        self.check(0, "check", "--no-cache", page)


class Running(Case):
    def test_one_cell_by_number_or_by_line(self):
        page = self.page("every-kind.md")
        for what in ("3", ":21", ":26"):
            self.assertEqual(self.check(0, "run", page, what), "12\n")
        self.assertIn("has no cell 99", self.check(2, "run", page, "99"))

    def test_a_repeated_cell_shows_its_distribution(self):
        page = self.page("# A\n\n```c run repeat=30\nputs(\"same\");\n```\n")
        self.assertEqual(self.check(0, "run", page, "1"), "30 × same\n")

    def test_a_cell_that_crashes_says_so(self):
        page = self.page("failing.md")
        self.assertIn("chapter.md:3: cell 1 (c run) was ended by SIGSEGV", self.check(1, "run", page, "1"))


class Weaving(Case):
    def woven(self, name):
        self.check(0, "weave", self.page(name), "--out", self.folder / "woven")
        return (self.folder / "woven/chapter.md").read_text()

    def test_outputs_are_those_found_and_figures_stand_beside_the_page(self):
        text = self.woven("every-kind.md")
        self.assertIn("from Python 0.333", text)
        self.assertIn("line 2 took 0.67 ms", text)
        self.assertNotIn("{float}", text)
        figures = re.findall(r'^!\[.+\]\((cell-\d+\.svg) ".+"\)$', text, re.MULTILINE)
        self.assertEqual(len(figures), 2)
        for figure in figures:
            svg = (self.folder / "woven" / figure).read_text()
            root = xml.etree.ElementTree.fromstring(svg)
            self.assertTrue(root.findall("{http://www.w3.org/2000/svg}title"))
            self.assertIn("prefers-color-scheme:dark", svg)
            self.assertNotIn("<script", svg)

    def test_what_cannot_be_run_stands_as_it_is_written(self):
        self.assertIn("```output\nnobody knows yet\n```", self.woven("not-yet.md"))

    def test_a_page_that_does_not_fit_is_not_woven(self):
        self.check(1, "weave", self.page("differs.md"), "--out", self.folder / "woven")
        self.assertFalse((self.folder / "woven").exists())

    def test_doxygen_takes_the_page_without_a_warning(self):
        from markdown import Site, doxygen_page
        text = self.woven("every-kind.md")
        site = Site(self.folder)
        (self.folder / "in").mkdir()
        page = doxygen_page(site, "chapter-99", self.folder / "chapter.md", text, woven=self.folder / "woven")
        (self.folder / "in/chapter-99.md").write_text(page)
        settings = ("INPUT=in\nOUTPUT_DIRECTORY=out\nGENERATE_LATEX=NO\nQUIET=YES\nWARN_AS_ERROR=FAIL_ON_WARNINGS\n"
                    "TOC_INCLUDE_HEADINGS=0\n")
        (self.folder / "Doxyfile").write_text(settings)
        done = subprocess.run(["doxygen", "Doxyfile"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        html = (self.folder / "out/html/chapter-99.html").read_text()
        self.assertIn("cell-18.svg", html)
        self.assertIn("chop &amp; stir", html)


    def test_pictures_become_one_figure_with_their_pixels(self):
        woven = self.woven("openmp.md")
        self.assertIn('![Red &amp; grey](cell-04.svg "Red &amp; grey")', woven)
        svg = (self.folder / "woven/cell-04.svg").read_text()
        pictures = [base64.b64decode(p) for p in re.findall(r"base64,([^\"]*)", svg)]
        self.assertEqual([self.pixels(p) for p in pictures],
                         [(2, 1, 2, bytes([0, 255, 0, 0, 128, 0, 0])), (1, 1, 0, bytes([0, 128]))])

    def pixels(self, png):
        """Width, height, colour type and rows of a PNG; its checksums must be right."""
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        at, chunks = 8, {}
        while at < len(png):
            length, = struct.unpack(">I", png[at:at + 4])
            chunks[png[at + 4:at + 8]] = png[at + 8:at + 8 + length]
            self.assertEqual(zlib.crc32(png[at + 4:at + 8 + length]),
                             struct.unpack(">I", png[at + 8 + length:at + 12 + length])[0])
            at += 12 + length
        width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
        self.assertEqual((depth, chunks[b"IEND"]), (8, b""))
        return width, height, colour, zlib.decompress(chunks[b"IDAT"])


class Notebooks(Case):
    def made(self, page):
        self.check(0, "ipynb", page, "--out", self.folder / "x.ipynb")
        return json.loads((self.folder / "x.ipynb").read_text())

    def test_the_notebook_is_valid_and_whole(self):
        import nbformat
        made = self.made(self.page("every-kind.md"))
        nbformat.validate(made)
        self.assertEqual((made["nbformat"], made["nbformat_minor"]), (4, 5))
        code = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
        self.assertEqual(len(code), 19)
        self.assertEqual(code[2]["outputs"][0]["text"], "12\n")
        self.assertEqual(code[2]["metadata"]["workbook"]["role"], "run")
        figures = [o for cell in code for o in cell["outputs"] if "image/svg+xml" in o.get("data", {})]
        self.assertEqual(len(figures), 2)
        self.assertEqual(len({cell["id"] for cell in made["cells"]}), len(made["cells"]))

    def test_ids_stay_when_the_page_changes_elsewhere(self):
        page = self.page("every-kind.md")
        before = [cell["id"] for cell in self.made(page)["cells"]]
        page.write_text(page.read_text().replace("# Every kind of cell", "# Every kind of cell, again"))
        after = [cell["id"] for cell in self.made(page)["cells"]]
        self.assertEqual(before[1:], after[1:])
        self.assertNotEqual(before[0], after[0])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
