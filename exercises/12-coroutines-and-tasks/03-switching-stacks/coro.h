/** @file coro.h
 *  @brief Coroutines with a stack of their own: a function that may stop anywhere, also deep in what it
 * calls.
 *
 *  A coroutine belongs to the thread that made it; each thread may have its own. Resumes nest: a coroutine
 * may resume another, which then yields to it. */
#pragma once

#include <stddef.h>

struct coro; // yours, in coro.c

/** @brief Makes a suspended coroutine. Its first resume calls `fn(coroutine, arg)` on a stack of its own.
 * Below the stack lies a page that can be neither read nor written: who overruns the stack dies there, before
 * any harm is done.
 *  @param stack_bytes  what the stack offers at least, beside that page; 1 at least
 *  @return owned by the caller: coro_destroy(); NULL with errno EINVAL: no stack asked for, or ENOMEM */
struct coro *coro_create(size_t stack_bytes, void *(*fn)(struct coro *, void *), void *arg);

/** @brief Goes on with it, until it yields or returns.
 *  @param in         what its coro_yield() gives; of the first resume it is dropped, as nobody waits for it
 *  @param[out] out   what it has yielded or returned; NULL: not wanted
 *  @return 1 it has yielded; 0 it has returned; -EINVAL it has returned before, or it runs, or it is itself
 * waiting in a coro_resume(); then *out is untouched
 *  @threads the one that made it */
int coro_resume(struct coro *c, void *in, void **out);

/** @brief Stops the running coroutine @p c, in whatever function it is; its resumer goes on.
 *  @param out  what coro_resume() hands over
 *  @return the `in` of the next coro_resume() */
void *coro_yield(struct coro *c, void *out);

/** @brief The coroutine that calls; NULL: none. */
struct coro *coro_current(void);

/** @brief The lowest address of the page below the stack. */
void *coro_guard(const struct coro *c);

/** @brief Gives it back with its stack. If it is suspended nothing on that stack is cleaned up. NULL is fine.
 *  @return 0; -EBUSY it runs, or is waiting in a coro_resume() */
int coro_destroy(struct coro *c);
