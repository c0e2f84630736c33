/** @file strategy.h
 *  @brief What a search strategy is: it picks the next thread, nothing else.
 *
 *  A strategy is a file of its own with one constant `struct strategy`; table.c lists them. It keeps its
 *  state in statics of its file, since one exploration runs at a time, and draws chance only from a
 *  `struct random` seeded in begin(), so that equal plans give equal executions. It never allocates while
 *  learner code runs: pick(), choose() and after() are called in the midst of it. */
#pragma once

#include "explore/runtime/blackbox.h"

/** What a strategy sees. */
struct strategy_view {
    uint32_t step;     /**< steps taken so far in this execution */
    int current;       /**< the thread of the last step, -1 before the first */
    uint32_t nthreads; /**< ids are below this; an id stays with its thread path in all executions */
    const struct event *pending;   /**< [thread]: what each living thread will do next */
    const bool *alive;             /**< [thread]: created in this execution and not ended */
    const struct profile *profile; /**< what earlier executions taught */
    const struct plan *plan;
};

struct strategy {
    const char *name; /**< as in --strategy */

    bool exhaustive; /**< branches on every possibility, spurious wake-ups included; false: draws by chance */

    /** A plan begins: forget what earlier plans left. NULL: nothing to do. */
    void (*open)(const struct plan *plan);

    /** An execution begins. @p number counts the executions of the whole run. */
    void (*begin)(const struct strategy_view *view, uint64_t number);

    /** Which thread takes the next step: one of the @p n ids in @p enabled, ascending, n ≥ 1. */
    int (*pick)(const struct strategy_view *view, const uint8_t *enabled, int n);

    /** A value below @p n ≥ 2 for a choice that the program does not determine (which waiter is woken). */
    uint32_t (*choose)(const struct strategy_view *view, uint32_t n);

    /** A step was chosen and is about to be performed. NULL: not wanted. */
    void (*after)(const struct strategy_view *view, const struct event *event);

    /** The execution is over. @return false: there is nothing left to try. NULL: always true. */
    bool (*end)(const struct strategy_view *view);
};

/** @brief The strategy of a kind.
 *  @return NULL: there is none */
const struct strategy *strategy_of(enum strategy_kind kind);

/** @brief The kind of a name as in --strategy, or -1. Needs no runner: the driver asks, too. */
int strategy_named(const char *name);

/** @brief The name of a kind. */
const char *strategy_name(enum strategy_kind kind);
