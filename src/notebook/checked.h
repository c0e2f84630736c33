/** @file checked.h
 *  @brief A page with what its cells did and how that compares: what all commands begin with. */
#pragma once

#include "notebook/compare.h"
#include "notebook/evaluate.h"

enum state {
    STATE_FITS,        /**< it did what the page says */
    STATE_DIFFERS,     /**< it printed something else than its output block, or has none */
    STATE_FAILED,      /**< it does not compile, crashed, hung … */
    STATE_NOT_RUN,     /**< because of another cell, or interrupted */
    STATE_UNAVAILABLE, /**< it asks for what cannot be done yet */
    NSTATES,
};

struct checked {
    struct page *page;
    struct result *results;         /**< one a cell */
    struct comparison *comparisons; /**< one a cell; only of those with results that are OK */
    enum state *states;             /**< one a cell */
    size_t counts[NSTATES];
    size_t ncached;
};

/** @brief Reads a page, evaluates its cells, compares.
 *  @param cache     the cache's folder; NULL: no cache
 *  @param[out] out  owned by the caller: checked_free(); NULL on error
 *  @param[in,out] why  lines for the user: errors, or warnings when the return value is 0
 *  @return 0; EINVAL: the page is wrong; ECANCELED: interrupted; else why it cannot be read */
int checked_open(const struct work *w, const char *cache, const char *path, evaluate_progress *progress,
                 void *context, struct checked **out, struct text *why);

void checked_free(struct checked *c);

/** @brief What the cell shows on a page: what it printed; where it could not be run, what the page says. */
const char *checked_output(const struct checked *c, const struct cell *cell);
