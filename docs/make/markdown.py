"""From Markdown as a forge shows it to Markdown as Doxygen 1.9.4 reads it.

The pages of the book are written for a forge: links lead to files, headings have the anchors that a forge gives
them, callouts are blockquotes. Doxygen drops much of that without a word, so each page goes through doxygen_page():

    heading         gets {#page-slug}, where slug is the forge's anchor
    link            to a file that is a page of the book becomes @ref; to any other file, its text
    figure          an image on a line of its own becomes a <figure>, its file is copied into the book
    callout         "> **Predict.** …", or a paragraph that starts so, gets a box of its own
    code            the language is kept; a notebook cell and its output are marked as such
    <details>       may hold Markdown
    table           `a \\| b` in a cell stays one cell; a row with cells too few or too many is an error
    "quoted text"   may hold code and emphasis, which Doxygen does not look for between quotes
"""
import html
import re
from pathlib import Path

LANGUAGES = {"c": "c", "h": "c", "python": "py", "py": "py", "xml": "xml"}
CALLOUTS = {
    "Predict": "predict",
    "Run": "run",
    "Explain": "explain",
    "Misconception": "misconception",
    "When not to use it": "when-not",
    "In Python": "python",
    "Your turn": "exercise",
    "Note": "note",
    "Warning": "warning",
}

QUOTE = re.compile(r"<[^<>]*>|@htmlonly.*?@endhtmlonly|\"")  # a tag or HTML keeps its own
OUTPUTS = {"unordered": "prints, in any order", "one-of": "prints one of"}

FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})\s*(.*)$")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)(?:\s+#+)?(?:\s*\{#([\w-]+)\})?\s*$")
CALLOUT = re.compile(r"^\*\*(%s)[.:]\*\*" % "|".join(CALLOUTS))
FIGURE = re.compile(r"^!\[([^\]]*)\]\(([^)\s]+)(?:\s+\"([^\"]*)\")?\)\s*$")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
CODE_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


class PageError(Exception):
    """Something in a page that the book would show wrongly; the text names the file and the line."""


def slug(heading):
    """The anchor that a forge gives to a heading."""
    text = re.sub(r"\]\([^)]*\)", "", heading)
    text = re.sub(r"[^\w\- ]", "", text.lower())
    return text.strip().replace(" ", "-")


def anchor(page, heading_slug):
    """Doxygen's labels are global and ASCII, so a heading's label begins with its page."""
    return re.sub(r"[^A-Za-z0-9_-]", "", f"{page}-{heading_slug}")


def raw(text):
    """HTML that Doxygen passes on as it is."""
    return f"@htmlonly[block]\n{text}\n@endhtmlonly"


class Site:
    """The pages of the book: which file of the tree is which page, and what else a page uses."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.pages = {}    # file, relative to the root, or folder -> label
        self.planned = set()  # names of chapters that are still to come: links into them become text
        self.figures = {}  # name in the book -> file

    def add(self, path, label):
        self.pages[Path(path).as_posix().rstrip("/")] = label

    def figure(self, file):
        """Registers a figure; its name in the book tells where it comes from."""
        name = f"{file.parent.name}-{file.name}"
        if self.figures.setdefault(name, file) != file:
            raise PageError(f"the figures {file} and {self.figures[name]} would get one name")
        return f"figures/{name}"

    def label(self, source, target):
        """The label that a link from a file leads to; None: the target is not part of the book."""
        path, _, fragment = target.partition("#")
        file = (source.parent / path).resolve() if path else source
        if not file.exists():
            if self.planned.intersection(file.parts):
                return None
            raise PageError(f"the link to {target} leads nowhere")
        try:
            key = file.relative_to(self.root).as_posix()
        except ValueError:
            return None
        label = self.pages.get(key)
        if label and fragment and file.suffix in ("", ".md"):
            return anchor(label.split("#")[0], fragment)
        return label.replace("#", "-") if label else None


class Page:
    """One page on its way through; the file is where its relative links start."""

    def __init__(self, site, label, source, text, woven=None):
        self.site, self.label, self.source = site, label, Path(source)
        self.woven = Path(woven) if woven else None  # a folder with figures that the notebook drew
        self.lines = text.splitlines()
        self.at = 0       # the line that is being read
        self.offset = 0   # of a box: lines of the file before its first
        self.boxed = False
        self.out = []
        self.slugs = {}

    def error(self, text):
        shown = self.source
        if shown.is_relative_to(self.site.root):
            shown = shown.relative_to(self.site.root)
        return PageError(f"{shown}:{self.offset + self.at + 1}: {text}")

    # ------------------------------------------------------------------------------------------- blocks

    def convert(self):
        if self.lines and self.lines[0] == "---":
            raise self.error("front matter: the book would show it as text")
        while self.at < len(self.lines):
            block = self.block()
            if block:
                block()
            else:
                self.text()
        return "\n".join(self.out) + "\n"

    def block(self):
        """What reads the block that starts at this line; None: it is a line of text."""
        line = self.lines[self.at]
        if self.is_indented_code():
            return self.indented
        below = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        if FENCE.match(line):
            return self.fence
        if HEADING.match(line):
            return self.heading
        if FIGURE.match(line):
            return self.figure
        if re.match(r"^ {0,3}</?(details|summary)\b", line):
            return self.fold
        if line.startswith("|") and re.match(r"^\|[\s:|-]+\|?\s*$", below):
            return self.table
        if line.startswith("<!--"):
            return self.comment
        if not self.boxed and line.startswith(">") and CALLOUT.match(line.lstrip("> ")):
            return self.quoted_callout
        if not self.boxed and CALLOUT.match(line):
            return self.callout
        return None

    def text(self):
        """Lines up to a blank one or another block: a link may go from one line to the next."""
        lines = []
        while self.at < len(self.lines) and (not lines or not self.block()):
            lines.append(self.lines[self.at])
            self.at += 1
            if not lines[-1].strip():
                break
        self.at -= len(lines)  # for the line number of an error
        text = self.inline("\n".join(lines))
        self.at += len(lines)
        self.out.append(text)

    def is_indented_code(self):
        """Four blanks after an empty line, and no list above that this could belong to."""
        if not self.lines[self.at].startswith("    ") or (self.at and self.lines[self.at - 1].strip()):
            return False
        above = [line for line in self.lines[:self.at] if line.strip() and not line.startswith("  ")]
        return not above or not re.match(r"^([-*+]|\d+[.)]) ", above[-1])

    def indented(self):
        body = []
        while self.at < len(self.lines) and (self.lines[self.at].startswith("    ") or not self.lines[self.at].strip()):
            body.append(self.lines[self.at][4:])
            self.at += 1
        while not body[-1].strip():
            body.pop()
        self.out += ["```{.unparsed}", *body, "```", ""]

    def comment(self):
        """A comment for authors: not part of the book."""
        while "-->" not in self.lines[self.at]:
            self.at += 1
            if self.at == len(self.lines):
                raise self.error("a comment is not closed")
        self.at += 1

    def fence(self):
        indent, ticks, info = FENCE.match(self.lines[self.at]).groups()
        start = self.at
        body = []
        self.at += 1
        while self.at < len(self.lines) and not re.match(rf"^ {{0,3}}{ticks[0]}{{{len(ticks)},}}\s*$", self.lines[self.at]):
            body.append(self.lines[self.at][len(indent):])
            self.at += 1
        if self.at == len(self.lines):
            self.at = start
            raise self.error("the code block is not closed")
        self.at += 1
        self.out += [indent + line if line else "" for line in code_block(info.split(), body)]

    def heading(self):
        marks, text, given = HEADING.match(self.lines[self.at]).groups()
        base = slug(text)
        count = self.slugs.get(base, 0)
        self.slugs[base] = count + 1
        name = base if count == 0 else f"{base}-{count}"
        label = self.label if len(marks) == 1 else given or anchor(self.label, name)
        # In a heading, Doxygen would show `code` as <tt>code</tt>: there it is plain text.
        self.out.append(f"{marks} {text.replace('`', '')} {{#{label}}}")
        self.at += 1

    def figure(self):
        alt, target, caption = FIGURE.match(self.lines[self.at]).groups()
        if not alt.strip():
            raise self.error(f"the figure {target} has no text for those who do not see it: ![text]({target})")
        file = (self.source.parent / target).resolve()
        if self.woven and (self.woven / target).exists():
            file = (self.woven / target).resolve()
        if not file.exists():
            raise self.error(f"the figure {target} does not exist")
        try:
            name = self.site.figure(file)
        except PageError as error:
            raise self.error(str(error)) from None
        below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
        self.out += ["", raw(f'<figure class="figure"><img src="{name}" '
                             f'alt="{html.escape(alt)}"/>{below}</figure>'), ""]
        self.at += 1

    def fold(self):
        """<details> in a page: passed on as HTML, so that what it holds is Markdown again."""
        self.out += ["", raw(self.lines[self.at].strip()), ""]
        self.at += 1

    def quoted_callout(self):
        body, start = [], self.at
        while self.at < len(self.lines) and self.lines[self.at].startswith(">"):
            body.append(re.sub(r"^> ?", "", self.lines[self.at]))
            self.at += 1
        self.box(body, start)

    def callout(self):
        """A paragraph that starts with the words."""
        body, start = [], self.at
        while self.at < len(self.lines) and self.lines[self.at].strip() and not FENCE.match(self.lines[self.at]):
            body.append(self.lines[self.at])
            self.at += 1
        self.box(body, start)

    def box(self, body, start):
        kind = CALLOUTS[CALLOUT.match(body[0]).group(1)]
        inner = Page(self.site, self.label, self.source, "\n".join(body), self.woven)
        inner.boxed, inner.offset = True, self.offset + start
        text = inner.convert().rstrip()
        self.out += ["", raw(f'<div class="callout {kind}">'), "", text, "", raw("</div>"), ""]

    def table(self):
        columns = None
        self.out.append("")
        while self.at < len(self.lines) and self.lines[self.at].startswith("|"):
            row = CODE_SPAN.sub(pipe_in_code, self.lines[self.at])
            cells = len(re.findall(r"(?<!\\)\|", row.strip().strip("|"))) + 1
            columns = columns or cells
            if cells != columns:
                raise self.error(f"{cells} cells in a table of {columns} columns; a | within one reads \\|")
            self.out.append(self.inline(row))
            self.at += 1
        self.out.append("")

    # ------------------------------------------------------------------------------------------- within a line

    def inline(self, text):
        """Rewrites links and quotation marks, outside code spans and tags."""
        out, last = [], 0
        for span in CODE_SPAN.finditer(text):
            out += [QUOTE.sub(quote, text[last:span.start()]), span.group()]
            last = span.end()
        text = "".join([*out, QUOTE.sub(quote, text[last:])])
        spans = [span.span() for span in CODE_SPAN.finditer(text)]

        def replace(match):
            if any(a < match.start() < b for a, b in spans):
                return match.group()
            return self.link(match.group(1), match.group(2))

        return LINK.sub(replace, text)

    def link(self, text, target):
        text = " ".join(text.split())
        if re.match(r"^(https?:|mailto:|[\w-]+\.html$)", target):
            return f"[{text}]({target})"  # elsewhere, or a page that Doxygen makes
        try:
            label = self.site.label(self.source, target)
        except PageError as error:
            raise self.error(str(error)) from None
        if target.startswith("#"):
            label = anchor(self.label, target[1:])
        return f"[{text}](@ref {label})" if label else text


def quote(match):
    return "&quot;" if match.group() == '"' else match.group()


def pipe_in_code(match):
    """In a table, `a \\| b` is code with a bar, which Doxygen takes for the end of the cell."""
    if "\\|" not in match.group(2):
        return match.group()
    code = html.escape(match.group(2).strip()).replace("\\|", "&#124;")
    return f"@htmlonly<code>{code}</code>@endhtmlonly"


def code_block(words, body):
    """The lines of a code block: a cell and its output get a frame that says which they are."""
    language = LANGUAGES.get(words[0].lower(), "unparsed") if words else "unparsed"
    block = [f"```{{.{language}}}", *body, "```"]
    if words and words[0] == "output":
        return framed("output", OUTPUTS.get(" ".join(words[1:]), "prints"), block)
    if len(words) > 1:
        role = " ".join(words[1:])
        return framed(f"cell {words[1]}", f"{'C' if words[0] == 'c' else words[0].title()} · {role}", block)
    return block


def framed(kind, name, block):
    label = f'<div class="label">{html.escape(name)}</div>'
    return ["", raw(f'<div class="{kind}">{label}'), "", *block, "", raw("</div>"), ""]


def doxygen_page(site, label, source, text, woven=None):
    """The whole of a page; source is the file that its relative links start from."""
    return Page(site, label, source, text, woven).convert()
