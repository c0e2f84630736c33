#!/usr/bin/env python3
"""The programs that are handed out with 14-04 and 14-05: built with the solutions they draw what the READMEs show, and
pictures that are none are refused with the line.

usage: given.py COMPILER
"""
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
CHAPTER = "14-openmp-loops"
FLAGS = ["-std=c17", "-D_GNU_SOURCE", "-O2", "-fopenmp", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]

BAD = {  # what stands in the file: what is said of it
    b"": "line 1",
    b"P5\n1 1\n255\nabc": "line 1",
    b"P6\n# a comment\n0 1\n255\n": "line 3",
    b"P6\n\n\n3 99999999999999999999\n255\n": "line 4",
    b"P6\n1 1\n65535\nabcdef": "line 3",
    b"P6\n2 2\n255\nabc": "the pixels",
}


def build(compiler, exercise, sources, solution, folder):
    handed_out, out = ROOT / "exercises" / CHAPTER / exercise, folder / sources[0][:-2]
    subprocess.run([compiler, *FLAGS, f"-I{ROOT}/include", f"-I{handed_out}", *(handed_out / s for s in sources),
                    ROOT / "solutions" / CHAPTER / exercise / solution, "-o", out], check=True)
    return out


def ppm_rows(data):
    """Rows of a PPM as these programs write it: three lines, no comment."""
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    assert len(pixels) == 3 * width * height, f"{len(pixels)} bytes for {width} x {height}"
    return [pixels[3 * width * y:3 * width * (y + 1)] for y in range(height)]


def png_rows(path):
    """Rows of a PNG without filters, three bytes a pixel."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height = struct.unpack(">II", data[at + 8:at + 16])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += length + 12
    raw, row = zlib.decompress(packed), 3 * width + 1
    assert all(raw[row * y] == 0 for y in range(height)), f"{path.name} is filtered"
    return [raw[row * y + 1:row * (y + 1)] for y in range(height)]


def main():
    compiler, exercises = sys.argv[1], ROOT / "exercises" / CHAPTER
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        buffet = build(compiler, "04-mandelbrot", ["buffet.c"], "mandelbrot.c", folder)
        steam = build(compiler, "05-blur", ["steam.c", "ppm.c"], "blur.c", folder)

        drawn = ppm_rows(subprocess.run([buffet, "3", "2"], capture_output=True, check=True).stdout)
        shown = png_rows(exercises / "04-mandelbrot/buffet.png")
        points = 3 * 320  # what stands right of them tells which cook came first, and differs
        other = sum(a != b for left, right in zip(drawn, shown, strict=True) for a, b in zip(left[:points], right[:points]))
        assert other < 0.003 * points * 240, f"{other} bytes differ from buffet.png"

        window = (exercises / "05-blur/window.ppm").read_bytes()
        blurred = ppm_rows(subprocess.run([steam, "4"], input=window, capture_output=True, check=True).stdout)
        shown = png_rows(exercises / "05-blur/window.png")
        assert [row[-len(b):] for row, b in zip(shown, blurred, strict=True)] == blurred, "window.png shows another blur"
        assert ppm_rows(subprocess.run([steam, "0"], input=window, capture_output=True, check=True).stdout) == \
            [row[:3 * 180] for row in shown], "radius 0 does not copy"

        for data, words in BAD.items():
            run = subprocess.run([steam, "1"], input=data, capture_output=True)
            assert run.returncode == 1 and words in run.stderr.decode() and not run.stdout, (data, run)
    print("what is handed out works")


main()
