"""The fixture workbook (one chapter, one exercise) in a folder of its own, configured, and made into a book."""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def copy(folder):
    """A copy of the fixture's tree that a test may spoil."""
    tree = Path(folder) / "tree"
    shutil.copytree(HERE / "fixture", tree)
    return tree


def configure(tree, *options):
    """Runs cmake on a tree; @return its CompletedProcess, the catalogue is in tree/../build."""
    build = Path(tree).parent / "build"
    return subprocess.run(
        [os.environ.get("CMAKE", "cmake"), "-S", tree, "-B", build, "-G", "Ninja", f"-DWORKBOOK_CMAKE={ROOT}/cmake",
         "-DWORKBOOK_DEV=ON", *options], capture_output=True, text=True)


def catalogue(tree):
    done = configure(tree)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads((Path(tree).parent / "build/catalogue.json").read_text())


def book(tree, *options):
    """Makes the fixture's book, with the prose of the real one; @return the CompletedProcess and the HTML's folder."""
    catalogue(tree)
    for name in ("docs", "include"):
        shutil.copytree(ROOT / name, tree / name)
    shutil.copytree(ROOT / "tests/mutants", tree / "tests/mutants", ignore=shutil.ignore_patterns("__pycache__"))
    for page in ROOT.glob("*.md"):
        shutil.copy(page, tree)
    for readme in ROOT.glob("src/*/README.md"):
        (tree / "src" / readme.parent.name).mkdir(parents=True)
        shutil.copy(readme, tree / "src" / readme.parent.name)
    out = tree.parent / "book"
    out.mkdir()
    done = subprocess.run(
        [sys.executable, tree / "docs/make/book.py", "--catalogue", tree.parent / "build/catalogue.json", "--out", out,
         "--awesome", os.environ.get("AWESOME", "/usr/share/doxygen-awesome-css"), *options], capture_output=True, text=True)
    return done, out / "html"
