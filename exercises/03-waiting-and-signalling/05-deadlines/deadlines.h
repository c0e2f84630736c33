/** @file deadlines.h
 *  @brief The bell and the buffer again, with waits that end at a deadline. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/** A moment, in nanoseconds on CLOCK_MONOTONIC: it goes on evenly, whatever the clock on the wall is set to.
 */
typedef long long ns_t;

/** @brief Given: this moment. */
ns_t clock_now(void);

/** @brief A moment as POSIX wants it.
 *  @param t  any, negative too
 *  @return tv_sec * 10^9 + tv_nsec is @p t, and 0 <= tv_nsec < 10^9
 *  @threads any */
struct timespec timespec_of(ns_t t);

// ------------------------------------------------------------------------------------------------------ bell

struct bell; // as in exercise 03-01

struct bell *bell_new(void);     /**< Given. */
void bell_ring(struct bell *b);  /**< Given: releases all who wait, and all who come later until the reset. */
void bell_reset(struct bell *b); /**< Given: those whom a ring has released get away all the same. */
void bell_wait(struct bell *b);  /**< Given. */
bool bell_is_rung(struct bell *b); /**< Given. */
void bell_free(struct bell *b);    /**< Given. */

/** @brief As bell_wait(), but gives up at @p deadline.
 *  @return 0: it was rung, also if the deadline is past; ETIMEDOUT: not until the deadline
 *  @threads any number at once; waits */
int bell_wait_until(struct bell *b, ns_t deadline);

// ---------------------------------------------------------------------------------------------------- buffer

struct buffer; // as in exercise 03-02

struct buffer *buffer_open(size_t places);     /**< Given. */
int buffer_put(struct buffer *b, void *item);  /**< Given: 0, or EPIPE. */
int buffer_get(struct buffer *b, void **item); /**< Given: 0, or EPIPE when closed and empty. */
void buffer_close(struct buffer *b);           /**< Given. */
void buffer_free(struct buffer *b);            /**< Given. */

/** @brief As buffer_get(), but gives up at @p deadline.
 *  @param[out] item  what was taken; untouched on error
 *  @return 0: an item was taken, also if the deadline is past; EPIPE: closed and empty; ETIMEDOUT: nothing
 *          was taken
 *  @threads any number at once; waits */
int buffer_get_until(struct buffer *b, void **item, ns_t deadline);

/** @brief As buffer_put(), but gives up at @p deadline.
 *  @return 0: the item was put, also if the deadline is past; EPIPE: closed; ETIMEDOUT: it was not put
 *  @threads any number at once; waits */
int buffer_put_until(struct buffer *b, void *item, ns_t deadline);
