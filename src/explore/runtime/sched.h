/** @file sched.h
 *  @brief The scheduler: *announce, then run*.
 *
 *  A model announces each step before it performs it. Then the strategy picks among all threads whose
 * announced step is possible; when sched_step() returns, this thread was picked: it performs the step and
 * runs on to its next one. So at every decision the next operation of every thread is known, which is what
 * partial-order methods need. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/strategies/strategy.h"

struct backend;

/** @brief Announces a step and waits until it may be performed.
 *  @return its event in the black box, for the value that only performing it shows. event->op is the
 * announced operation, or OP_TIMEOUT or OP_SPURIOUS if the thread goes on that way (operation.deadline_ns,
 *          .may_wake_spuriously)
 *  @threads the current learner thread; others run meanwhile */
struct event *sched_step(const struct operation *step);

/** @brief Logs an operation that is not a step: nothing is decided, no other thread runs.
 *  @return NULL: there is no room for what is only told */
struct event *sched_observe(const struct operation *operation);

/** @brief Settles something that the program leaves open, such as which waiter a signal wakes.
 *  @return 0 … n - 1; for n = 1 nobody is asked */
uint32_t sched_choose(uint32_t n);

/** @brief Changes what a waiting thread has announced (a waiter that was signalled now wants its mutex). */
void sched_reannounce(struct thread *thread, const struct operation *step);

/** @brief The current thread has ended: another one goes on. */
_Noreturn void sched_depart(void);

/** @brief Runs one execution from main's first step to its end. The outcome stands in the black box.
 *  @param number  counts the executions of the run, part of their seed
 *  @return false: the strategy has nothing left to try
 *  @threads the runner */
bool sched_execute(const struct backend *backend, const struct strategy *strategy, uint64_t number);

/** @brief Makes a new thread known: its first step, OP_START, is announced, and it can be picked. */
void sched_born(struct thread *thread);

/** @brief Ends all threads but the current one where they stand, as the end of a process does. */
void sched_abandon_others(void);

/** @brief Body of a learner thread, for the back ends to call on the thread's own stack. */
_Noreturn void sched_thread_main(struct thread *thread);
