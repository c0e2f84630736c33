/** @file sched.h
 *  @brief A scheduler of tasks without stacks, in virtual time: time is a number, and jumps to where
 * something happens.
 *
 *  A task is a coroutine of `workbook/co.h`. Its step goes on to the next place where it sleeps or gives way:
 *
 *      int nap(struct sched *s, struct task *t)
 *      {
 *          CO_BEGIN(t);
 *          CO_SLEEP(s, t, 2000);
 *          CO_END(t, DONE);
 *      }
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <workbook/co.h>

struct sched; // yours, in sched.c

/** What a step says of its task when it returns. */
enum {
    SLEEPING, /**< co_sleep() was called: go on when that time has come */
    YIELDED,  /**< go on when the others that can have had their turn */
    DONE      /**< over: the scheduler does not touch the task again */
};

/** A task; its memory is the caller's, until its step has said DONE. */
struct task {
    int line;                                   /**< the bookmark of CO_BEGIN: 0 at first */
    int64_t due;                                /**< when its sleep ends, in ms; set by co_sleep() */
    void *user;                                 /**< not looked at */
    int (*step)(struct sched *, struct task *); /**< goes on; SLEEPING, YIELDED or DONE */
};

/** @brief Makes a scheduler whose time is 0. It allocates here and never again.
 *  @param most  how many tasks may be alive at once; 1 at least
 *  @return owned by the caller: sched_close(); NULL with errno EINVAL: none may, or ENOMEM */
struct sched *sched_open(size_t most);

/** @brief Hands a task over; its first step is taken in its turn, behind those that are ready. Steps may add
 * tasks.
 *  @return 0; -ENOSPC: `most` are alive */
int sched_add(struct sched *s, struct task *t);

/** @brief Says that @p t sleeps for @p ms from now on; its step has to return right after. See CO_SLEEP().
 *  @param ms  0 or less: no sleep, but its turn is over, as with YIELDED
 *  @return SLEEPING */
int co_sleep(struct sched *s, struct task *t, int64_t ms);

/** @brief Sleeps in the middle of a step. @p t is evaluated more than once. */
#define CO_SLEEP(s, t, ms) CO_YIELD(t, co_sleep((s), (t), (ms)))

/** @brief Whether one time is before another. It is the check's: compare times only with it, and it counts.
 *  @threads one */
bool sched_before(int64_t due, int64_t other);

/** @brief The time, in ms. It stands still while any task can go on, and then jumps to the next one that is
 * due. */
int64_t sched_now(const struct sched *s);

/** @brief Runs until no task is left. Those that are ready go on one after another, first come, first served;
 * whose time has come at the same moment go on in the order in which they fell asleep. */
void sched_run(struct sched *s);

/** @brief Gives the scheduler back; its tasks are the caller's. NULL is fine. */
void sched_close(struct sched *s);
