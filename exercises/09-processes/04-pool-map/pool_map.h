/** @file pool_map.h
 *  @brief A function applied to many items by several processes, as Python's multiprocessing.Pool.map does.
 */
#pragma once

#include <stddef.h>

/** @brief What is done with one item, in a worker. It sees the memory of the caller as it was when the
 *  worker was started; what it writes besides @p result stays in the worker.
 *  @param[out] result  result_size zero bytes, to be filled in
 *  @return 0, or an errno value: this item has failed */
typedef int map_fn(const void *item, void *result, void *ctx);

/** All that there is to do. Constant during the call, but for the results. */
struct map_job {
    const void *items; /**< `count` of them, each of item_size bytes */
    size_t count, item_size;
    void *results; /**< `count` of them, each of result_size bytes: filled in here */
    size_t result_size;
    map_fn *fn;
    void *ctx;        /**< for each call of fn */
    unsigned workers; /**< processes at a time; 0 is taken for 1 */
    size_t chunk;     /**< items that a worker is given at a time; 0 is taken for 1 */
};

/** @brief Calls fn once for each item, in child processes, never in the caller. A worker that has done its
 *  chunk gets the next one; what a busy worker has not got yet the others do. The results stand in the
 *  order of the items; that of an item that failed is all zero bytes. What a worker had in hand when it
 *  died has failed with EIO, unless its result was whole and here already; the rest is done all the same.
 *  No child and no descriptor is left, and other children of the caller are not touched.
 *  @param[out] errors  `count` of them: 0, what fn returned, or EIO; if not even one worker could be
 *         started, what fork (or the making of its channel) said, for each item that is not done
 *  @return how many items failed
 *  @threads one: it waits for the work, asleep */
size_t process_map(const struct map_job *job, int errors[]);
