#!/usr/bin/env python3
"""Draws what a command prints on a terminal: terminal.py OUT.svg TITLE COMMAND…

The command runs on a pseudo-terminal, so the picture shows what a person sees, colours and all. The colours follow
the reader's light or dark mode. README.md tells which pictures there are and how each is made again."""
import html
import os
import pty
import re
import sys
from pathlib import Path

CELL, LINE, MARGIN = 8.4, 20, 16
COLOURS = {"31": "red", "32": "green", "33": "yellow", "34": "blue", "35": "magenta", "36": "cyan"}
STYLE = """
.page { fill: #fffdfa; stroke: #e2dbd1 } text { font: 14px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
fill: #2b2f33; white-space: pre } .bold { font-weight: 700 } .dim { fill: #62686e } .red { fill: #b3261e }
.green { fill: #2f6f45 } .yellow { fill: #7a5a00 } .blue { fill: #1f5fa8 } .magenta { fill: #6a3fa0 } .cyan { fill: #1d7074 }
@media (prefers-color-scheme: dark) { .page { fill: #1b1c1e; stroke: #3a3d40 } text { fill: #dcdfe1 } .dim { fill: #a0a7ac }
.red { fill: #ff9d94 } .green { fill: #8fce9f } .yellow { fill: #e2c26b } .blue { fill: #86b9f5 } .magenta { fill: #b9a3f5 }
.cyan { fill: #77c8c8 } }"""


def record(command):
    """What the command prints on a terminal of 80 columns, as text."""
    os.environ.update(COLUMNS="80", LINES="40", TERM="xterm-256color")
    os.environ.pop("NO_COLOR", None)
    chunks = []

    def read(fd):
        data = os.read(fd, 4096)
        chunks.append(data)
        return data

    stdout, silent = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    try:
        pty.spawn(command, read)
    finally:
        os.dup2(stdout, 1)
    return b"".join(chunks).decode()


def visible(text):
    """The lines that stay: a carriage return or an erasure takes back what was written on the line."""
    lines = [re.split(r"\r|\x1b\[2?K", line)[-1] for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    while lines and not re.sub(r"\x1b\[[\d;]*m", "", lines[-1]).strip():
        lines.pop()
    return lines


def spans(line):
    """A line as [(classes, text)]."""
    classes, found = set(), []
    for code, text in re.findall(r"\x1b\[([\d;]*)m|([^\x1b]+)", line):
        if text:
            found.append((" ".join(sorted(classes)), text))
            continue
        for number in (code or "0").split(";"):
            if number == "0":
                classes = set()
            elif number in ("1", "2"):
                classes.add("bold" if number == "1" else "dim")
            elif number in COLOURS:
                classes.add(COLOURS[number])
    return found


def svg(title, lines):
    plain = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]
    width = int(max(map(len, plain)) * CELL + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
           f'role="img" aria-label="{html.escape(title)}">', f"<title>{html.escape(title)}</title>", f"<style>{STYLE}</style>",
           f'<rect class="page" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>']
    for number, line in enumerate(lines):
        parts = "".join(f'<tspan class="{classes}">{html.escape(text)}</tspan>' for classes, text in spans(line))
        if parts:
            out.append(f'<text x="{MARGIN}" y="{MARGIN + 14 + number * LINE}" xml:space="preserve">{parts}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    Path(sys.argv[1]).write_text(svg(sys.argv[2], visible(record(sys.argv[3:]))))
