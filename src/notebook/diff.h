/** @file diff.h
 *  @brief The least difference between the lines on a page and the lines a cell printed. */
#pragma once

#include "notebook/lines.h"

#include <stddef.h>

enum edit_kind {
    EDIT_SAME,   /**< the page's line fits the found line */
    EDIT_CHANGE, /**< the page's line is to become the found line */
    EDIT_DOTS,   /**< a `...` on the page takes this found line in */
    EDIT_END,    /**< a `...` on the page ends; it took no found line in */
    EDIT_REMOVE, /**< the page's line was not printed */
    EDIT_ADD,    /**< the found line is not on the page */
};

struct edit {
    enum edit_kind kind;
    size_t expected; /**< index of the page's line, unless EDIT_ADD */
    size_t found;    /**< index of the found line, unless EDIT_REMOVE or EDIT_END */
};

struct diff {
    struct edit *edits; /**< in the order of both; nedits of them */
    size_t nedits;
    size_t cost; /**< how many of them are changes; 0: the texts fit */
};

/** @brief Compares.
 *  @param[out] out  owned by the caller: diff_deinit()
 *  @return 0; E2BIG: too much text for an exact answer, the texts differ; ENOMEM
 *  @threads any
 *  @source Wagner and Fischer, "The string-to-string correction problem", JACM 1974 */
int diff_lines(const struct lines *expected, const struct lines *found, struct diff *out);

void diff_deinit(struct diff *d);
