/** @file clock.h
 *  @brief A vector clock: for each thread, how many of its epochs are known to have happened before.
 *
 *  @source Mattern, "Virtual time and global states of distributed systems", 1989 */
#pragma once

#include "explore/runtime/limits.h"

#include <stdbool.h>
#include <stdint.h>

/** A clock. All zero is the empty clock: nothing is known. Entries from `n` on are zero and not stored. */
struct clock {
    uint32_t n;               /**< entries in use */
    uint32_t at[THREADS_MAX]; /**< only the first `n` mean something */
};

/** @brief Makes the clock empty. */
static inline void clock_clear(struct clock *c)
{
    c->n = 0;
}

/** @brief The entry of one thread. */
static inline uint32_t clock_get(const struct clock *c, unsigned thread)
{
    return thread < c->n ? c->at[thread] : 0;
}

/** @brief Begins a new epoch of @p thread: what it does from now on is not known to who copied the clock. */
void clock_tick(struct clock *c, unsigned thread);

/** @brief Makes @p c know all that @p other knows. */
void clock_join(struct clock *c, const struct clock *other);

/** @brief Makes @p c equal to @p other. */
void clock_copy(struct clock *c, const struct clock *other);

/** @brief Whether @p c knows nothing that @p other does not know. */
bool clock_before(const struct clock *c, const struct clock *other);
