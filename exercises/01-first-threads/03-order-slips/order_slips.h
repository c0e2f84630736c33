/** @file order_slips.h
 *  @brief Hands each cook a slip of its own, and comes back when all dishes are done. */
#pragma once

/** What the waiter wrote down. */
struct slip {
    int table;
    const char *dish; /**< the text stays the waiter's: a copy of the slip points to the same text */
    int portions;
};

/** @brief Sends slips[0] … slips[n-1] to n cooks at once: calls cook(&copy, ctx) once for each slip, each in a
 *  thread of its own; all are started before any is waited for.
 *
 *  Each cook gets a copy. It has the copy to itself until it returns, and may write on it: neither the other
 *  cooks nor the caller's slips see that.
 *  @param slips  only read, and only before the return
 *  @param n      how many; 0: none is sent
 *  @param cook   what each does; must be safe to run in several threads at once
 *  @param ctx    handed to each; stays the caller's
 *  @return 0 once every cook has returned; EINVAL: n is negative, cook is NULL, or slips is NULL and n is not
 *          0, nothing was started; ENOMEM, after those already started have been joined; if a thread cannot
 *          be started, pthread_create's error, after those already started have been joined
 *  @threads any number at once: two calls share nothing; waits for the cooks */
int send_slips(const struct slip *slips, int n, void (*cook)(struct slip *slip, void *ctx), void *ctx);
