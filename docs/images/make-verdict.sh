#!/bin/sh
# Draws docs/images/verdict.svg: the report on an answer to 01-01 that waits for each cook before it starts the next.
set -eu
cd "$(dirname "$0")/../.."
wrong=tests/exercises/01-first-threads/01-hello-cooks/specimens/join-in-the-loop.wrong.c
exec python3 docs/make/terminal.py docs/images/verdict.svg \
    "The judge's report: the verdict wrong, the promise that is broken, what was expected and found, and why" \
    build/learner/bin/workbook check 01-01 --source "$wrong" --analyses run
