#!/usr/bin/env python3
"""Checks a folder of HTML: check_html.py HTML

Every link, anchor, image and script within it resolves; every image has a text; no id stands twice on a page; nothing
is loaded from elsewhere; no Markdown stands in the text because Doxygen did not take it for such. The links in Doxygen's scripts (sidebar, search) are followed, too. Its own little pages in
search/ are not read: they show the results that its scripts hold."""
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {"img": "src", "script": "src", "link": "href", "object": "data", "iframe": "src", "source": "src",
         "video": "src", "audio": "src", "embed": "src", "image": "href"}
CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)|@import\s+['\"]([^'\"]+)['\"]")
SCRIPT_LINK = re.compile(r"['\"]((?:\.\./)?[\w.-]+\.html(?:#[^'\"]*)?)['\"]")
LEFT_OVER = re.compile(r"\*\w|\w\*|\*\*|`|\]\(")
VERBATIM = {"pre", "code", "script", "style", "title", "svg"}
DECLARATIONS = {"fragment", "memproto", "memname", "memtitle", "memItemLeft", "memItemRight", "ttc", "params"}


class Page(HTMLParser):
    """What one page has and wants."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loads, self.problems = set(), [], [], []
        self.style = False
        self.verbatim = []  # the open tags from the outermost on in which text is code
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        line = self.getpos()[0]
        given = dict(attributes)
        code = tag in VERBATIM or DECLARATIONS & set((given.get("class") or "").split())
        if tag == self.verbatim[-1] if self.verbatim else code:
            self.verbatim.append(tag)
        if given.get("id"):
            if given["id"] in self.ids:
                self.problems.append((line, f"the id {given['id']} stands twice"))
            self.ids.add(given["id"])
        if tag == "a":
            self.ids.update(filter(None, [given.get("name")]))
            if "href" in given:
                self.links.append((line, given["href"]))
        if tag in LOADS and given.get(LOADS[tag]):
            self.loads.append((line, given[LOADS[tag]]))
        if tag == "img" and not (given.get("alt") or "").strip() and given.get("role") != "presentation":
            self.problems.append((line, f"the image {given.get('src')} has no alt text"))
        self.loads += [(line, url) for url in css_urls(given.get("style") or "")]
        self.style = tag == "style"

    def handle_endtag(self, tag):
        self.style = False
        if self.verbatim and tag == self.verbatim[-1]:
            self.verbatim.pop()

    def handle_data(self, data):
        if not self.verbatim and LEFT_OVER.search(data):
            self.problems.append((self.getpos()[0], f"Markdown in the text: {data.strip()[:80]!r}"))
        if self.style:
            self.loads += [(self.getpos()[0], url) for url in css_urls(data)]


def css_urls(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return [first or second for first, second in CSS_URL.findall(text)]


class Folder:
    """All pages of the folder, read once."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.pages = {}
        self.problems = []

    def page(self, path):
        if path not in self.pages:
            self.pages[path] = Page(path)
        return self.pages[path]

    def report(self, file, line, text):
        self.problems.append(f"{file.relative_to(self.root)}:{line}: {text}")

    def follow(self, file, line, url, loads=False):
        """A link or a load: it must lead to what is there, and a load must not leave the folder."""
        parts = urlsplit(url)
        if parts.scheme in ("data", "javascript", "mailto"):
            return
        if parts.scheme or parts.netloc:
            if loads:
                self.report(file, line, f"loads {url} from elsewhere")
            return
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        if not target.is_relative_to(self.root):
            self.report(file, line, f"the link {url} leaves the book")
        elif not target.is_file():
            self.report(file, line, f"the link {url} leads nowhere")
        elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in self.page(target).ids:
            self.report(file, line, f"the link {url}: no such anchor")

    def check_page(self, file):
        page = self.page(file)
        for line, text in page.problems:
            self.report(file, line, text)
        for line, url in page.links:
            self.follow(file, line, url)
        for line, url in page.loads:
            self.follow(file, line, url, loads=True)

    def check_script(self, file):
        """The sidebar's and the search's data: strings that name a page."""
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            for url in SCRIPT_LINK.findall(line):
                self.follow(file, number, url)

    def check(self):
        pages = sorted(p for p in self.root.rglob("*.html") if p.parent.name != "search")
        if not pages:
            self.problems.append(f"{self.root}: no pages")
        for file in pages:
            self.check_page(file)
        for file in sorted(self.root.rglob("*.css")):
            for url in css_urls(file.read_text(encoding="utf-8")):
                self.follow(file, 1, url, loads=True)
        data = [*self.root.glob("nav*.js"), *self.root.glob("*_dup.js"), *self.root.glob("search/*_*.js")]
        data += [p.with_suffix(".js") for p in pages if p.with_suffix(".js").exists()]
        for file in sorted(set(data) - {self.root / "navtree.js"}):
            self.check_script(file)
        return self.problems


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Folder(sys.argv[1])
    found = folder.check()
    print("\n".join(found + [f"{len(folder.pages)} pages, {len(found)} problems"]))
    sys.exit(1 if found else 0)
