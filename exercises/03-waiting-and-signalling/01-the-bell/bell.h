/** @file bell.h
 *  @brief A bell that remembers that it was rung, until it is reset. */
#pragma once

#include <stdbool.h>

struct bell; // yours, in bell.c

/** @brief Makes a bell that is not rung.
 *  @return owned by the caller: bell_free(); NULL: no memory
 *  @threads any */
struct bell *bell_new(void);

/** @brief Rings: releases all who wait now, and all who come later until bell_reset(). Ringing twice is
 *  fine.
 *  @threads any number at once */
void bell_ring(struct bell *b);

/** @brief From now on waiters wait for the next ring. Those whom a ring has released get away all the
 *  same; those who wait for a ring go on waiting.
 *  @threads any number at once */
void bell_reset(struct bell *b);

/** @brief Returns once the bell is rung, at once if it is. The caller then sees all that was done before
 *  the ring. It sleeps while it waits, and never returns without a ring.
 *  @threads any number at once; waits */
void bell_wait(struct bell *b);

/** @brief Whether the bell is rung; may be old news when you look at it.
 *  @threads any number at once */
bool bell_is_rung(struct bell *b);

/** @brief Gives the bell back. NULL is fine.
 *  @threads one, when no other uses the bell any more: after its own bell_wait() and the join of the
 *  ringer it may do so directly */
void bell_free(struct bell *b);
