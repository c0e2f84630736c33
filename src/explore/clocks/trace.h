/** @file trace.h
 *  @brief The Mazurkiewicz trace of an execution: which of its steps must come before which, the order of
 * steps that commute being left out. Executions of one trace end in the same state, so one of them is enough.
 *
 *  The clocks here count steps (a thread's k-th step has k in its own entry), and order every two steps that
 * do not commute; those that find data races, in execution.threads, order only what synchronises.
 *
 *  @source Mazurkiewicz, "Trace theory", 1987; Lamport, "Time, clocks and the ordering of events in a
 *          distributed system", CACM 1978 */
#pragma once

#include "explore/clocks/clock.h"
#include "explore/runtime/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRACE_MAX = 1 << 14 /**< steps; longer executions are not put in order */ };

/** How an earlier step is related to a later one. */
enum relation {
    RELATION_NONE,    /**< they commute */
    RELATION_FIXED,   /**< the later one is not possible before the earlier one */
    RELATION_ORDERED, /**< the later one was not possible in that place, but may be further ahead */
    RELATION_RACING   /**< either may come first */
};

/** @brief Forgets all steps from the @p n-th on: 0 for a new execution. */
void trace_cut(uint32_t n);

/** @brief Adds a step behind the others.
 *  @return its number, or TRACE_MAX: there are too many */
uint32_t trace_add(const struct event *step);

/** How far an execution has been put into the trace: all zero at its begin. */
struct trace_cursor {
    uint32_t event, step; /**< of the black box, of the trace: not looked at yet */
};

/** @brief Adds the steps that have been performed since the last call. Those that are there already, since
 * the last execution began in the same way, are passed over.
 *  @param added  called after each one that was added
 *  @return false: there are too many */
bool trace_follow(struct trace_cursor *cursor, void (*added)(void));

/** @brief How many there are. */
uint32_t trace_length(void);

/** @brief A step, by its number. */
const struct event *trace_step(uint32_t i);

/** @brief What must come before a step: for each thread, how many of its steps. Its own one is counted. */
const struct clock *trace_clock(uint32_t i);

/** @brief Whether the @p i-th step is among those that a clock counts. */
bool trace_knows(const struct clock *clock, uint32_t i);

/** @brief How the @p i-th step is related to a later one, the @p n-th. */
enum relation trace_relation(uint32_t i, uint32_t n);

/** @brief Whether time has passed before the @p i-th step, in quiescent time: all waited for it. */
bool trace_let_time_pass(uint32_t i);

/** @brief The step of the same thread before the @p i-th, or TRACE_MAX. */
uint32_t trace_previous(uint32_t i);

/** @brief A number that is the same for every execution of one trace, and, but for one chance in 2⁶⁴, for no
 * other. */
uint64_t trace_hash(void);
