/** @file evaluate.h
 *  @brief All cells of a page: from the cache where it can be, else built and run, several at a time. */
#pragma once

#include "notebook/cache.h"
#include "notebook/page.h"
#include "notebook/result.h"
#include "notebook/work.h"

/** @brief Called as cells end, from any thread but never two at once. */
typedef void evaluate_progress(void *context, size_t done, size_t of, const struct cell *cell);

/** @brief Evaluates each cell of the page. Defs come first; a cell below a def that does not compile is not
 * run. Cells with `repeat` come last, one after another, for they use all cores.
 *  @param cache     NULL: everything is built and run
 *  @param progress  may be NULL
 *  @param[out] out  page->ncells results, owned by the caller: evaluate_free()
 *  @param[in,out] why  gets a warning when results could not be kept
 *  @return 0; ECANCELED: interrupted (results are there, some not run); ENOMEM, EAGAIN */
int evaluate_page(const struct work *w, const struct page *page, const struct cache *cache,
                  evaluate_progress *progress, void *context, struct result **out, struct text *why);

void evaluate_free(const struct page *page, struct result *results);
