/** @file stock.h
 *  @brief What is on the shelf: how many of each kind, how much in all, and where the least and the most
 * stand. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** A value and where it stands. */
struct extreme {
    unsigned value;
    size_t at; /**< the lowest index with this value */
};

struct stock {
    size_t count[256]; /**< how many items of each value */
    uint64_t total;    /**< the sum of all values */
    struct extreme least, most;
};

/** @brief Counts a shelf of @p n items with OpenMP's team. The result is exactly that of one thread, whatever
 * the size of the team. Threads do not wait for each other at each item.
 *  @return 0; EINVAL and *out all zero: @p n is 0
 *  @threads one at a time */
int take_stock(const uint8_t *shelf, size_t n, struct stock *out);
