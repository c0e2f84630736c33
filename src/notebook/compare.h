/** @file compare.h
 *  @brief A cell's output block against what the cell printed: do they fit, how do they differ, and what
 * should the page say? */
#pragma once

#include "notebook/page.h"

#include <stdbool.h>

/** Release with comparison_deinit(). */
struct comparison {
    bool fits;
    struct text diff;    /**< unless it fits: lines with `-` (the page), `+` (found) or a blank before them */
    struct text updated; /**< unless it fits: what the block should hold; patterns that still fit are kept */
};

/** @brief Compares by the kind of the block: in order, unordered, one of several, or the rows of a `repeat`.
 *  @param found  what the cell printed
 *  @threads any */
void compare_output(const struct cell *cell, const char *found, struct comparison *out);

void comparison_deinit(struct comparison *c);

/** @brief For compare.c: the rows of a `repeat` cell. */
void compare_rows(const struct cell *cell, const char *found, struct comparison *out);
