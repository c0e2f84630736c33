/** @file repeat.h
 *  @brief Runs one cell many times, on all cores, and counts the distinct outputs. */
#pragma once

#include "notebook/page.h"
#include "notebook/result.h"
#include "notebook/work.h"

/** @brief Runs a built cell as often as its `repeat` says. `output` gets one row for each distinct output,
 * the most frequent first: `941 × 0 1 2`. The lines of one output are joined by ` / `; one that is empty
 * reads
 *  `(nothing)`; a run that crashes or hangs has that behind its output: `0 / (SIGSEGV)`.
 *  @param folder  of this cell: the program is there
 *  @return 0; what starting a run gives
 *  @threads one at a time: it uses all cores */
int repeat_cell(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
                struct result *out);

/** The most time that all runs of one cell may take together. */
enum { REPEAT_LIMIT_S = 240 };
