/** @file cache.h
 *  @brief Results of cells kept between runs: one small file a cell, named by all that its result depends on.
 */
#pragma once

#include "notebook/page.h"
#include "notebook/result.h"
#include "notebook/work.h"

/** @brief A page's part of the cache. Lookups and stores may come from any thread. */
struct cache;

/** @brief Opens the cache of one page: reads what all of its cells depend on (tools, headers).
 *  @param folder   holds all pages' results; made when the first is stored
 *  @param[out] out owned by the caller: cache_close()
 *  @return 0; ENOMEM
 *  @threads any */
int cache_open(const char *folder, const struct work *w, const struct page *page, struct cache **out);

/** @brief Looks a cell up.
 *  @param[out] out filled, `cached` set, if it is there
 *  @return 0; ENOENT
 *  @threads any number at once */
int cache_get(const struct cache *c, const struct cell *cell, struct result *out);

/** @brief Keeps a result. Only results that are OK are kept.
 *  @return 0; what writing gives: ENOSPC, EACCES …
 *  @threads any number at once */
int cache_put(const struct cache *c, const struct cell *cell, const struct result *result);

/** @brief Forgets results that no cell of the page has any more. */
void cache_prune(const struct cache *c);

void cache_close(struct cache *c);
