/** @file kitchen.h
 *  @brief Tasks as in exercise 04, with what it takes to call them off. Given; not yours to change.
 *
 *  All of it on one thread, in virtual time. A task is in one of these states:
 *
 *      NEW ──turn──▶ RUNNING ──suspend──▶ WAITING ──wake──▶ READY ──turn──▶ RUNNING ──returns──▶ ENDED
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** Calls a function when its time has come. Its memory is the caller's, until it has been called or stopped.
 */
struct timer {
    int64_t due; /**< ms */
    void (*fn)(void *);
    void *arg;
    struct timer *next; /**< the kitchen's own */
};

/** @brief From now in @p ms, fn(arg) is called; of those that are due at the same time, in the order of their
 * starts.
 *  One that is running starts anew.
 *  @param ms  1 at least */
void timer_start(struct timer *timer, int64_t ms, void (*fn)(void *), void *arg);

/** @brief It will not be called. No effect if it is not running. */
void timer_stop(struct timer *timer);

/** Where a task stands. */
enum task_state {
    TASK_NEW,     /**< has not had its first turn */
    TASK_RUNNING, /**< this is its turn */
    TASK_WAITING, /**< in task_suspend(), and with that in any await */
    TASK_READY,   /**< was woken, and has not had its turn yet */
    TASK_ENDED    /**< its result is there */
};

/** A task. What you may use: */
struct task {
    enum task_state state; /**< to read */
    int asked; /**< requests to call it off that have not been delivered; task_suspend() delivers one */
    struct task *awaits;     /**< the one that it waits for in task_await(); NULL: none */
    struct timer sleep;      /**< runs while it is in task_sleep(), and wakes it */
    struct task *awaiter;    /**< who is woken when it ends; NULL: nobody yet */
    int result;              /**< once it has ended */
    struct kitchen_own *own; /**< not to be touched */
};

/** @brief The task whose turn it is. */
struct task *task_current(void);

/** @brief Ends the turn until somebody wakes this task. Every await is made of it.
 *  @return what task_wake() gave; -ECANCELED without waiting, if `asked` is more than 0: one request is
 * delivered */
int task_suspend(void);

/** @brief Makes a waiting task ready; its task_suspend() will give @p rc. No effect on one that is not
 * waiting: who wakes first, wins. A sleeper that is woken early has a timer that still runs. */
void task_wake(struct task *t, int rc);

/** @brief Ends a task that is not running: with this result, and without another turn. */
void task_end(struct task *t, int result);

/** @brief As in exercise 04. */
struct task *task_spawn(int (*fn)(void *), void *arg);

/** @brief As in exercise 04. If the wait is cut short, it gives that error, and @p t is not given back. */
int task_await(struct task *t);

/** @brief Waits for @p ms; 0 or less: gives the others a turn. @return 0, or what cut it short */
int task_sleep(int64_t ms);

/** @brief The time, in ms. */
int64_t task_now(void);

/** @brief As in exercise 04. */
int tasks_run(int (*fn)(void *), void *arg);

/** @brief As in exercise 04. */
void tasks_set_picker(size_t (*pick)(size_t ready, void *arg), void *arg);
