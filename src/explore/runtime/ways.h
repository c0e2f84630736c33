/** @file ways.h
 *  @brief In which ways a thread can go on: by the step that it announced, because its time is up, or for no
 * reason.
 *
 *  Virtual time. *Quiescent*: it stands still while any thread can go on, then jumps to the earliest
 * deadline; so three sleeps of 2 s side by side end at 2 s. *Free*: a machine may be arbitrarily slow, so
 * whoever has a deadline may find it passed at any step; that is what exposes sleeping in place of
 * synchronising.
 *
 *  Spurious wake-ups are a way only while the plan's budget for the execution lasts. Nobody may rely on one:
 *  where nobody can go on and no time can pass, they do not keep a deadlock from being one. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/strategies/strategy.h"

enum way { WAY_STEP = 1, WAY_TIMEOUT = 2, WAY_SPURIOUS = 4 };

/** @brief A new execution: time is 0, the budget is full. */
void ways_reset(const struct strategy *strategy, uint64_t number);

/** @brief The threads that can go on. Lets time pass where the plan's mode says so.
 *  @param[out] enabled  their ids, ascending
 *  @return how many; 0: no thread will ever go on */
int ways_collect(uint8_t enabled[THREADS_MAX]);

/** @brief The ways of one thread that ways_collect() gave, or-ed; at least one. */
unsigned ways_of(const struct thread *thread);

/** @brief The ways of that thread which a search by chance does not offer at this decision, but a replay
 * does. */
unsigned ways_withheld(const struct thread *thread);

/** @brief The thread goes this way: what that costs of time or budget is paid.
 *  @return the operation that it performs: the announced one, OP_TIMEOUT or OP_SPURIOUS */
enum op ways_take(const struct thread *thread, enum way way);

/** @brief Whether an operation that may fail for no reason, as a weak compare-exchange, does so now: a
 * choice, as long as the budget of spurious wake-ups lasts. */
bool ways_fail_spuriously(void);

/** @brief For operation.enabled: a step that only comes to its end by its deadline, as a sleep. */
bool ways_never(const struct thread *thread);
