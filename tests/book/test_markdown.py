#!/usr/bin/env python3
"""What docs/make/markdown.py does to a page, piece by piece."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs/make"))
from markdown import PageError, Site, doxygen_page, slug  # noqa: E402


class Pages(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name).resolve()
        self.site = Site(self.root)
        for name in ("a.md", "b.md", "c.c", "picture.svg"):
            (self.root / name).write_text("")
        self.site.add("a.md", "page-a")
        self.site.add("b.md", "page-b")

    def tearDown(self):
        self.folder.cleanup()

    def page(self, text):
        return doxygen_page(self.site, "page-a", self.root / "a.md", text)

    def refuses(self, text, why):
        with self.assertRaises(PageError) as caught:
            self.page(text)
        self.assertEqual(str(caught.exception), why)


class Headings(Pages):
    def test_an_anchor_is_the_forges_behind_the_pages_name(self):
        self.assertEqual(self.page("## What `join` waits for, and why"),
                         "## What join waits for, and why {#page-a-what-join-waits-for-and-why}\n")

    def test_the_first_level_is_the_page(self):
        self.assertEqual(self.page("# Title {#other}"), "# Title {#page-a}\n")

    def test_the_same_heading_twice_gets_two_anchors(self):
        self.assertIn("{#page-a-note-1}", self.page("## Note\n\n## Note\n"))

    def test_an_anchor_that_the_page_gives_is_kept(self):
        self.assertIn("{#stable}", self.page("## Note {#stable}"))

    def test_a_hash_in_code_is_no_heading(self):
        self.assertIn("\n# not a heading\n", self.page("```sh\n# not a heading\n```\n"))

    def test_a_slug_is_as_a_forge_makes_it(self):
        self.assertEqual(slug("P→R→E: which order?"), "pre-which-order")


class Links(Pages):
    def test_to_a_page_of_the_book(self):
        self.assertEqual(self.page("see [b](b.md)"), "see [b](@ref page-b)\n")

    def test_to_a_section_of_a_page(self):
        self.assertEqual(self.page("see [b](b.md#the-end)"), "see [b](@ref page-b-the-end)\n")

    def test_to_a_section_of_this_page(self):
        self.assertEqual(self.page("see [b](#the-end)"), "see [b](@ref page-a-the-end)\n")

    def test_to_a_file_that_is_no_page_keep_the_text(self):
        self.assertEqual(self.page("see [the code](c.c)"), "see the code\n")

    def test_from_one_line_to_the_next(self):
        self.assertEqual(self.page("see [the\nother](b.md)"), "see [the other](@ref page-b)\n")

    def test_in_code_are_code(self):
        self.assertEqual(self.page("`[b](b.md)`"), "`[b](b.md)`\n")

    def test_to_the_web_stay(self):
        self.assertEqual(self.page("[w](https://example.org/)"), "[w](https://example.org/)\n")

    def test_to_a_chapter_that_is_still_to_come_keep_the_text(self):
        self.site.planned = {"09-later"}
        self.assertEqual(self.page("see [later](../09-later/chapter.md)"), "see later\n")

    def test_that_lead_nowhere_are_refused_with_file_and_line(self):
        self.refuses("text\n\nsee [x](x.md)\n", "a.md:3: the link to x.md leads nowhere")


class Blocks(Pages):
    def test_quoted_text_may_hold_code(self):
        self.assertEqual(self.page('say "a `b "c"` d"'), 'say &quot;a `b "c"` d&quot;\n')

    def test_a_tag_keeps_its_quotes(self):
        self.assertEqual(self.page('<a id="x"></a>'), '<a id="x"></a>\n')

    def test_code_may_be_indented(self):
        self.assertEqual(self.page('text\n\n    say "x"\n    <details>\n\nafter'),
                         'text\n\n```{.unparsed}\nsay "x"\n<details>\n```\n\nafter\n')

    def test_an_indented_paragraph_of_a_list_is_no_code(self):
        self.assertEqual(self.page("1. one\n\n    more of one\n"), "1. one\n\n    more of one\n")

    def test_a_cell_says_what_it_is(self):
        self.assertIn('<div class="cell run"><div class="label">C · run repeat=1000</div>',
                      self.page("```c run repeat=1000\nint x;\n```"))

    def test_an_output_says_how_it_is_compared(self):
        self.assertIn('<div class="output"><div class="label">prints, in any order</div>',
                      self.page("```output unordered\nx\n```"))

    def test_code_that_is_no_cell_has_no_frame(self):
        self.assertEqual(self.page("```c\nint x;\n```"), "```{.c}\nint x;\n```\n")

    def test_code_that_is_not_closed_is_refused(self):
        self.refuses("text\n```c\nint x;\n", "a.md:2: the code block is not closed")

    def test_front_matter_is_refused(self):
        self.refuses("---\ntitle: x\n---\n", "a.md:1: front matter: the book would show it as text")

    def test_a_comment_for_authors_is_dropped(self):
        self.assertEqual(self.page("<!-- not\nshown -->\ntext"), "text\n")

    def test_a_callout_may_be_a_quotation(self):
        page = self.page("> **Predict.** What now?\n>\n> - this\n\nafter")
        self.assertIn('<div class="callout predict">', page)
        self.assertIn("\n**Predict.** What now?\n\n- this\n", page)

    def test_other_quotations_stay_quotations(self):
        self.assertEqual(self.page("> said somebody"), "> said somebody\n")

    def test_a_link_in_a_callout_is_refused_with_its_own_line(self):
        self.refuses("one\n\n> **Note.** text\n> [x](x.md)\n", "a.md:3: the link to x.md leads nowhere")

    def test_a_bar_in_code_in_a_table_does_not_end_the_cell(self):
        self.assertIn("| @htmlonly<code>a &#124; b</code>@endhtmlonly | c |",
                      self.page("| x | y |\n|---|---|\n| `a \\| b` | c |\n"))

    def test_a_row_with_too_many_cells_is_refused(self):
        self.refuses("| x | y |\n|---|---|\n| `a | b` | c |\n",
                     "a.md:3: 3 cells in a table of 2 columns; a | within one reads \\|")

    def test_a_figure_without_a_text_is_refused(self):
        self.refuses("![ ](picture.svg)",
                     "a.md:1: the figure picture.svg has no text for those who do not see it: ![text](picture.svg)")

    def test_a_figure_that_is_not_there_is_refused(self):
        self.refuses("![x](gone.svg)", "a.md:1: the figure gone.svg does not exist")

    def test_a_figure_is_taken_along(self):
        name = f"{self.root.name}-picture.svg"
        self.assertIn(f'<img src="figures/{name}" alt="a &quot;picture&quot;"/>',
                      self.page('![a "picture"](picture.svg)'))
        self.assertEqual(self.site.figures, {name: self.root / "picture.svg"})

    def test_two_figures_never_get_one_name(self):
        self.site.figures[f"{self.root.name}-picture.svg"] = Path("/elsewhere/picture.svg")
        with self.assertRaisesRegex(PageError, "a.md:1: the figures .* would get one name"):
            self.page("![x](picture.svg)")

    def test_a_fold_may_hold_markdown(self):
        page = self.page("<details>\n<summary>More</summary>\n\n**text**\n\n</details>\n")
        self.assertIn("@htmlonly[block]\n<details>\n@endhtmlonly", page)
        self.assertIn("\n**text**\n", page)


if __name__ == "__main__":
    unittest.main()
