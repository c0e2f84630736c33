/** @file permits.h
 *  @brief Permits: at most so many inside at once. And a use of them: many requests, few at a time. */
#pragma once

#include <stdbool.h>

struct permits; // yours, in permits.c

/** @brief Makes @p n permits, all free.
 *  @param n  how many; may be 0: then a take waits for ever
 *  @return owned by the caller: permits_free(); NULL: no memory
 *  @threads any */
struct permits *permits_new(unsigned n);

/** @brief Takes a permit; sleeps while none is free.
 *  @threads any number at once; waits */
void permits_take(struct permits *p);

/** @brief Takes a permit if one is free, without waiting for one. It may give way to those who wait.
 *  @return whether it took one
 *  @threads any number at once */
bool permits_try(struct permits *p);

/** @brief Gives a permit back, which may have been taken by another thread.
 *  @return 0; EOVERFLOW: all permits are free already, nothing changed
 *  @threads any number at once */
int permits_give(struct permits *p);

/** @brief Gives the memory back. NULL is fine.
 *  @threads one, when no other uses the permits any more */
void permits_free(struct permits *p);

/** @brief Calls fetch(i, ctx) once for each i in 0 … n-1, from @p threads threads, at most @p limit at
 *  once, and as many as that if there is work. All are tried, whatever the others return.
 *  @param n        how many; 0: none is called
 *  @param threads  how many are started; if some cannot be started, the others do all of it
 *  @param limit    how many calls there may be at the same time
 *  @param fetch    0 or an error number; must be safe to run in several threads at once
 *  @param ctx      handed to each; stays the caller's
 *  @return 0: every call returned 0; else the error of the lowest i that failed; EINVAL: n is negative,
 *          threads is less than 1, or limit is 0 (looked at first), nothing was called; ENOMEM, nothing
 *          was called; pthread_create's error if no thread can be started, nothing was called
 *  @threads any number at once: two calls share nothing; waits for its threads */
int fetch_all(int n, int threads, unsigned limit, int (*fetch)(int i, void *ctx), void *ctx);
