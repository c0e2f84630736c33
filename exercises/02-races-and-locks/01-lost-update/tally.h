/** @file tally.h
 *  @brief A tally on the kitchen wall: all cooks add to it, anybody may read it. */
#pragma once

struct tally; // in tally.c

/** @brief Makes a tally that stands at 0.
 *  @return owned by the caller: tally_free(); NULL: no memory
 *  @threads any */
struct tally *tally_new(void);

/** @brief Adds @p n, which may be negative or 0. Every addition counts, whoever else adds or reads meanwhile.
 *  @threads any number at once */
void tally_add(struct tally *t, int n);

/** @brief Where the tally stands: the sum of the additions that were made before, in some order. The sum may
 *  pass the range of an int; staying within that of a long is the callers' duty.
 *  @threads any number at once, also while others add */
long tally_read(struct tally *t);

/** @brief Gives the tally back. NULL is fine.
 *  @threads one, when no other uses the tally any more */
void tally_free(struct tally *t);
