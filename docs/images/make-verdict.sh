#!/bin/sh
# Draws docs/images/verdict.svg: the report on exercise 02-01 as it is handed out, a race, with its witness.
set -eu
cd "$(dirname "$0")/../.."
exec python3 docs/make/terminal.py docs/images/verdict.svg \
    "The judge's report: the verdict race, the promise that is broken, the two accesses, and the shortest way there" \
    "${1:-build/learner/bin/workbook}" check 02-01 --source exercises/02-races-and-locks/01-lost-update/tally.c \
    --analyses explore
