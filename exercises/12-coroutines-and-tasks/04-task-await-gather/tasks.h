/** @file tasks.h
 *  @brief Tasks on one thread, in virtual time: spawn, await, sleep, gather. What asyncio is, less the I/O.
 *
 *  A task is a function that somebody cooks. It runs until it sleeps or awaits one that has not ended; then
 * another goes on. Time is a number of milliseconds: it stands still while any task can go on, and then jumps
 * to where the next sleep ends. All of this on one thread; every function but tasks_run() and
 * tasks_set_picker() is called by tasks. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct task; // yours, in tasks.c

/** @brief Makes a task that will call fn(arg). It starts when it is its turn, not here.
 *  @param fn  gives its result: 0 or more, or a negated error number
 *  @return owned by the caller: one task_await() or task_gather() gives it back; NULL with errno ENOMEM */
struct task *task_spawn(int (*fn)(void *), void *arg);

/** @brief Waits until @p t has ended, and gives it back. If it has ended already, nobody else gets a turn.
 *  @param t  each task is awaited once, by one task
 *  @return the result of its function; -EDEADLK: it is the caller itself */
int task_await(struct task *t);

/** @brief Ends the caller's turn for @p ms; 0 or less: until the others that can go on have had a turn.
 *  @return 0 */
int task_sleep(int64_t ms);

/** @brief The time since tasks_run() began, in ms. */
int64_t task_now(void);

/** @brief Awaits @p n tasks, all of them, whatever they give.
 *  @param[out] results  of t[i] in results[i]; NULL: not wanted
 *  @return 0, or the error of the one that was the first to end with an error */
int task_gather(size_t n, struct task *const t[], int results[]);

/** @brief Runs fn(arg) as the first task, and all that come of it, until the first task has ended.
 *
 *  Those that are ready have their turn first come, first served; whose sleeps end at the same moment become
 * ready together, in the order in which they fell asleep. Who awaits a task becomes ready when it ends.
 *  @return the result of fn; -EBUSY: it has ended, but tasks that nobody has awaited were left, and are given
 * back without another turn; -EDEADLK: each task waits for another, and all are given back; -ENOMEM; -EINVAL:
 * called by a task
 *  @threads one at a time */
int tasks_run(int (*fn)(void *), void *arg);

/** @brief Lets somebody else choose who has the next turn: for a check that tries every order.
 *  @param pick  given how many are ready, 1 at least; gives the number of one, 0 for the first that came.
 * NULL: always 0 */
void tasks_set_picker(size_t (*pick)(size_t ready, void *arg), void *arg);
