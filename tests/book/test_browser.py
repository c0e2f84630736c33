#!/usr/bin/env python3
"""Opens pages of the book in Chromium: test_browser.py HTML [PAGE…]

At the width of a desk and of a phone, in light and in dark: no script fails, nothing is asked from the network, all
stylesheets are there, nothing is wider than the screen, and the toggle changes the colours. With SCREENSHOTS=DIR in the
environment, the pictures are kept there."""
import os
import sys
from pathlib import Path

from browser import Browser

WIDTHS = [1280, 390]

MEASURE = """(() => {
  const found = [];
  const style = getComputedStyle(document.documentElement);
  if (!style.getPropertyValue('--book').trim()) found.push('book.css has no effect');
  const wide = innerWidth;
  for (const box of [document.scrollingElement, document.getElementById('doc-content')])
    if (box && box.scrollWidth > box.clientWidth)
      found.push((box.id || 'the page') + ' is ' + box.scrollWidth + ' px wide in ' + box.clientWidth);
  const scrolls = e => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX);
  for (const e of document.querySelectorAll('.contents *')) {
    if (e.getBoundingClientRect().right <= wide + 1) continue;
    let box = e.parentElement;
    while (!box.classList.contains('contents') && !scrolls(box)) box = box.parentElement;
    if (box.classList.contains('contents')) found.push('<' + e.localName + ' class="' + e.className + '"> is cut off');
  }
  for (const image of document.images)
    if (!image.complete || !image.naturalWidth) found.push('the image ' + image.getAttribute('src') + ' is not shown');
  return found;
})()"""

TOGGLE = """(() => {
  const colour = () => getComputedStyle(document.documentElement).getPropertyValue('--page-background-color');
  const button = document.querySelector('doxygen-awesome-dark-mode-toggle');
  if (!button) return ['there is no toggle for dark mode'];
  const before = colour();
  button.click();
  const after = colour();
  button.click();
  const found = [];
  if (before === after) found.push('the toggle for dark mode changes nothing');
  if (colour() !== before) found.push('the toggle for dark mode does not lead back');
  return found;
})()"""


def look(browser, page, width, dark):
    browser.view(width, dark=dark)
    found = browser.open(page.as_uri())
    found += browser.evaluate(MEASURE)
    if os.environ.get("SCREENSHOTS"):
        name = f"{page.stem}-{width}-{'dark' if dark else 'light'}.png"
        browser.screenshot(Path(os.environ["SCREENSHOTS"]) / name)
    found += browser.evaluate(TOGGLE)
    return found


def three_pages(root):
    """The front page, the first chapter that is there, the first exercise that is there."""
    pages = [root / "index.html"]
    for kind in ("chapter", "exercise"):
        pages += sorted(root.glob(f"{kind}-??*.html"))[:1]
    return pages


def main():
    root = Path(sys.argv[1]).resolve()
    pages = [root / name for name in sys.argv[2:]] or three_pages(root)
    failures = 0
    with Browser(os.environ.get("CHROMIUM", "chromium")) as browser:
        for page in pages:
            for width in WIDTHS:
                for dark in (False, True):
                    found = look(browser, page, width, dark)
                    failures += len(found)
                    for text in found:
                        print(f"{page.name} at {width} px, {'dark' if dark else 'light'}: {text}")
    print(f"{len(pages)} pages opened, {failures} problems")
    return 1 if failures or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
