/** @file hints.h
 *  @brief The hints of an exercise, as its hints.md writes them (README.md tells the format). */
#pragma once

#include <stddef.h>

enum { HINTS_MAX = 16 };

/** Hints are steps, shown one after another, and those for one verdict, shown when it is the reader's. */
struct hints {
    char *steps[HINTS_MAX]; /**< owned; without number, heading or mark */
    size_t nsteps;
    struct verdict_hint {
        char *verdict; /**< "deadlock" */
        char *text;
    } marked[HINTS_MAX];
    size_t nmarked;
};

/** @brief Reads hints: an ordered list, or a section a hint. A hint that begins with `[verdict]` is for that
 * one.
 *  @param text  the file's content; what stands before the first hint is no hint
 *  @param[out] out  release with hints_deinit() */
void hints_read(const char *text, struct hints *out);

void hints_deinit(struct hints *h);

/** @brief The hint for a verdict; NULL: none (also for a NULL verdict). */
const char *hints_for(const struct hints *h, const char *verdict);
